import { PrismaBetterSQLite3 } from "@prisma/adapter-better-sqlite3";

import { type Prisma, PrismaClient } from "~/generated/prisma/client";

/** An open transaction. */
export type Tx = Prisma.TransactionClient;

/** Anything a repository may run queries on: the root client or an open transaction. */
export type Db = PrismaClient | Tx;

/** The root client: can open transactions. */
export type RootDb = PrismaClient;

const BUSY_TIMEOUT_MS = 15_000;
const TRANSACTION_TIMEOUT_MS = 60_000;

/**
 * Opens a database.
 *
 * SQLite: WAL (readers never wait for the writer), every commit on disk before it is answered
 * (`synchronous=FULL`), foreign keys on.
 *
 * @param url `file:./perennial.db`
 */
export async function openDb(url: string): Promise<RootDb> {
  const db = new PrismaClient({
    adapter: new PrismaBetterSQLite3({ url, timeout: BUSY_TIMEOUT_MS }),
    transactionOptions: { maxWait: TRANSACTION_TIMEOUT_MS, timeout: TRANSACTION_TIMEOUT_MS },
  });
  await db.$queryRawUnsafe("PRAGMA journal_mode = WAL");
  await db.$queryRawUnsafe("PRAGMA synchronous = FULL");
  await db.$queryRawUnsafe("PRAGMA foreign_keys = ON");
  return db;
}

/**
 * Runs `work` in one transaction that holds the write lock from its first statement.
 *
 * Without that, SQLite lets a transaction that first read and then writes fail with BUSY_SNAPSHOT
 * as soon as another process wrote in between; no busy timeout helps there.
 */
export function inTransaction<T>(db: RootDb, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(async (tx) => {
    await tx.$executeRawUnsafe(`UPDATE "JobSchedule" SET "name" = "name" WHERE 1 = 0`);
    return work(tx);
  });
}

/** An instant as the database stores it: for raw SQL and JSON parameters. Sorts as text. */
export function toDbInstant(instant: Date): string {
  return instant.toISOString().replace("Z", "+00:00");
}

/**
 * Minor units out of the database.
 *
 * @throws RangeError past 2^53, where a number would no longer be exact.
 */
export function toMinor(value: bigint | number | null | undefined): number {
  const minor = Number(value ?? 0);
  if (!Number.isSafeInteger(minor)) throw new RangeError(`minor units must be a safe integer, got ${String(value)}`);
  return minor;
}
