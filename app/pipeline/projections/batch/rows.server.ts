export { rowsToJson, upsertSql } from "~/platform/sql.server";
