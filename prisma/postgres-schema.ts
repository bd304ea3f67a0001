import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** The one model source; written for SQLite. */
export const SCHEMA = "prisma/schema.prisma";
/** The same models for PostgreSQL: made from SCHEMA, never edited, not in git. */
export const POSTGRES_SCHEMA = "prisma/generated/postgresql.prisma";

/** The models of SCHEMA with PostgreSQL's provider and a client of their own. */
export function toPostgres(schema: string): string {
  return schema
    .replace('provider = "sqlite"', 'provider = "postgresql"')
    .replace(/url\s+= "file:[^"]*"/, 'url      = "postgresql://localhost/perennial"')
    .replace('"../app/generated/prisma"', '"../../app/generated/prisma-postgresql"');
}

/** Writes POSTGRES_SCHEMA when it is missing or not of today's models. */
export function writePostgresSchema(): void {
  const wanted = toPostgres(readFileSync(SCHEMA, "utf8"));
  if (readIfThere(POSTGRES_SCHEMA) === wanted) return;
  mkdirSync(dirname(POSTGRES_SCHEMA), { recursive: true });
  writeFileSync(POSTGRES_SCHEMA, wanted);
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
