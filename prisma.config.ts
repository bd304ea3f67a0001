import { PrismaBetterSQLite3 } from "@prisma/adapter-better-sqlite3";
import { PrismaPg } from "@prisma/adapter-pg";
import { defineConfig } from "prisma/config";

import { POSTGRES_SCHEMA, SCHEMA, writePostgresSchema } from "./prisma/postgres-schema";

const url = process.env.DATABASE_URL ?? "file:./perennial.db";
const isPostgres = /^postgres(ql)?:/.test(url);
if (isPostgres) writePostgresSchema();

export default defineConfig({
  schema: isPostgres ? POSTGRES_SCHEMA : SCHEMA,
  migrations: { path: isPostgres ? "prisma/postgresql/migrations" : "prisma/sqlite/migrations" },
  experimental: { adapter: true },
  engine: "js",
  adapter: () =>
    Promise.resolve(isPostgres ? new PrismaPg({ connectionString: url }) : new PrismaBetterSQLite3({ url })),
});
