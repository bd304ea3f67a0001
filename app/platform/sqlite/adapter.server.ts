import { PrismaBetterSQLite3 } from "@prisma/adapter-better-sqlite3";
import type { Database } from "better-sqlite3";

import { writeWait } from "../measures.server";
import { guardQueries } from "../sql/guard.server";
import type { Driver, Statements } from "../sql/driver";
import { leaveInSlot, mayBeLost, refuseInsideTransaction } from "../sql/transaction-context.server";
import { findingByPrimaryKeys } from "./primary-keys";
import { attachRows, detachRows } from "./staged-rows.server";
import { createStatements } from "./statements.server";
import { createWriteLock, type WriteLock } from "./write-lock.server";

/*
 * Prisma's adapter has one connection, and lets statements of the root client run on it while a transaction is open:
 * they see what is not committed, and are lost when it rolls back. Here there are two connections: one writes, in
 * turns, and one reads what is committed and never waits.
 */

type Connection = Awaited<ReturnType<PrismaBetterSQLite3["connect"]>>;
type Transaction = Awaited<ReturnType<Connection["startTransaction"]>>;
type Query = Parameters<Connection["queryRaw"]>[0];

export type SqliteAdapter = Pick<PrismaBetterSQLite3, "provider" | "adapterName" | "connect"> & {
  driver: Driver;
};

/** Every commit is on disk before it is answered; readers never wait for the writer. */
const SET_UP = `
  PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 8000`;
/** 64 MB of pages: who changes rows finds those that others changed before. */
const LARGE_CACHE = "PRAGMA cache_size = -65536";
/** Rows that are only added need few pages at a time, and building an index is no slower with 16 MB. */
const SMALL_CACHE = "PRAGMA cache_size = -16384";
/** In WAL mode the file stays whole then, and a later commit with FULL keeps those before it, too. */
const NOT_WAITING = "PRAGMA synchronous = NORMAL";
const WAITING = "PRAGMA synchronous = FULL";
/** As SQLite has it since 3.32, and PostgreSQL too. Prisma takes 999 for granted, and refuses lists of ids beyond it. */
const MOST_PARAMETERS = 32_766;
const SET_UP_READER = "PRAGMA query_only = ON";

/**
 * A Prisma adapter for a SQLite file that several processes write to.
 *
 * @param url `file:./perennial.db`
 * @param waitMs How long a write waits for another process before it fails.
 */
export function createSqliteAdapter({ url, waitMs }: { url: string; waitMs: number }): SqliteAdapter {
  let parts: Parts | null = null;
  const stock = new PrismaBetterSQLite3({ url, timeout: 0 });
  const stockReader = new PrismaBetterSQLite3({ url, timeout: waitMs });
  return {
    provider: stock.provider,
    adapterName: stock.adapterName,
    connect: async (): Promise<Connection> => {
      const lock = createWriteLock({ waitMs });
      const writer = await stock.connect();
      await lock.retryWhileLocked(async () => writer.executeScript(SET_UP));
      await writer.executeScript(LARGE_CACHE);
      const reader = await stockReader.connect();
      await reader.executeScript(SET_UP_READER);
      parts = {
        writer: guardQueries(findingByPrimaryKeys(writer)),
        reader: guardQueries(findingByPrimaryKeys(reader)),
        writing: createStatements(databaseOf(writer)),
        reading: createStatements(databaseOf(reader)),
        lock,
      };
      return join(parts);
    },
    driver: driverOf(() => {
      if (!parts) throw new Error("the database is not connected yet");
      return parts;
    }),
  };
}

type Parts = {
  writer: Connection;
  reader: Connection;
  writing: Statements;
  reading: Statements;
  lock: WriteLock;
};

/** The better-sqlite3 database a stock connection works on. */
function databaseOf(connection: Connection): Database {
  const { client } = connection as unknown as { client?: Database };
  if (!client?.prepare) throw new Error("Prisma's SQLite adapter no longer tells its connection");
  return client;
}

