import type { Pool } from "pg";

import { Prisma, PrismaClient } from "~/generated/prisma/client";

import { createPostgresAdapter } from "./postgres/adapter.server";
import { awaitServer } from "./postgres/await-server.server";
import type { Dialect } from "./sql/dialect";
import type { Driver, Statements, TransactionSlot } from "./sql/driver";
import type { NewRows } from "./sql/packed-rows";
import { guardStatements } from "./sql/guard.server";
import { beginIn, markTransaction } from "./sql/transaction-context.server";
import { sealingExtension } from "./sealing.server";
import { createSqliteAdapter } from "./sqlite/adapter.server";

export { toDbInstant } from "./sql.server";

/** An open transaction. */
export type Tx = Prisma.TransactionClient;

/** Anything a repository may run queries on: the root client or an open transaction. */
export type Db = PrismaClient | Tx;

/** The root client: can open transactions. */
export type RootDb = PrismaClient;

const LOCK_WAIT_MS = 15_000;
const TRANSACTION_TIMEOUT_MS = 60_000;
const CONNECTIONS = 20;
const TRANSACTIONS = { maxWait: TRANSACTION_TIMEOUT_MS, timeout: TRANSACTION_TIMEOUT_MS } as const;

type Opened = { client: PrismaClient; driver: Driver };

/**
 * Opens a database.
 *
 * SQLite: WAL (readers never wait for the writer), every commit on disk before it is answered
 * (`synchronous=FULL`), foreign keys on. Several processes may open the same file.
 * PostgreSQL: any number of processes.
 *
 * @param url `file:./perennial.db` or `postgresql://user:password@host:5432/perennial`
 */
export async function openDb(url: string): Promise<RootDb> {
  const { client, driver } = isPostgresUrl(url) ? await openPostgres(url) : openSqlite(url);
  await client.$connect();
  const db = withDirectStatements(client.$extends(sealingExtension) as unknown as PrismaClient, driver);
  drivers.set(db, driver);
  return db;
}

/** Whether an address is one of PostgreSQL. */
export function isPostgresUrl(url: string): boolean {
  return /^postgres(ql)?:\/\//.test(url);
}

function openSqlite(url: string): Opened {
  const adapter = createSqliteAdapter({ url, waitMs: LOCK_WAIT_MS });
  return { client: new PrismaClient({ adapter, transactionOptions: TRANSACTIONS }), driver: adapter.driver };
}

/** The client of PostgreSQL has the same models, made from the same source; types are SQLite's. */
async function openPostgres(url: string): Promise<Opened> {
  const generated = await import("~/generated/prisma-postgresql/client");
  const adapter = createPostgresAdapter({ url, maxConnections: CONNECTIONS });
  if (adapter.driver.pool) await awaitServer(adapter.driver.pool);
  const client = new generated.PrismaClient({ adapter, transactionOptions: TRANSACTIONS });
  return { client: client as unknown as PrismaClient, driver: adapter.driver };
}

const drivers = new WeakMap<object, Driver>();

function driverOf(db: Db): Driver {
  const driver = drivers.get(db);
  if (!driver) throw new Error("expected a database of openDb");
  return driver;
}

/** Which database this is: for what cannot be said in the words both have. */
export function dialectOf(db: Db): Dialect {
  return driverOf(db).dialect;
}

/** The filter of a text that holds `text`, whether in capitals or not: outside A to Z that depends on the database. */
export function holding(db: Db, text: string): { contains: string } {
  const filter = { contains: text };
  return dialectOf(db) === "postgresql" ? Object.assign(filter, { mode: "insensitive" }) : filter;
}

/**
 * The connections of a PostgreSQL process, for the library that runs its queue.
 *
 * @throws Error for a database of another kind.
 */
export function poolOf(db: RootDb): Pool {
  const { pool } = driverOf(db);
  if (!pool) throw new Error("only PostgreSQL has a pool of connections");
  return pool;
}

