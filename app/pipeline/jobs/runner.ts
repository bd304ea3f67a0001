export type Runner = {
  /** Stops taking jobs and waits for those that run. */
  stop: () => Promise<void>;
};

export type RunnerOptions = {
  concurrency: number;
  now: () => Date;
  /** How long a worker may be silent before others take over what it held; 60 s when absent. */
  leaseMs?: number;
  /** Called whenever the worker has looked for jobs. */
  onLook?: () => void;
};

export const LEASE_MS = 60_000;
