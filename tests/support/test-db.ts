import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { inject } from "vitest";

import { openDb, type RootDb } from "~/platform/db.server";

export type TestDb = { db: RootDb; url: string; close: () => Promise<void> };

/** A throw-away database: a copy of the migrated template. Real queries, no mocks. */
export async function createTestDb(): Promise<TestDb> {
  const directory = mkdtempSync(join(tmpdir(), "perennial-test-"));
  const path = join(directory, "test.db");
  copyFileSync(inject("databaseTemplate"), path);
  const url = `file:${path}`;
  const db = await openDb(url);
  return {
    db,
    url,
    close: async () => {
      await db.$disconnect();
      rmSync(directory, { recursive: true });
    },
  };
}
