/**
 * Writes the migration from the models of a commit to those of today, for both databases.
 *
 * `npm run migration -- NAME --base COMMIT`: run again it replaces what it wrote, so that a change grows while it is
 * made. The migrations of NAME must not have been released.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { POSTGRES_SCHEMA, SCHEMA, toPostgres, writePostgresSchema } from "../prisma/postgres-schema";
import { startPostgres } from "./postgres/server";

const FILE = "file:./perennial.db";

type Target = {
  schema: string;
  migrations: string;
  isPostgres: boolean;
  translate: (schema: string) => string;
};

const TARGETS: readonly Target[] = [
  {
    schema: SCHEMA,
    migrations: "prisma/sqlite/migrations",
    isPostgres: false,
    translate: (schema) => schema,
  },
  {
    schema: POSTGRES_SCHEMA,
    migrations: "prisma/postgresql/migrations",
    isPostgres: true,
    translate: toPostgres,
  },
];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { base: { type: "string" } } });
const [name] = positionals;
if (!name || !values.base) {
  console.error("usage: npm run migration -- NAME --base COMMIT");
  process.exit(2);
}
writePostgresSchema();
const server = await startPostgres();
try {
  for (const target of TARGETS)
    writeMigration(target, { name, base: values.base, url: target.isPostgres ? server.url : FILE });
} finally {
  await server.stop();
}

function writeMigration(
  target: Target,
  { name, base, url }: { name: string; base: string; url: string },
): void {
  const work = mkdtempSync(join(tmpdir(), "perennial-migration-"));
  const directory = folderOf(target.migrations, name);
  const others = existsSync(target.migrations)
    ? readdirSync(target.migrations).filter(
        (entry) => /^\d+_/.test(entry) && join(target.migrations, entry) !== directory,
      )
    : [];
  const before = join(work, "before.prisma");
  writeFileSync(
    before,
    target.translate(execFileSync("git", ["show", `${base}:${SCHEMA}`], { encoding: "utf8" })),
  );
  const from = others.length > 0 ? ["--from-schema-datamodel", before] : ["--from-empty"];
  const sql = execFileSync(
    "npx",
    ["prisma", "migrate", "diff", ...from, "--to-schema-datamodel", target.schema, "--script"],
    { encoding: "utf8", env: { ...process.env, DATABASE_URL: url }, stdio: ["ignore", "pipe", "pipe"] },
  );
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "migration.sql"), sql.trimStart());
  rmSync(work, { recursive: true });
  console.log(`${directory}: ${sql.split("\n").length} lines`);
}

/** The folder NAME has, or a new one of this second. */
function folderOf(migrations: string, name: string): string {
  const existing = existsSync(migrations)
    ? readdirSync(migrations).find((entry) => entry.endsWith(`_${name}`))
    : undefined;
  const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
  return join(migrations, existing ?? `${stamp}_${name}`);
}