/**
 * Runs `work` in one transaction: what it reads of the shop cannot change under it.
 *
 * On SQLite transactions run one after another. On PostgreSQL those that name the same `shopId` do; without one,
 * rows may change between statements. Inside, everything goes through `tx`; a write on the root client throws, as it
 * might wait for the transaction it is in.
 *
 * @param options.mayBeLost A crash of the machine may undo it as a whole, until another transaction is committed: for
 * what is done again from where it stands then. It need not wait for the disk.
 */
export function inTransaction<T>(
  db: RootDb,
  work: (tx: Tx) => Promise<T>,
  { shopId, mayBeLost = false }: { shopId?: string | null; mayBeLost?: boolean } = {},
): Promise<T> {
  const driver = driverOf(db);
  const slot: TransactionSlot = { transaction: null, mayBeLost };
  return beginIn(slot, () =>
    db.$transaction((tx) =>
      markTransaction(async () => {
        const statements = driver.inTransaction(slot);
        if (mayBeLost) await driver.letBeLost(statements);
        if (shopId) await driver.lockShop(statements, shopId);
        const direct = withDirectStatements(tx, statements);
        drivers.set(direct, driver);
        return work(direct);
      }),
    ),
  );
}

/**
 * Lets PostgreSQL answer this transaction's commit before it is on disk. Only for work that comes again after a crash: what
 * says that it is done must be committed on the same server, with the work or later.
 */
export async function commitLater(tx: Tx): Promise<void> {
  if (dialectOf(tx) === "postgresql")
    await tx.$queryRaw`SELECT set_config('synchronous_commit', 'off', true)`;
}

/** Runs a load of many new rows; on SQLite with less memory than changes to many rows are worth. */
export function whileLoading<T>(db: RootDb, work: () => Promise<T>): Promise<T> {
  return driverOf(db).whileLoading(work);
}

const statementsOf = new WeakMap<object, Statements>();

/** Inserts new rows of a shop in a transaction of `work`. They are past the seal: whoever packed them has sealed them. */
export type InsertRows = (tx: Tx, of: { shopId: string }) => Promise<void>;

/**
 * Runs work that may insert rows which another thread has packed; `insert` throws UniqueViolation when one of them is
 * there already, and the transaction has to be rolled back then.
 */
export async function withNewRows<T>(
  db: RootDb,
  rows: NewRows,
  work: (insert: InsertRows) => Promise<T>,
): Promise<T> {
  const { staged, release } = await driverOf(db).stageRows(rows);
  try {
    return await work(async (tx, { shopId }) => {
      const statements = statementsOf.get(tx);
      if (!statements) throw new Error("expected a transaction of inTransaction");
      await statements.insertRows(rows, { shopId, staged });
    });
  } finally {
    await release();
  }
}

/** The client, with its raw SQL going straight to the driver, in the words of `sql/dialect.ts`. */
function withDirectStatements<Client extends Db>(client: Client, unguarded: Statements): Client {
  const statements = guardStatements(unguarded);
  const flat = (strings: TemplateStringsArray | Prisma.Sql, values: readonly unknown[]): Prisma.Sql =>
    strings instanceof Prisma.Sql ? strings : Prisma.sql(strings, ...values);
  const direct: Readonly<Record<string, unknown>> = {
    $queryRaw: (strings: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => {
      const statement = flat(strings, values);
      return statements.query(statement.sql, statement.values);
    },
    $executeRaw: (strings: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => {
      const statement = flat(strings, values);
      return statements.execute(statement.sql, statement.values);
    },
    $queryRawUnsafe: (sql: string, ...values: unknown[]) => statements.query(sql, values),
    $executeRawUnsafe: (sql: string, ...values: unknown[]) => statements.execute(sql, values),
  };
  const proxy = new Proxy(client, {
    get: (target, name): unknown => {
      const own = direct[String(name)];
      if (own) return own;
      const value: unknown = Reflect.get(target, name);
      return name === "$transaction" && typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  statementsOf.set(proxy, statements);
  return proxy;
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
