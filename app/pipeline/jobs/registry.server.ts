import type { AnyJob, Schedule } from "./definition";

export type JobRegistry = { jobs: ReadonlyMap<string, AnyJob>; schedules: readonly Schedule[] };

/**
 * Everything the worker can run.
 *
 * @throws Error when two jobs or two schedules share a name.
 */
export function buildRegistry(jobs: readonly AnyJob[], schedules: readonly Schedule[]): JobRegistry {
  const byName = new Map<string, AnyJob>();
  for (const job of jobs) {
    if (byName.has(job.name)) throw new Error(`two jobs are named "${job.name}"`);
    byName.set(job.name, job);
  }
  const names = schedules.map((schedule) => schedule.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`two schedules are named "${twice}"`);
  return { jobs: byName, schedules };
}
