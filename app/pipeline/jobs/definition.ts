import type { z } from "zod";

import type { RootDb, Tx } from "~/platform/db.server";

/** What a job that only touches our database may use besides its payload. */
export type JobContext = {
  /** Open transaction; it commits together with the job's completion, and rolls back when the handler throws. */
  tx: Tx;
  now: Date;
  /** 1 for the first try. */
  attempt: number;
};

/** What a job that talks to the outside may use. It opens its own short transactions, none across a network call. */
export type OutsideJobContext = { db: RootDb; now: Date; attempt: number };

/** The priority of jobs that say none. */
export const USUAL_PRIORITY = 100;

type JobBase<Payload> = {
  /** Stable wire name, `<feature>.<verb-noun>`. Renaming it strands queued jobs. */
  name: string;
  schema: z.ZodType<Payload, z.ZodTypeDef, unknown>;
  maxAttempts: number;
  /** 0 runs first, 100 is usual, 200 is background work. */
  priority?: number;
};

export type TransactionalJob<Payload> = JobBase<Payload> & {
  kind: "transactional";
  /**
   * It is a matter of a few statements, and there may be thousands of it at once: those of a shop share transactions. A
   * group that fails counts as one try of each, so `maxAttempts` must be 2 or more.
   */
  isShort?: boolean;
  run: (payload: Payload, context: JobContext) => Promise<void>;
};

export type OutsideJob<Payload> = JobBase<Payload> & {
  kind: "outside";
  run: (payload: Payload, context: OutsideJobContext) => Promise<void>;
};

/** How one of several jobs that ran together ended. `again`: run once more at a known time, which is no failed try. */
export type JobEnding =
  { kind: "done" } | { kind: "again"; at: Date; reason: string } | { kind: "failed"; error: unknown };

/** A job that talks to the outside, of which all that are due for a shop run together: one transaction serves them. */
export type GroupedJob<Payload> = Omit<JobBase<Payload>, "priority"> & {
  kind: "grouped";
  /** No other job has it: so the queue's index finds those that run together. */
  priority: number;
  /** At most so many run together. */
  atMost: number;
  /** @returns how each ended, in their order. An error fails all of them. */
  runTogether: (
    payloads: readonly Payload[],
    context: Omit<OutsideJobContext, "attempt">,
  ) => Promise<JobEnding[]>;
};

export type JobDefinition<Payload> = TransactionalJob<Payload> | OutsideJob<Payload> | GroupedJob<Payload>;

/** A job whose payload type is settled by its own schema at run time. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a registry holds jobs of every payload
export type AnyJob = JobDefinition<any>;

/** A job that is one transaction: its writes and its completion commit together. */
export function defineJob<Payload>(
  definition: Omit<TransactionalJob<Payload>, "kind">,
): TransactionalJob<Payload> {
  return { kind: "transactional", ...definition };
}

/** A job that talks to the outside; it may be run again after a crash, so every effect needs its own unique key. */
export function defineOutsideJob<Payload>(
  definition: Omit<OutsideJob<Payload>, "kind">,
): OutsideJob<Payload> {
  return { kind: "outside", ...definition };
}

/** A job that talks to the outside together with its like; each may be run again after a crash. */
export function defineGroupedJob<Payload>(
  definition: Omit<GroupedJob<Payload>, "kind">,
): GroupedJob<Payload> {
  return { kind: "grouped", ...definition };
}

/** A sweep: selects what is due and enqueues one job each. At most one process runs a given tick. */
export type Schedule = {
  /** `<feature>.sweep-<noun>` */
  name: string;
  everyMs: number;
  run: (tx: Tx, now: Date) => Promise<void>;
};

/** Throw it to run the job again at a known time without counting the try as a failure: Shopify throttles, the mail server is down. */
export class RetryAt extends Error {
  constructor(
    readonly at: Date,
    reason: string,
  ) {
    super(reason);
    this.name = "RetryAt";
  }
}
