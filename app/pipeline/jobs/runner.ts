export type Runner = {
  /** Stops taking jobs and waits for those that run. */
  stop: () => Promise<void>;
};

export type RunnerOptions = {
  concurrency: number;
  now: () => Date;
  /** How long a worker may be silent before others take over what it held; 60 s when absent. */
  leaseMs?: number;
  /**
   * While true, jobs of the usual priority and background work wait: more urgent work needs the process. On PostgreSQL
   * those that are handed over already still run.
   */
  isHeldUp?: () => boolean;
  /** Called whenever the worker has looked for jobs. */
  onLook?: () => void;
};

export const LEASE_MS = 60_000;

/** When something is to be looked at again. Due at first. */
export type Alarm = { isDue: () => boolean; set: (inMs: number) => void };

/** By the wall clock and by the app's, whichever is first: so a jump of the app's is seen at once. */
export function alarmOf(now: () => Date): Alarm {
  let [wallMs, ourMs] = [0, -Infinity];
  return {
    isDue: () => Date.now() >= wallMs || now().getTime() >= ourMs,
    set: (inMs) => {
      [wallMs, ourMs] = [Date.now() + inMs, now().getTime() + inMs];
    },
  };
}
