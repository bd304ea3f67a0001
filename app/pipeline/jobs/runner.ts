export type Runner = {
  /** Stops taking jobs and waits for those that run. */
  stop: () => Promise<void>;
};

export type RunnerOptions = { concurrency: number; now: () => Date };
