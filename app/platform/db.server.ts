import { type Prisma, PrismaClient } from "~/generated/prisma/client";

import { createSqliteAdapter, markTransaction, type SqliteAdapter } from "./sqlite/adapter.server";

/** An open transaction. */
export type Tx = Prisma.TransactionClient;

/** Anything a repository may run queries on: the root client or an open transaction. */
export type Db = PrismaClient | Tx;

/** The root client: can open transactions. */
export type RootDb = PrismaClient;

const LOCK_WAIT_MS = 15_000;
const TRANSACTION_TIMEOUT_MS = 60_000;

/**
 * Opens a database.
 *
 * SQLite: WAL (readers never wait for the writer), every commit on disk before it is answered
 * (`synchronous=FULL`), foreign keys on. Several processes may open the same file.
 *
 * @param url `file:./perennial.db`
 */
export async function openDb(url: string): Promise<RootDb> {
  const adapter = createSqliteAdapter({ url, waitMs: LOCK_WAIT_MS });
  const db = new PrismaClient({
    adapter,
    transactionOptions: { maxWait: TRANSACTION_TIMEOUT_MS, timeout: TRANSACTION_TIMEOUT_MS },
  });
  await db.$connect();
  adapters.set(db, adapter);
  return db;
}

/**
 * Runs `work` in one transaction that holds the write lock from its start: what it reads cannot change under it.
 *
 * Transactions of one process run one after another. Inside, everything goes through `tx`; a write on the root client
 * throws, as it would wait for the transaction it is in.
 */
export function inTransaction<T>(db: RootDb, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction((tx) => markTransaction(() => work(withDirectWrites(db, tx))));
}

const adapters = new WeakMap<RootDb, SqliteAdapter>();

/** The transaction, with its raw writes going straight to the driver. */
function withDirectWrites(db: RootDb, tx: Tx): Tx {
  const adapter = adapters.get(db);
  if (!adapter) return tx;
  const executeRaw = (strings: TemplateStringsArray, ...values: unknown[]) =>
    adapter.executeInTransaction(strings.join("?"), values);
  const executeRawUnsafe = (sql: string, ...values: unknown[]) => adapter.executeInTransaction(sql, values);
  const direct: Record<string, unknown> = { $executeRaw: executeRaw, $executeRawUnsafe: executeRawUnsafe };
  return new Proxy(tx, {
    get: (target, name): unknown => direct[String(name)] ?? Reflect.get(target, name),
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
  if (!Number.isSafeInteger(minor))
    throw new RangeError(`minor units must be a safe integer, got ${String(value)}`);
  return minor;
}
