import { PrismaBetterSQLite3 } from "@prisma/adapter-better-sqlite3";

import { PrismaClient } from "../../../app/generated/prisma/client";

/** As the template's `db.server.ts`: one client for the process. */
export const prisma = new PrismaClient({
  adapter: new PrismaBetterSQLite3({ url: process.env.DATABASE_URL ?? "" }),
});
