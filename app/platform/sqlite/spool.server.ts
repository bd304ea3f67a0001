import { setTimeout as sleep } from "node:timers/promises";

import Database from "better-sqlite3";

import { openBytes, sealBytes } from "../sealed.server";
import type { Spool, SpooledGroup } from "../spool";

/*
 * A file beside the database: whoever only adds to it never waits for who writes to the database.
 */

/** A `Spool` that has to be waited for only when another process is writing at that moment. */
export type FileSpool = Pick<Spool, "append"> & {
  [Name in Exclude<keyof Spool, "append">]: (
    ...given: Parameters<Spool[Name]>
  ) => Awaited<ReturnType<Spool[Name]>>;
};

/**
 * Groups are some hundred kilobytes: large pages take them with few writes. To move pages from the log into the file takes
 * tens of milliseconds, in which the door would answer nobody: who takes over does that, and the door only when nobody has
 * for very long.
 */
const SET_UP = `
  PRAGMA page_size = 32768;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA wal_autocheckpoint = 4096;
  CREATE TABLE IF NOT EXISTS "SpooledGroup" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT, "entryCount" INTEGER NOT NULL, "keyId" TEXT NOT NULL, "content" BLOB NOT NULL
  ) STRICT`;
/** What is forgotten need not be on disk: when it comes back it is known. So the door does not wait for that. */
const SET_UP_TAKER = "PRAGMA synchronous = NORMAL";
/** Bytes taken over between two times of moving pages. */
const TIDY_BYTES = 16_000_000;
const WAIT_MS = 5_000;
const TRY_AGAIN_MS = 10;
/**
 * The database's own way of waiting stops the whole process, for up to a tenth of a second at a time. Whoever adds waits
 * here instead, and hears of the end of it sooner.
 */
const KEEPER = "PRAGMA busy_timeout = 0";
const PATIENT = `PRAGMA busy_timeout = ${WAIT_MS}`;
const LOOK_AGAIN_MS = 1;

/** The file of a database at `file:./perennial.db`; null for a database of another kind. */
export function spoolPathOf(databaseUrl: string): string | null {
  const path = /^file:([^?]+)/.exec(databaseUrl)?.[1];
  return path === undefined ? null : `${path}-spool`;
}

/**
 * Opens a spool, and makes it when there is none. Several processes may have it open.
 *
 * @param role `taker` for who removes what it has taken over and adds nothing.
 */
export function openSpool(path: string, role: "keeper" | "taker" = "keeper"): FileSpool {
  const database = new Database(path, { timeout: WAIT_MS });
  setUp(database);
  database.exec(role === "taker" ? SET_UP_TAKER : KEEPER);
  let untidyBytes = 0;
  const insert = database.prepare(
    `INSERT INTO "SpooledGroup" ("entryCount", "keyId", "content") VALUES (?, ?, ?)`,
  );
  const select = database.prepare<[number], { id: number; entryCount: number; content: Buffer }>(
    `SELECT "id", "entryCount", "content" FROM "SpooledGroup" WHERE "id" > ? ORDER BY "id" LIMIT 1`,
  );
  const remove = database.prepare(`DELETE FROM "SpooledGroup" WHERE "id" = ?`);
  const count = database
    .prepare<[], number>(`SELECT COALESCE(SUM("entryCount"), 0) FROM "SpooledGroup"`)
    .pluck();

  const removeAll = database.transaction((ids: readonly number[]) => {
    for (const id of ids) remove.run(id);
  });

  return {
    append: (parts, entryCount) => {
      const { keyId, sealed } = sealBytes(parts);
      return onceFree(() => void insert.run(entryCount, keyId, sealed));
    },
    oldest: (entries) => {
      const groups: SpooledGroup[] = [];
      let after = 0;
      let total = 0;
      for (;;) {
        const row = select.get(after);
        if (!row || (groups.length > 0 && total + row.entryCount > entries)) return groups;
        untidyBytes += row.content.length;
        groups.push({ id: row.id, content: openBytes(row.content) });
        after = row.id;
        total += row.entryCount;
      }
    },
    peek: () => {
      const row = select.get(0);
      return row ? openBytes(row.content) : null;
    },
    remove: (ids) => {
      removeAll(ids);
      if (untidyBytes < TIDY_BYTES) return;
      untidyBytes = 0;
      tidy(database);
    },
    count: () => count.get() ?? 0,
    version: () => Number(database.pragma("data_version", { simple: true })),
    reseal: (currentKeyId) => {
      database.exec(PATIENT);
      return resealAll(database, currentKeyId);
    },
    close: () => void database.close(),
  };
}

/** Two processes that make the file at the same time find it locked for a moment, whatever their patience. */
function setUp(database: Database.Database): void {
  const until = Date.now() + WAIT_MS;
  for (;;) {
    try {
      return void database.exec(SET_UP);
    } catch (error) {
      if (!isLocked(error) || Date.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TRY_AGAIN_MS);
    }
  }
}

/** Writes at once when nobody else does; else as soon as they are through. @throws when that takes seconds. */
function onceFree(write: () => void): Promise<void> | void {
  try {
    return write();
  } catch (error) {
    if (!isLocked(error)) throw error;
  }
  return retryUntil(Date.now() + WAIT_MS, write);
}

async function retryUntil(until: number, write: () => void): Promise<void> {
  for (;;) {
    await sleep(LOOK_AGAIN_MS);
    try {
      return write();
    } catch (error) {
      if (!isLocked(error) || Date.now() > until) throw error;
    }
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");
}

/** Moves pages from the log into the file: nearly all while the door goes on, the rest in a moment without it. */
function tidy(database: Database.Database): void {
  database.pragma("wal_checkpoint(PASSIVE)");
  database.pragma("wal_checkpoint(RESTART)");
}

function resealAll(database: Database.Database, currentKeyId: string): number {
  const ids = database
    .prepare<[string], number>(`SELECT "id" FROM "SpooledGroup" WHERE "keyId" <> ?`)
    .pluck()
    .all(currentKeyId);
  const read = database
    .prepare<[number], Buffer>(`SELECT "content" FROM "SpooledGroup" WHERE "id" = ?`)
    .pluck();
  const write = database.prepare(`UPDATE "SpooledGroup" SET "keyId" = ?, "content" = ? WHERE "id" = ?`);
  for (const id of ids) {
    database
      .transaction(() => {
        const content = read.get(id);
        if (!content) return; // Taken over meanwhile.
        const { keyId, sealed } = sealBytes([openBytes(content)]);
        write.run(keyId, sealed, id);
      })
      .immediate();
  }
  return ids.length;
}
