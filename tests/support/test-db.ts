import { randomUUID } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import pg from "pg";
import { inject } from "vitest";

import { openDb, type RootDb } from "~/platform/db.server";

import type { DatabaseTemplate } from "./database-template";

export type TestDb = { db: RootDb; url: string; close: () => Promise<void> };

/** A throw-away database: a copy of the migrated template. Real queries, no mocks. */
export async function createTestDb(): Promise<TestDb> {
  const { url, remove } = await copyOf(inject("databaseTemplate"));
  const db = await openDb(url);
  return {
    db,
    url,
    close: async () => {
      await db.$disconnect();
      await remove();
    },
  };
}

/** Whether the tests run on SQLite: for what only it has, such as a file that another process opens. */
export function isOnSqlite(): boolean {
  return inject("databaseTemplate").kind === "sqlite";
}

type Copy = { url: string; remove: () => Promise<void> };

async function copyOf(template: DatabaseTemplate): Promise<Copy> {
  if (template.kind === "postgresql") return copyDatabase(template);
  const directory = mkdtempSync(join(tmpdir(), "perennial-test-"));
  const path = join(directory, "test.db");
  copyFileSync(template.path, path);
  return {
    url: `file:${path}`,
    remove: () => Promise.resolve(rmSync(directory, { recursive: true })),
  };
}

async function copyDatabase({ url, name }: { url: string; name: string }): Promise<Copy> {
  const copy = `test_${randomUUID().replaceAll("-", "")}`;
  await administrate(url, `CREATE DATABASE ${copy} TEMPLATE ${name} STRATEGY FILE_COPY`);
  return {
    url: url.replace(/[^/]*$/, copy),
    remove: () => administrate(url, `DROP DATABASE ${copy} WITH (FORCE)`),
  };
}

async function administrate(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}
