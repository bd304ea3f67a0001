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
   * While true, jobs of the usual priority and background work wait: more urgent work needs the process. SQLite only,
   * where one process does everything.
   */
  isHeldUp?: () => boolean;
  /** Called whenever the worker has looked for jobs. */
  onLook?: () => void;
};

export const LEASE_MS = 60_000;
