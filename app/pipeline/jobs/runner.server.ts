import { dialectOf, type RootDb } from "~/platform/db.server";

import { drainEmbeddedJobs, startEmbeddedRunner } from "./embedded/runner.server";
import { preparePostgresQueue } from "./postgres/queue.server";
import { drainPostgresJobs, startPostgresRunner } from "./postgres/runner.server";
import type { JobRegistry } from "./registry.server";
import type { Runner, RunnerOptions } from "./runner";

/** Starts the queue that goes with the database: the embedded one on SQLite, graphile-worker on PostgreSQL. */
export async function startRunner(
  db: RootDb,
  registry: JobRegistry,
  options: RunnerOptions,
): Promise<Runner> {
  if (dialectOf(db) === "postgresql") return startPostgresRunner(db, registry, options);
  return startEmbeddedRunner(db, registry, options);
}

/** Makes sure that jobs can be added: on PostgreSQL the queue has tables of its own. Safe to repeat. */
export async function prepareQueue(db: RootDb): Promise<void> {
  if (dialectOf(db) === "postgresql") await preparePostgresQueue(db);
}

/** Runs what is due until nothing is: for tests and one-off commands. @returns how many jobs ran. */
export function drainJobs(db: RootDb, registry: JobRegistry, now: () => Date): Promise<number> {
  if (dialectOf(db) === "postgresql") return drainPostgresJobs(db, registry, now);
  return drainEmbeddedJobs(db, registry, now);
}
