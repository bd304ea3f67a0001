import { z } from "zod";

import type { ChangeOutcome } from "~/integrations/shopify/admin";
import { assertNever } from "~/kit/decision";
import { publishEvents } from "~/pipeline/events/publish.server";
import {
  defineOutsideJob,
  type OutsideJob,
  type OutsideJobContext,
  RetryAt,
} from "~/pipeline/jobs/definition";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { findShop, type ShopRecord } from "~/shops/repository.server";

import { getReconcilePorts, type ReconcileReader } from "./ports.server";
import {
  claimSlice,
  closeRun,
  findRun,
  listResults,
  type ResultRecord,
  type RunKey,
  type RunProgress,
  type RunRecord,
  savePosition,
  saveResult,
} from "./repository.server";
import { formatReconcileError, type ReconcileErrorCode, type Step, stepAfter } from "./rules";

const MAX_ATTEMPTS = 8;

export const SlicePayload = z.object({ shopId: z.string(), runId: z.string(), seq: z.number().int() });
type Payload = z.infer<typeof SlicePayload>;

/** One question to Shopify and what follows from its answer. */
export type Slice = {
  db: RootDb;
  now: Date;
  run: RunRecord;
  shop: ShopRecord;
  reader: ReconcileReader;
  /** The job that does slices. */
  job: OutsideJob<Payload>;
};

/** A refusal that asking again does not mend: the resource is left, the run goes on with the next. */
class ResourceFailure extends Error {
  constructor(
    readonly code: ReconcileErrorCode,
    readonly detail: string,
  ) {
    super(detail);
  }
}

/** The shop's tokens are dead: no further question makes sense. */
class ShopGone extends Error {}

/**
 * The job that does slices one after another: each moves the run's number on in the transaction of its writes and
 * enqueues the next, so that a crash repeats one question and nothing else.
 */
export function defineSliceJob(runPhase: (slice: Slice) => Promise<void>): OutsideJob<Payload> {
  const job: OutsideJob<Payload> = defineOutsideJob({
    name: "reconcile.run-slice",
    schema: SlicePayload,
    maxAttempts: MAX_ATTEMPTS,
    priority: 160,
    run: (payload, context) => runSlice(job, payload, { context, runPhase }),
  });
  return job;
}

async function runSlice(
  job: OutsideJob<Payload>,
  { shopId, runId, seq }: Payload,
  {
    context: { db, now, attempt },
    runPhase,
  }: { context: OutsideJobContext; runPhase: (slice: Slice) => Promise<void> },
): Promise<void> {
  const run = await findRun(db, { shopId, runId });
  const shop = await findShop(db, { shopId });
  if (!run || !shop || run.state !== "running" || run.seq !== seq) return;
  if (shop.uninstalledAt) {
    await closeRun(db, run, { state: "cancelled", error: null, now });
    return;
  }
  const slice: Slice = { db, now, run, shop, job, reader: getReconcilePorts().reader(shop) };
  try {
    await runPhase(slice);
  } catch (error) {
    if (error instanceof RetryAt) throw error;
    if (error instanceof ShopGone) {
      await closeRun(db, run, { state: "failed", error: error.message.slice(0, 500), now });
      return;
    }
    if (!(error instanceof ResourceFailure) && attempt < MAX_ATTEMPTS) throw error;
    const { code, detail } =
      error instanceof ResourceFailure ? error : { code: "failed" as const, detail: String(error) };
    await enterNext(slice, { state: "failed", error: formatReconcileError(code, detail) });
  }
}

/** Enqueues the slice that a run stands at. Safe to repeat: by the run and the slice's number. */
export function enqueueSlice(
  tx: Tx,
  job: OutsideJob<Payload>,
  { run: { shopId, runId }, seq, now }: { run: RunKey; seq: number; now: Date },
): Promise<void> {
  const dedupeKey = `${runId}|${seq}`;
  return enqueueJob(tx, job, { payload: { shopId, runId, seq }, shopId, now, dedupeKey });
}

/** Notes how far the slice came and enqueues the next. @returns false when somebody else did this slice. */
export async function advance(tx: Tx, { run, job, now }: Slice, progress: RunProgress): Promise<boolean> {
  if (!(await claimSlice(tx, run, progress))) return false;
  await enqueueSlice(tx, job, { run, seq: run.seq + 1, now });
  return true;
}

type ResultChange = Partial<Pick<ResultRecord, "state" | "error" | "sinceAt" | "localCount" | "remoteCount">>;

/**
 * Ends a phase: the next one begins, or the next resource, or the run is over. `running` and `done` go on to the next
 * phase; any other state leaves out what is left of the resource.
 *
 * @param work In the same transaction, only when this slice is ours.
 */
export async function enterNext(
  slice: Slice,
  change: ResultChange,
  work?: (tx: Tx) => Promise<void>,
): Promise<void> {
  const { db, run, shop, now } = slice;
  const { resource } = run.step;
  const goesOn = change.state === "running" || change.state === "done";
  const next = stepAfter(run.step, { skipsRest: !goesOn });
  const leaves = next?.resource !== resource;
  const progress = progressTo(run, next);
  await inTransaction(
    db,
    async (tx) => {
      const isOurs = next ? await advance(tx, slice, progress) : await claimSlice(tx, run, progress);
      if (!isOurs) return;
      await work?.(tx);
      await saveResult(tx, { ...run, resource }, leaves ? { ...change, ...endOf(change, now) } : change);
      if (leaves && goesOn)
        await savePosition(tx, { shopId: shop.id, resource }, { watermarkAt: run.startedAt });
      if (!next) await finish(tx, slice);
    },
    { shopId: shop.id },
  );
}

/** Where the run stands at the next step. What counts led back to is remembered by the cursor until the resource is left. */
function progressTo({ step, cursor }: RunRecord, next: Step | null): RunProgress {
  const leaves = next?.resource !== step.resource;
  return {
    sweepLeft: null,
    cursor: step.phase === "sweep" && !leaves ? cursor : null,
    ...(next ? { step: next } : {}),
    ...(leaves ? { fromAt: null } : {}),
  };
}

function endOf({ state = "running" }: ResultChange, now: Date): Pick<ResultRecord, "finishedAt" | "state"> {
  return { finishedAt: now, state: state === "running" ? "done" : state };
}

async function finish(tx: Tx, { run, shop, now }: Slice): Promise<void> {
  if (!(await closeRun(tx, run, { state: "done", error: null, now }))) return;
  const results = await listResults(tx, run);
  const driftCount = results.reduce((sum, result) => sum + result.driftCount, 0);
  await publishEvents(
    tx,
    [
      {
        type: "reconcile.completed",
        payload: { runId: run.runId, driftCount },
        sourceKey: `reconcile.completed:${run.runId}`,
        customerId: null,
        subjectId: null,
        occurredAt: now,
      },
    ],
    { shopId: shop.id, now },
  );
}

/** The result, or an exception that says what becomes of the slice. */
export function unwrap<Result>(outcome: ChangeOutcome<Result>, now: Date): Result {
  switch (outcome.kind) {
    case "done":
      return outcome.result;
    case "unavailable":
      throw new RetryAt(new Date(now.getTime() + outcome.retryAfterMs), outcome.error);
    case "rejected":
      throw new ResourceFailure(
        /access denied/i.test(outcome.error) ? "missing-scope" : "refused",
        outcome.error,
      );
    case "shop-gone":
      throw new ShopGone(outcome.error);
    default:
      return assertNever(outcome);
  }
}
