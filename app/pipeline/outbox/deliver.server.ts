import { z } from "zod";

import { backoffMs } from "~/pipeline/jobs/backoff";
import { defineOutsideJob, RetryAt } from "~/pipeline/jobs/definition";
import { now as currentTime } from "~/platform/clock.server";
import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";

import type { AnyIntent, AttemptOutcome } from "./definition";
import { getIntent, getPorts } from "./registry.server";
import { claimIntent, type FinalState, findIntent, type IntentRow, postponeIntent, settleIntent } from "./repository.server";

/*
 * An intent is pending → delivering (committed before the call) → done | cancelled | dead | uncertain, or pending again.
 * Found in `delivering` at the start of a job, its worker died around the call: it is repeated when the effect has a
 * natural key (`onCrash: repeat`), else it ends as uncertain and a person decides. So nothing happens twice.
 */

const PayloadSchema = z.object({ shopId: z.string(), intentId: z.string() });

type Final =
  | { kind: "done"; result: unknown }
  | { kind: "cancelled"; reason: string }
  | { kind: "dead"; error: string }
  | { kind: "uncertain"; error: string };

/** Performs one intent. Its own retries are counted on the intent, not on the job. */
export const deliverIntent = defineOutsideJob({
  name: "outbox.deliver",
  schema: PayloadSchema,
  maxAttempts: 20,
  priority: 50,
  async run({ shopId, intentId }, { db, now }) {
    const begun = await begin(db, { shopId, intentId, now });
    if (begun.kind === "over") return;
    const { row, definition, payload, command } = begun;

    const outcome = (await definition.perform(command, getPorts(), { shopId, now })) as AttemptOutcome<unknown>;
    const settled = finalOf(outcome, { attempt: row.attempt + 1, maxAttempts: definition.maxAttempts });
    // The call may have taken long: the outcome is of now, not of when the job began.
    const settledAt = currentTime();
    if (settled) {
      await inTransaction(db, (tx) => settle(tx, { row, definition, payload, final: settled, now: settledAt }));
      return;
    }
    const { at, error } = retryOf(outcome, { attempt: row.attempt + 1, now: settledAt });
    await postponeIntent(db, { shopId, intentId, nextAttemptAt: at, error });
    throw new RetryAt(at, error);
  },
});

type Begun =
  | { kind: "over" }
  | { kind: "go"; row: IntentRow; definition: AnyIntent; payload: unknown; command: unknown };

function begin(db: RootDb, { shopId, intentId, now }: { shopId: string; intentId: string; now: Date }): Promise<Begun> {
  return inTransaction(db, async (tx): Promise<Begun> => {
    const row = await findIntent(tx, { shopId, intentId });
    if (!row || (row.state !== "pending" && row.state !== "delivering")) return { kind: "over" };
    const definition = getIntent(row.kind);
    const payload: unknown = definition.schema.parse(JSON.parse(row.payloadJson));
    const crashed = row.state === "delivering";
    if (crashed && definition.onCrash === "uncertain") {
      const error = "the worker stopped while handing it over; it may have been done";
      await settle(tx, { row, definition, payload, final: { kind: "uncertain", error }, now });
      return { kind: "over" };
    }
    const prepared = await definition.prepare(payload, { tx, shopId, intentId, now });
    if (prepared.kind === "cancel") {
      await settle(tx, { row, definition, payload, final: { kind: "cancelled", reason: prepared.reason }, now });
      return { kind: "over" };
    }
    if (!(await claimIntent(tx, { shopId, intentId, from: crashed ? "delivering" : "pending" }))) return { kind: "over" };
    return { kind: "go", row, definition, payload, command: prepared.command as unknown };
  });
}

async function settle(
  tx: Tx,
  { row, definition, payload, final, now }: {
    row: IntentRow;
    definition: AnyIntent;
    payload: unknown;
    final: Final;
    now: Date;
  },
): Promise<void> {
  const { shopId, id: intentId } = row;
  const isOurs = await settleIntent(tx, {
    shopId,
    intentId,
    state: final.kind satisfies FinalState,
    resultJson: final.kind === "done" ? JSON.stringify(final.result ?? null) : null,
    error: errorOf(final),
    now,
  });
  if (isOurs) await definition.settle(payload, final, { tx, shopId, intentId, now });
}

function errorOf(final: Final): string | null {
  switch (final.kind) {
    case "done":
      return null;
    case "cancelled":
      return final.reason;
    case "dead":
    case "uncertain":
      return final.error;
  }
}

/** How the attempt ended the intent; null when it will be tried again. */
function finalOf(
  outcome: AttemptOutcome<unknown>,
  { attempt, maxAttempts }: { attempt: number; maxAttempts: number },
): Final | null {
  switch (outcome.kind) {
    case "done":
      return { kind: "done", result: outcome.result };
    case "rejected":
      return { kind: "dead", error: outcome.error };
    case "uncertain":
      return { kind: "uncertain", error: outcome.error };
    case "retry":
      return attempt >= maxAttempts ? { kind: "dead", error: outcome.error } : null;
  }
}

function retryOf(
  outcome: AttemptOutcome<unknown>,
  { attempt, now }: { attempt: number; now: Date },
): { at: Date; error: string } {
  const error = outcome.kind === "retry" ? outcome.error : outcome.kind;
  const notBefore = outcome.kind === "retry" ? outcome.notBefore : undefined;
  return { at: notBefore ?? new Date(now.getTime() + backoffMs(attempt, Math.random())), error };
}
