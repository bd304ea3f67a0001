import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import Database from "better-sqlite3";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import type { TestProject } from "vitest/node";

import { startPostgres } from "../../scripts/postgres/server";
import { type PostgresTemplate, readShape } from "./postgres-databases";

/** Where tests get their databases from: a file to copy, or a database of a server to clone. */
export type DatabaseTemplate = { kind: "sqlite"; path: string } | ({ kind: "postgresql" } & PostgresTemplate);

declare module "vitest" {
  export interface ProvidedContext {
    databaseTemplate: DatabaseTemplate;
  }
}

/** One migrated database for the whole run; every test file has a copy. TEST_DATABASE=postgresql chooses the other one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const isPostgres = process.env.TEST_DATABASE === "postgresql";
  const { template, remove } = isPostgres ? await postgresTemplate() : sqliteTemplate();
  project.provide("databaseTemplate", template);
  return remove;
}

type Made = { template: DatabaseTemplate; remove: () => Promise<void> };

function sqliteTemplate(): Made {
  const directory = mkdtempSync(join(tmpdir(), "perennial-template-"));
  const path = join(directory, "template.db");
  const database = new Database(path);
  for (const sql of migrationsIn("prisma/sqlite/migrations")) database.exec(sql);
  database.close();
  return {
    template: { kind: "sqlite", path },
    remove: () => Promise.resolve(rmSync(directory, { recursive: true })),
  };
}

async function postgresTemplate(): Promise<Made> {
  const server = await startPostgres();
  const name = "template_perennial";
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const pool = new pg.Pool({ connectionString: server.url.replace(/[^/]*$/, name) });
  for (const sql of migrationsIn("prisma/postgresql/migrations")) await pool.query(sql);
  await runMigrations({ pgPool: pool });
  const shape = await readShape(pool);
  await pool.end();
  return { template: { kind: "postgresql", url: server.url, name, shape }, remove: server.stop };
}

function migrationsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => readFileSync(join(folder, name, "migration.sql"), "utf8"));
}
