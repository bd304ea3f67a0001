/** Generates the database clients: one per database, of the same models. */
import { execFileSync } from "node:child_process";

import { writeColumns } from "./columns";
import { POSTGRES_SCHEMA, SCHEMA, writePostgresSchema } from "./postgres-schema";

writePostgresSchema();
writeColumns();
for (const schema of [SCHEMA, POSTGRES_SCHEMA]) {
  execFileSync("npx", ["prisma", "generate", "--schema", schema], { stdio: "inherit" });
}
