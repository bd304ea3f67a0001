import { readdirSync } from "node:fs";

import { SECOND_MS } from "~/kit/duration";

import { dialectOf, type RootDb } from "./db.server";
import { logger } from "./logger.server";
import { scrubError } from "./scrub";

/** @returns what is wrong, for people on call; null when nothing is. Never throws. */
export type HealthCheck = () => Promise<string | null>;

const DATABASE_MS = SECOND_MS;
const PULSE_MS = 30 * SECOND_MS;

/**
 * Whether the database answers within a second and has all migrations this release came with.
 *
 * @param expected Names of the migrations; those in the folder of the database at hand when absent.
 */
export function checkDatabase(db: RootDb, expected = () => migrationsOf(db)): HealthCheck {
  let isMigrated = false;
  return async () => {
    try {
      const missing = await withinTime(isMigrated ? ping(db) : findMissing(db, expected()));
      if (missing !== null) return `migration ${missing} is not applied: run "npm run migrate"`;
      isMigrated = true;
      return null;
    } catch (error) {
      logger.warn({ error: scrubError(error) }, "the database is not ready");
      // Addresses of ours are for the log.
      return error instanceof TooLate ? error.message : `the database does not answer: ${codeOf(error)}`;
    }
  };
}

class TooLate extends Error {}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new TooLate(`the database does not answer within ${DATABASE_MS / SECOND_MS} s`);
    timer = setTimeout(() => reject(error), DATABASE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function ping(db: RootDb): Promise<null> {
  await db.$queryRaw`SELECT 1 AS "one"`;
  return null;
}

/** The first migration that was not applied whole. */
async function findMissing(db: RootDb, expected: readonly string[]): Promise<string | null> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT "migration_name" AS "name" FROM "_prisma_migrations"
    WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL`;
  const applied = new Set(rows.map(({ name }) => name));
  return expected.find((name) => !applied.has(name)) ?? null;
}

function migrationsOf(db: RootDb): string[] {
  return readdirSync(`prisma/${dialectOf(db)}/migrations`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : "see the log";
}

export type Pulse = {
  /** Called by a loop whenever it has come round. */
  beat: () => void;
  /** Whether the loop came round within 30 s. */
  check: HealthCheck;
};

/** The pulse of a loop that must not stand still. It counts as begun now. @param nowMs Milliseconds that only grow. */
export function createPulse(nowMs: () => number = () => performance.now()): Pulse {
  let beatMs = nowMs();
  return {
    beat: () => void (beatMs = nowMs()),
    check: () => {
      const silentMs = nowMs() - beatMs;
      if (silentMs <= PULSE_MS) return Promise.resolve(null);
      return Promise.resolve(`the worker has not looked for jobs for ${Math.round(silentMs / SECOND_MS)} s`);
    },
  };
}
