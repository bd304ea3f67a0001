import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import Database from "better-sqlite3";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    databaseTemplate: string;
  }
}

const MIGRATIONS = "prisma/sqlite/migrations";

/** One migrated SQLite file for the whole run; every test file copies it. */
export default function setup(project: TestProject): () => void {
  const directory = mkdtempSync(join(tmpdir(), "perennial-template-"));
  const path = join(directory, "template.db");
  const database = new Database(path);
  for (const entry of readdirSync(MIGRATIONS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()) {
    database.exec(readFileSync(join(MIGRATIONS, entry, "migration.sql"), "utf8"));
  }
  database.close();
  project.provide("databaseTemplate", path);
  return () => rmSync(directory, { recursive: true });
}
