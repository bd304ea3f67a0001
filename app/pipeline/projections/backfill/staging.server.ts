import { rmSync } from "node:fs";

import Database from "better-sqlite3";

import type { BulkLine } from "~/integrations/shopify/bulk/schema";

/**
 * A bulk file on our disk, in a shape parents can be read from together with their children: Shopify writes children
 * anywhere after or before their parent. It survives a crash of the process, and lines are numbered in the file's
 * order, so that one built anew on another machine numbers them the same.
 */
export type Staging = {
  /** Bytes of the file that are in: where the download goes on. */
  offset: () => number;
  /** Adds complete lines; together with the offset, or not at all. */
  append: (lines: readonly string[], endOffset: number) => void;
  /** Call once all is in; may be repeated. @returns how many parents there are, and children without one. */
  seal: () => { parentCount: number; orphanCount: number };
  /** Parents number `after + 1` to `after + limit`, each with its children. */
  readParents: (after: number, limit: number) => { parent: BulkLine; children: BulkLine[] }[];
  close: () => void;
  /** Closes it and deletes its file. */
  remove: () => void;
};

const TABLES = `
  CREATE TABLE IF NOT EXISTS parent (no INTEGER PRIMARY KEY, gid TEXT NOT NULL, json TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS child (no INTEGER PRIMARY KEY, parentGid TEXT NOT NULL, json TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS progress (id INTEGER PRIMARY KEY CHECK (id = 1), bytes INTEGER NOT NULL);
  INSERT OR IGNORE INTO progress VALUES (1, 0);`;
const INDEXES = `
  CREATE INDEX IF NOT EXISTS child_parent ON child (parentGid);
  CREATE INDEX IF NOT EXISTS parent_gid ON parent (gid);`;

/** Opens the staging at `path`, or makes it; its folder must exist. */
export function openStaging(path: string): Staging {
  const database = new Database(path);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = OFF"); // Survives our crash; after one of the machine it is built anew.
  database.exec(TABLES);
  const insertParent = database.prepare<[string, string]>("INSERT INTO parent (gid, json) VALUES (?, ?)");
  const insertChild = database.prepare<[string, string]>("INSERT INTO child (parentGid, json) VALUES (?, ?)");
  const saveOffset = database.prepare<[number]>("UPDATE progress SET bytes = ?");

  const append = database.transaction((lines: readonly string[], endOffset: number) => {
    for (const json of lines) {
      const { id, __parentId } = parseLine(json);
      if (__parentId !== undefined) insertChild.run(__parentId, json);
      else insertParent.run(id ?? "", json);
    }
    saveOffset.run(endOffset);
  });

  return {
    offset: () => database.prepare<[], { bytes: number }>("SELECT bytes FROM progress").get()?.bytes ?? 0,
    append,
    seal: () => {
      database.exec(INDEXES);
      const counts = database
        .prepare<[], { parentCount: number; orphanCount: number }>(
          `SELECT (SELECT count(*) FROM parent) AS parentCount,
                  (SELECT count(*) FROM child WHERE NOT EXISTS (SELECT 1 FROM parent WHERE gid = parentGid)) AS orphanCount`,
        )
        .get();
      return counts ?? { parentCount: 0, orphanCount: 0 };
    },
    readParents: (after, limit) => readParents(database, after, limit),
    close: () => database.close(),
    remove: () => {
      database.close();
      for (const suffix of ["", "-wal", "-shm"]) rmSync(`${path}${suffix}`, { force: true });
    },
  };
}

function readParents(
  database: Database.Database,
  after: number,
  limit: number,
): ReturnType<Staging["readParents"]> {
  const parents = database
    .prepare<[number, number], { gid: string; json: string }>(
      "SELECT gid, json FROM parent WHERE no > ? ORDER BY no LIMIT ?",
    )
    .all(after, limit);
  const children = database
    .prepare<[string], { parentGid: string; json: string }>(
      "SELECT parentGid, json FROM child WHERE parentGid IN (SELECT value FROM json_each(?)) ORDER BY no",
    )
    .all(JSON.stringify(parents.map(({ gid }) => gid)));
  const byParent = new Map<string, BulkLine[]>(parents.map(({ gid }) => [gid, []]));
  for (const { parentGid, json } of children) byParent.get(parentGid)?.push(parseLine(json));
  return parents.map(({ gid, json }) => ({ parent: parseLine(json), children: byParent.get(gid) ?? [] }));
}

/** @throws Error when the line is not a JSON object. */
function parseLine(json: string): BulkLine {
  const value: unknown = JSON.parse(json);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`expected a JSON object in every line of a bulk file, got ${json.slice(0, 40)}`);
  }
  return value as BulkLine;
}
