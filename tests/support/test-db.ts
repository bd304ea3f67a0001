import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { inject } from "vitest";

import { openDb, type RootDb } from "~/platform/db.server";

import { takeDatabase } from "./postgres-databases";

export type TestDb = { db: RootDb; url: string; close: () => Promise<void> };

/** A throw-away database, as the migrated template is. Real queries, no mocks. */
export async function createTestDb(): Promise<TestDb> {
  const template = inject("databaseTemplate");
  const { url, remove } = template.kind === "postgresql" ? await takeDatabase(template) : copyFile(template);
  const db = await openDb(url);
  return {
    db,
    url,
    close: async () => {
      await db.$disconnect();
      remove();
    },
  };
}

/** Whether the tests run on SQLite: for what only it has, such as a file that another process opens. */
export function isOnSqlite(): boolean {
  return inject("databaseTemplate").kind === "sqlite";
}

function copyFile(template: { path: string }): { url: string; remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), "perennial-test-"));
  const path = join(directory, "test.db");
  copyFileSync(template.path, path);
  return { url: `file:${path}`, remove: () => rmSync(directory, { recursive: true }) };
}
