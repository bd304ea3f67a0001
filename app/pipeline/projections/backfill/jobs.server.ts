import { z } from "zod";

import type { ChangeOutcome } from "~/integrations/shopify/admin";
import { assertNever } from "~/kit/decision";
import { MINUTE_MS } from "~/kit/duration";
import { publishEvents } from "~/pipeline/events/publish.server";
import {
  defineOutsideJob,
  type OutsideJob,
  type OutsideJobContext,
  RetryAt,
} from "~/pipeline/jobs/definition";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { findShop, type ShopRecord, updateHistorySince } from "~/shops/repository.server";

import { loadFile } from "./load-file.server";
import { getBackfillPorts } from "./ports.server";
import {
  type BackfillRecord,
  claimTransition,
  findBackfill,
  listBackfills,
  type RoundKey,
} from "./repository.server";
import {
  BACKFILL_RESOURCES,
  type BackfillErrorCode,
  decideBulk,
  formatError,
  hasHistory,
  historySince,
  orderWindowStart,
  type StateByResource,
  unblockedBy,
} from "./rules";

const PayloadSchema = z.object({
  shopId: z.string(),
  resource: z.enum(BACKFILL_RESOURCES),
  /** ISO 8601: names the round. */
  requestedAt: z.string().datetime(),
});
type Payload = z.infer<typeof PayloadSchema>;

const MAX_ATTEMPTS = 8;
const SLOT_WAIT_MS = MINUTE_MS;

/** Starts the bulk query of a requested resource. */
export const startQuery: OutsideJob<Payload> = defineOutsideJob({
  name: "backfill.start-query",
  schema: PayloadSchema,
  maxAttempts: MAX_ATTEMPTS,
  priority: 150,
  run: (payload, context) =>
    inRound(payload, context, async ({ row, shop }) => {
      if (row.state !== "requested") return;
      const { bulk, queryOf } = getBackfillPorts();
      const windowStartAt = row.resource === "orders" ? orderWindowStart(shop.scopes, context.now) : null;
      const started = unwrap(await bulk(shop).startQuery(queryOf(row.resource, windowStartAt)), context.now);
      if (started.kind === "no-slot") {
        throw new RetryAt(new Date(context.now.getTime() + SLOT_WAIT_MS), `no free slot: ${started.error}`);
      }
      await inTransaction(
        context.db,
        async (tx) => {
          const change = { bulkGid: started.bulkGid, windowStartAt };
          if (!(await claimTransition(tx, row, { from: "requested", to: "running", change }))) return;
          if (row.resource === "orders") {
            const historySinceAt = historySince(windowStartAt, shop.historySinceAt);
            await updateHistorySince(tx, { shopId: row.shopId, historySinceAt });
          }
          await enqueueRound(tx, checkQuery, { row, now: context.now, occasion: "poll" });
        },
        { shopId: row.shopId },
      );
    }),
});

/** Looks how a bulk query is doing, and goes on to its file when it is there. */
export const checkQuery: OutsideJob<Payload> = defineOutsideJob({
  name: "backfill.check-query",
  schema: PayloadSchema,
  maxAttempts: MAX_ATTEMPTS,
  priority: 150,
  run: (payload, context) =>
    inRound(payload, context, async ({ row, shop, states }) => {
      if (row.state !== "running" || row.bulkGid === null) return;
      const state = unwrap(await getBackfillPorts().bulk(shop).readState(row.bulkGid), context.now);
      const ageMs = context.now.getTime() - row.requestedAt.getTime();
      const decision = decideBulk(state, { resource: row.resource, states, ageMs, deadUrl: row.url });
      switch (decision.kind) {
        case "look-again":
        case "hold": {
          const { objectCount } = decision;
          await claimTransition(context.db, row, { from: "running", to: "running", change: { objectCount } });
          throw new RetryAt(
            new Date(context.now.getTime() + decision.afterMs),
            `${decision.kind}: ${state.kind}`,
          );
        }
        case "load":
          return inTransaction(
            context.db,
            async (tx) => {
              const { url, objectCount, fileBytes } = decision;
              const change = { url, objectCount, fileBytes };
              if (!(await claimTransition(tx, row, { from: "running", to: "loading", change }))) return;
              await enqueueRound(tx, loadRows, { row, now: context.now });
            },
            { shopId: row.shopId },
          );
        case "finish":
          return settle(context.db, row, { from: "running", to: "done", now: context.now });
        case "fail":
          throw new BackfillFailure(decision.code, decision.detail);
        default:
          assertNever(decision);
      }
    }),
});