function driverOf(parts: () => Parts): Driver {
  return {
    dialect: "sqlite",
    query: (sql, values) =>
      isRead(sql)
        ? parts().reading.query(sql, values)
        : inTurn(parts(), () => parts().writing.query(sql, values)),
    execute: (sql, values) => inTurn(parts(), () => parts().writing.execute(sql, values)),
    insertRows: (rows, of) => inTurn(parts(), () => parts().writing.insertRows(rows, of)),
    stageRows: async (rows) => {
      if (rows.kind !== "file") throw new Error("SQLite takes new rows out of a file");
      const own = parts();
      const connection = databaseOf(own.writer);
      // Not while a transaction is open on the connection.
      const staged = await inTurn(own, () => Promise.resolve().then(() => attachRows(connection, rows)));
      return {
        staged,
        release: () => inTurn(own, () => Promise.resolve().then(() => detachRows(connection, staged))),
      };
    },
    inTransaction: () => parts().writing,
    lockShop: () => Promise.resolve(),
    whileLoading: async (work) => {
      const own = parts();
      await inTurn(own, () => own.writer.executeScript(SMALL_CACHE));
      try {
        return await work();
      } finally {
        await inTurn(own, () => own.writer.executeScript(LARGE_CACHE));
      }
    },
    letBeLost: () => Promise.resolve(),
  };
}

async function inTurn<T>({ lock }: Pick<Parts, "lock">, work: () => Promise<T>): Promise<T> {
  refuseInsideTransaction();
  const askedAt = performance.now();
  const release = await lock.acquire();
  writeWait.observe(performance.now() - askedAt);
  try {
    return await lock.retryWhileLocked(work);
  } finally {
    release();
  }
}

function join({ writer, reader, lock }: Parts): Connection {
  const write = <T>(work: () => Promise<T>): Promise<T> => inTurn({ lock }, work);
  return {
    provider: writer.provider,
    adapterName: writer.adapterName,
    queryRaw: (query) => (isRead(query.sql) ? reader.queryRaw(query) : write(() => writer.queryRaw(query))),
    executeRaw: (query) => write(() => writer.executeRaw(query)),
    executeScript: (script) => write(() => writer.executeScript(script)),
    startTransaction: () => startTransaction({ writer, lock }),
    getConnectionInfo: () => ({ maxBindValues: MOST_PARAMETERS, supportsRelationJoins: false }),
    dispose: async () => {
      await reader.dispose();
      await writer.dispose();
    },
  };
}

/**
 * Opens a transaction that holds the write lock from the start. One that first reads and then writes would fail with
 * BUSY_SNAPSHOT as soon as another process wrote in between; no waiting helps there.
 */
async function startTransaction({ writer, lock }: Pick<Parts, "writer" | "lock">): Promise<Transaction> {
  refuseInsideTransaction();
  const askedAt = performance.now();
  const release = await lock.acquire();
  const waitsForDisk = !mayBeLost();
  try {
    if (!waitsForDisk) await writer.executeScript(NOT_WAITING);
    await lock.retryWhileLocked(async () => writer.executeScript("BEGIN IMMEDIATE"));
    writeWait.observe(performance.now() - askedAt);
  } catch (error) {
    if (!waitsForDisk) await writer.executeScript(WAITING);
    release();
    throw error;
  }
  leaveInSlot(writer);

  async function end(query: Query): Promise<number> {
    try {
      const ended = await writer.executeRaw(query);
      if (!waitsForDisk) await writer.executeScript(WAITING);
      return ended;
    } catch (error) {
      // Prisma says no more after a COMMIT that failed (the disk is full): the turn must not be lost with it.
      await rollBackIfOpen(writer);
      if (!waitsForDisk) await writer.executeScript(WAITING);
      release();
      throw error;
    }
  }
  const free = () => Promise.resolve(release());
  return {
    provider: writer.provider,
    adapterName: writer.adapterName,
    options: { usePhantomQuery: false },
    queryRaw: (query) => writer.queryRaw(query),
    executeRaw: (query) => (/^(COMMIT|ROLLBACK)\b/i.test(query.sql) ? end(query) : writer.executeRaw(query)),
    commit: free,
    rollback: free,
  };
}

async function rollBackIfOpen(writer: Connection): Promise<void> {
  try {
    await writer.executeScript("ROLLBACK");
  } catch {
    // SQLite has rolled back by itself.
  }
}

/** Whether a statement surely only reads. The reading connection refuses writes, so a mistake here is loud. */
function isRead(sql: string): boolean {
  if (/^\s*(SELECT|EXPLAIN|VALUES)\b/i.test(sql)) return true;
  if (/^\s*PRAGMA\b/i.test(sql)) return !sql.includes("=");
  return /^\s*WITH\b/i.test(sql) && !/\b(INSERT|UPDATE|DELETE|REPLACE\s+INTO)\b/i.test(sql);
}
