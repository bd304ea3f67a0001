import { PrismaBetterSQLite3 } from "@prisma/adapter-better-sqlite3";
import { PrismaPg } from "@prisma/adapter-pg";

import { PrismaClient } from "../../../app/generated/prisma/client";
import { PrismaClient as PostgresClient } from "../../../app/generated/prisma-postgresql/client";

const url = process.env.DATABASE_URL ?? "";

export const isPostgres = url.startsWith("postgresql://");

/** As the template's `db.server.ts`: one client for the process. Both clients have the same models. */
export const prisma = isPostgres
  ? (new PostgresClient({ adapter: new PrismaPg({ connectionString: url }) }) as unknown as PrismaClient)
  : new PrismaClient({ adapter: new PrismaBetterSQLite3({ url }) });
