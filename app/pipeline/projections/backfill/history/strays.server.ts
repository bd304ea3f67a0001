import { existsSync, rmSync } from "node:fs";

import Database from "better-sqlite3";

/** A child that did not stand with its parent. */
export type Stray = {
  parentId: string;
  json: string;
  /** ISO 8601 version the parent had in the file. */ version: string;
};

/**
 * Children that stand away from their parents, until all of the file is read; and which version each parent had, so that
 * they are only given to a row that came from this file.
 *
 * A file of its own: it survives a crash of the process. Everything carries the offset of its line, so that what was read
 * but not stored is forgotten with `forgetAfter`.
 */
export type Strays = {
  addParents: (parents: readonly { id: string; version: string; endOffset: number }[]) => void;
  addChildren: (children: readonly { parentId: string; json: string; endOffset: number }[]) => void;
  /** Forgets lines that end behind the offset: they are read once more. */
  forgetAfter: (offset: number) => void;
  /** Children whose parent is nowhere in the file. */
  countOrphans: () => number;
  /** Up to `limit` with their parents, of lines that end behind `after`, in the file's order; and where they end. */
  read: (after: number, limit: number) => { strays: Stray[]; endOffset: number };
  close: () => void;
};

const TABLES = `
  CREATE TABLE IF NOT EXISTS parent (id TEXT PRIMARY KEY, version TEXT NOT NULL, endOffset INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS child (endOffset INTEGER PRIMARY KEY, parentId TEXT NOT NULL, json TEXT NOT NULL);`;

/** Opens the file at `path`, or makes it; its folder must exist. */
export function openStrays(path: string): Strays {
  const database = new Database(path);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = OFF"); // After a crash of the machine the file is read anew.
  database.exec(TABLES);
  const insertParent = database.prepare<[string, string, number]>(
    "INSERT OR REPLACE INTO parent VALUES (?, ?, ?)",
  );
  const insertChild = database.prepare<[number, string, string]>(
    "INSERT OR REPLACE INTO child VALUES (?, ?, ?)",
  );
  const inOneGo = database.transaction((work: () => void) => work());
  return {
    addParents: (parents) =>
      inOneGo(() => {
        for (const { id, version, endOffset } of parents)
          insertParent.run(id, version, endOffset);
      }),
    addChildren: (children) =>
      inOneGo(() => {
        for (const { parentId, json, endOffset } of children) insertChild.run(endOffset, parentId, json);
      }),
    forgetAfter: (offset) => {
      database.prepare("DELETE FROM child WHERE endOffset > ?").run(offset);
      database.prepare("DELETE FROM parent WHERE endOffset > ?").run(offset);
    },
    countOrphans: () =>
      database
        .prepare<[], number>(
          "SELECT count(*) FROM child WHERE NOT EXISTS (SELECT 1 FROM parent WHERE parent.id = parentId)",
        )
        .pluck()
        .get() ?? 0,
    read: (after, limit) => readFrom(database, after, limit),
    close: () => database.close(),
  };
}

function readFrom(database: Database.Database, after: number, limit: number): ReturnType<Strays["read"]> {
  const rows = database
    .prepare<[number, number], Stray & { endOffset: number }>(
      `SELECT child.parentId, child.json, parent.version, child.endOffset
       FROM child JOIN parent ON parent.id = child.parentId WHERE child.endOffset > ? ORDER BY child.endOffset LIMIT ?`,
    )
    .all(after, limit);
  return {
    strays: rows.map(({ endOffset: _at, ...stray }) => stray),
    endOffset: rows.at(-1)?.endOffset ?? after,
  };
}

/** Whether an earlier run left its file. */
export function hasStrays(path: string): boolean {
  return existsSync(path);
}

export function removeStrays(path: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${path}${suffix}`, { force: true });
}