/** Loads the file of a finished bulk query. */
export const loadRows: OutsideJob<Payload> = defineOutsideJob({
  name: "backfill.load-rows",
  schema: PayloadSchema,
  maxAttempts: MAX_ATTEMPTS,
  priority: 150,
  run: (payload, context) =>
    inRound(payload, context, async ({ row, shop }) => {
      if (row.state !== "loading") return;
      const { db, now } = context;
      const ports = getBackfillPorts();
      const outcome = await loadFile({ db, shop, row, ports, now });
      switch (outcome.kind) {
        case "loaded":
          await ports.afterLoad(db, row);
          return settle(db, row, { from: "loading", to: "done", now, objectCount: outcome.parentCount });
        case "address-dead":
          return inTransaction(
            db,
            async (tx) => {
              // The address stays in the row: should Shopify give the same again, the file is lost.
              if (!(await claimTransition(tx, row, { from: "loading", to: "running" }))) return;
              await enqueueRound(tx, checkQuery, { row, now, occasion: "new-address" });
            },
            { shopId: row.shopId },
          );
        case "overtaken":
          return;
        default:
          assertNever(outcome);
      }
    }),
});

/** Enqueues a step of a round, once per occasion. */
export function enqueueRound(
  tx: Tx,
  job: OutsideJob<Payload>,
  { row, now, occasion = "" }: { row: RoundKey; now: Date; occasion?: string },
): Promise<void> {
  const { shopId, resource } = row;
  const requestedAt = row.requestedAt.toISOString();
  const dedupeKey = [shopId, resource, requestedAt, occasion].join("|");
  return enqueueJob(tx, job, { payload: { shopId, resource, requestedAt }, shopId, now, dedupeKey });
}

type Round = { row: BackfillRecord; shop: ShopRecord; states: StateByResource };

/** A failure that another try of the same job does not mend. */
class BackfillFailure extends Error {
  constructor(
    readonly code: BackfillErrorCode,
    readonly detail: string,
  ) {
    super(detail);
  }
}

/** Runs a step of a round that still is the current one. A failure that stays is written down where a person sees it. */
async function inRound(
  { shopId, resource, requestedAt }: Payload,
  { db, now, attempt }: OutsideJobContext,
  step: (round: Round) => Promise<void>,
): Promise<void> {
  const row = await findBackfill(db, { shopId, resource });
  const shop = await findShop(db, { shopId });
  if (!row || !shop || row.requestedAt.toISOString() !== requestedAt) return; // Erased, or a newer round has begun.
  try {
    if (shop.uninstalledAt) throw new BackfillFailure("shop-gone", "the shop has uninstalled the app");
    await step({ row, shop, states: statesOf(await listBackfills(db, { shopId })) });
  } catch (error) {
    if (error instanceof RetryAt) throw error;
    if (!(error instanceof BackfillFailure) && attempt < MAX_ATTEMPTS) throw error;
    const failure =
      error instanceof BackfillFailure ? error : new BackfillFailure("load-failed", String(error));
    await settle(db, row, {
      from: row.state,
      to: "failed",
      now,
      error: formatError(failure.code, failure.detail),
    });
  }
}

/** Ends a round, lets go on what waited for it, and tells when the history is here. */
async function settle(
  db: RootDb,
  row: BackfillRecord,
  end: {
    from: BackfillRecord["state"];
    to: "done" | "failed";
    now: Date;
    error?: string;
    objectCount?: number;
  },
): Promise<void> {
  const { shopId } = row;
  const { from, to, now, error, objectCount = row.objectCount } = end;
  await inTransaction(
    db,
    async (tx) => {
      const change = { finishedAt: now, objectCount, ...(error === undefined ? {} : { error }) };
      if (!(await claimTransition(tx, row, { from, to, change }))) return;
      const rows = await listBackfills(tx, { shopId });
      const states = statesOf(rows);
      const unblocked = unblockedBy(row.resource, states);
      for (const waiting of rows.filter(
        ({ resource, state }) => state === "running" && unblocked.includes(resource),
      )) {
        await enqueueRound(tx, checkQuery, { row: waiting, now, occasion: `after-${row.resource}` });
      }
      if (hasHistory(states)) await publishCompleted(tx, { shopId, rows, now });
    },
    { shopId },
  );
}

async function publishCompleted(
  tx: Tx,
  { shopId, rows, now }: { shopId: string; rows: readonly BackfillRecord[]; now: Date },
): Promise<void> {
  const lastRound = Math.max(...rows.map((row) => row.requestedAt.getTime()));
  await publishEvents(
    tx,
    [
      {
        type: "backfill.completed",
        payload: { resources: rows.filter(({ state }) => state === "done").map(({ resource }) => resource) },
        sourceKey: `backfill.completed:${lastRound}`,
        customerId: null,
        subjectId: null,
        occurredAt: now,
      },
    ],
    { shopId, now },
  );
}

function statesOf(rows: readonly BackfillRecord[]): StateByResource {
  return new Map(rows.map((row) => [row.resource, row.state]));
}

/** The result, or an exception that says what becomes of the job. */
function unwrap<Result>(outcome: ChangeOutcome<Result>, now: Date): Result {
  switch (outcome.kind) {
    case "done":
      return outcome.result;
    case "unavailable":
      throw new RetryAt(new Date(now.getTime() + outcome.retryAfterMs), outcome.error);
    case "rejected":
      throw new BackfillFailure(
        /access denied/i.test(outcome.error) ? "access-denied" : "refused",
        outcome.error,
      );
    case "shop-gone":
      throw new BackfillFailure("shop-gone", outcome.error);
    default:
      return assertNever(outcome);
  }
}
