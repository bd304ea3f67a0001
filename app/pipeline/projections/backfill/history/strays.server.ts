import { existsSync, rmSync } from "node:fs";

import Database from "better-sqlite3";

import { removeHandedOver } from "./handover.server";
import { type LoggedParent, ParentLog } from "./parent-log.server";

/** A child that did not stand with its parent. */
export type Stray = {
  /** The number of its GID. */
  parentNumber: string;
  json: string;
  /** ISO 8601 version the parent had in the file. */
  version: string;
};

type StrayLine = { parentNumber: string; json: string; endOffset: number };

/**
 * Children that stand away from their parents, until all of the file is read; and which version each parent had, so that
 * they are only given to a row that came from this file.
 *
 * Files of their own: they survive a crash of the process. Everything carries the offset of its line, so that what was
 * read but not stored is forgotten with `forgetAfter`.
 */
export type Strays = {
  addParent: (parent: LoggedParent) => void;
  /** Writes down the parents that were added, and children. */
  flush: (children: readonly StrayLine[]) => void;
  /** Forgets lines that end behind the offset: they are read once more. */
  forgetAfter: (offset: number) => void;
  /** Gets ready to be read: all of the file has been added. @returns how many children have their parent nowhere in it. */
  matchParents: () => number;
  /** Up to `limit` with their parents, of lines that end behind `after`, in the file's order; and where they end. */
  read: (after: number, limit: number) => { strays: Stray[]; endOffset: number };
  close: () => void;
};

const TABLES = `
  CREATE TABLE IF NOT EXISTS parent (number TEXT PRIMARY KEY, version TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS child (endOffset INTEGER PRIMARY KEY, parentNumber TEXT NOT NULL, json TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS child_parent ON child (parentNumber);`;
const LOG = "-parents";

/** Opens the files at `path`, or makes them; their folder must exist. */
export function openStrays(path: string): Strays {
  const database = new Database(path);
  const parents = new ParentLog(path + LOG);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = OFF"); // After a crash of the machine the file is read anew.
  database.exec(TABLES);
  const insertChild = database.prepare<[number, string, string]>(
    "INSERT OR REPLACE INTO child VALUES (?, ?, ?)",
  );
  const inOneGo = database.transaction((work: () => void) => work());
  return {
    addParent: (parent) => parents.add(parent),
    flush: (children) => {
      parents.flush();
      if (children.length === 0) return;
      inOneGo(() => {
        for (const { endOffset, parentNumber, json } of children)
          insertChild.run(endOffset, parentNumber, json);
      });
    },
    forgetAfter: (offset) => {
      database.prepare("DELETE FROM child WHERE endOffset > ?").run(offset);
      parents.forgetAfter(offset);
    },
    matchParents: () => {
      inOneGo(() => matchParents(database, parents));
      return countOrphans(database);
    },
    read: (after, limit) => readFrom(database, after, limit),
    close: () => database.close(),
  };
}

/** Of the parents only those with a child here; of one that the file names twice the last version. */
function matchParents(database: Database.Database, parents: ParentLog): void {
  if (!database.prepare("SELECT 1 FROM child LIMIT 1").get()) return;
  const insert = database.prepare<[string, string, string]>(
    `INSERT OR REPLACE INTO parent SELECT ?, ? WHERE EXISTS (SELECT 1 FROM child WHERE parentNumber = ?)`,
  );
  for (const { number, version } of parents.read()) insert.run(number, version, number);
}

function countOrphans(database: Database.Database): number {
  return (
    database
      .prepare<[], number>(
        "SELECT count(*) FROM child WHERE NOT EXISTS (SELECT 1 FROM parent WHERE number = parentNumber)",
      )
      .pluck()
      .get() ?? 0
  );
}

function readFrom(database: Database.Database, after: number, limit: number): ReturnType<Strays["read"]> {
  const rows = database
    .prepare<[number, number], Stray & { endOffset: number }>(
      `SELECT child.parentNumber, child.json, parent.version, child.endOffset
       FROM child JOIN parent ON parent.number = child.parentNumber
       WHERE child.endOffset > ? ORDER BY child.endOffset LIMIT ?`,
    )
    .all(after, limit);
  return {
    strays: rows.map(({ endOffset: _at, ...stray }) => stray),
    endOffset: rows.at(-1)?.endOffset ?? after,
  };
}

/** Whether an earlier run left its files. */
export function hasStrays(path: string): boolean {
  return existsSync(path);
}

export function removeStrays(path: string): void {
  for (const suffix of ["", "-wal", "-shm", LOG]) rmSync(`${path}${suffix}`, { force: true });
  removeHandedOver(path);
}
