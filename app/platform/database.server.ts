import type { RootDb } from "./db.server";

let provided: RootDb | null = null;

/** Makes `db` the process's database; called once by the composition, and by tests. */
export function provideDb(db: RootDb): void {
  provided = db;
}

/**
 * The process's database.
 *
 * @throws Error before `provideDb` was called.
 */
export function getDb(): RootDb {
  if (!provided) throw new Error("no database yet: composition.server.ts must be loaded first");
  return provided;
}
