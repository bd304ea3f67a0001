import { type AnyJob, type GroupedJob, type Schedule, USUAL_PRIORITY } from "./definition";

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- of every payload, as AnyJob
export type AnyGroupedJob = GroupedJob<any>;

export type JobRegistry = {
  jobs: ReadonlyMap<string, AnyJob>;
  /** Jobs that run together, by the priority that is theirs alone. */
  grouped: ReadonlyMap<number, AnyGroupedJob>;
  schedules: readonly Schedule[];
};

/**
 * Everything the worker can run.
 *
 * @throws Error when two jobs or two schedules share a name, or any job the priority of one that runs with its like.
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
  return { jobs: byName, grouped: groupedOf(jobs), schedules };
}

function groupedOf(jobs: readonly AnyJob[]): Map<number, AnyGroupedJob> {
  const grouped = new Map<number, AnyGroupedJob>();
  for (const job of jobs) {
    if (job.kind !== "grouped") continue;
    const other = jobs.find((one) => one !== job && (one.priority ?? USUAL_PRIORITY) === job.priority);
    if (other) {
      throw new Error(`priority ${job.priority} must be of "${job.name}" alone, "${other.name}" has it too`);
    }
    grouped.set(job.priority, job);
  }
  return grouped;
}
