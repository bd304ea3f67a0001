import { hasScope } from "~/kit/scopes";
import { RetryAt } from "~/pipeline/jobs/definition";
import { now as currentTime } from "~/platform/clock.server";
import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { settledIntents } from "~/platform/measures.server";
import { scrubError } from "~/platform/scrub";
import { findShop } from "~/shops/repository.server";

import type { AnyIntent, AttemptOutcome } from "./definition";
import { errorOf, type Final, judgeAttempt, type Verdict } from "./outcome";
import { findDefinition, getPorts } from "./registry.server";
import {
  claimIntent,
  deferIntent,
  findIntent,
  type IntentRow,
  postponeIntent,
  settleIntent,
} from "./repository.server";

/*
 * An intent is pending → delivering (committed before the call) → done | cancelled | dead | uncertain, or pending again
 * until `nextAttemptAt`. `prepare` may say "not yet": then it stays pending, no try is counted, and it waits in the
 * queue's index by its time, without a lease. Found in `delivering` at the start of a job, its worker died around the call: it is repeated
 * when the effect has a natural key (`onCrash: repeat`), else it ends as uncertain and a person decides. So nothing
 * happens twice. One that nobody understands (an unknown kind, a payload that does not fit) is dead.
 */

/** Delivers one intent. Its retries are counted on the intent. @throws RetryAt when it is to be tried at a later time. */
export async function deliverOne(db: RootDb, { shopId, intentId, now }: Key): Promise<void> {
  const begun = await begin(db, { shopId, intentId, now });
  if (begun.kind === "over") return;
  // Thrown here, after its transaction: there it would roll back what was written about the postponement.
  if (begun.kind === "postponed") throw new RetryAt(begun.until, begun.reason);
  const { row, definition, payload, command } = begun;

  const outcome = await perform(definition, { command, shopId, now });
  // The call may have taken long: the outcome is of now, not of when the job began.
  const attempt = { row, definition, payload, outcome, triedAt: now, now: currentTime() };
  const verdict = await inTransaction(db, (tx) => conclude(tx, attempt), { shopId });
  if (verdict.kind === "again") throw new RetryAt(verdict.at, verdict.error);
}

/** An attempt whose outcome is known. */
export type Attempted = Understood & {
  row: IntentRow;
  outcome: AttemptOutcome<unknown>;
  triedAt: Date;
  now: Date;
};

/** Records what an attempt came to. @returns that. */
export async function conclude(
  tx: Tx,
  { row, definition, payload, outcome, triedAt, now }: Attempted,
): Promise<Verdict> {
  const verdict = judgeAttempt(outcome, {
    attempt: row.attempt + 1,
    maxAttempts: definition.maxAttempts,
    triedSince: row.firstTriedAt ?? triedAt,
    now,
    random: Math.random(),
  });
  if (verdict.kind === "again")
    await waitForAnotherTry(tx, { row, definition, payload, again: verdict, now });
  else await settle(tx, { row, definition, payload, final: verdict, now });
  return verdict;
}

type Again = Extract<Verdict, { kind: "again" }>;

/** The attempt surely did nothing, and there will be another. */
async function waitForAnotherTry(
  tx: Tx,
  { row, definition, payload, again, now }: Understood & { row: IntentRow; again: Again; now: Date },
): Promise<void> {
  const { shopId, id: intentId } = row;
  const { at: nextAttemptAt, error, isCounted } = again;
  await postponeIntent(tx, { shopId, intentId, nextAttemptAt, error, isCounted });
  await definition.release?.(payload, { tx, shopId, intentId, now });
  settledIntents.of(row.kind, "postponed").add();
}

type Begun =
  | { kind: "over" }
  | { kind: "postponed"; until: Date; reason: string }
  | { kind: "go"; row: IntentRow; definition: AnyIntent; payload: unknown; command: unknown };

type Key = { shopId: string; intentId: string; now: Date };

/** Everything before the call, in one transaction. @throws RetryAt when the intent's time has not come. */
function begin(db: RootDb, { shopId, intentId, now }: Key): Promise<Begun> {
  return inTransaction(
    db,
    async (tx): Promise<Begun> => {
      const row = await findIntent(tx, { shopId, intentId });
      if (!row || (row.state !== "pending" && row.state !== "delivering")) return { kind: "over" };
      if (row.state === "pending" && row.nextAttemptAt > now) throw new RetryAt(row.nextAttemptAt, "not yet");
      const understood = understand(row);
      if (understood.kind === "unknown") {
        await settleIntent(tx, {
          shopId,
          intentId,
          state: "dead",
          resultJson: null,
          error: understood.error,
          now,
        });
        settledIntents.of("unknown", "dead").add();
        return { kind: "over" };
      }
      return prepare(tx, { row, ...understood, now });
    },
    { shopId },
  );
}

export type Understood = { definition: AnyIntent; payload: unknown };

/** The definition and the payload of an intent. */
export function understand(
  row: IntentRow,
): ({ kind: "known" } & Understood) | { kind: "unknown"; error: string } {
  const definition = findDefinition(row.kind);
  if (!definition) return { kind: "unknown", error: `no intent is of kind "${row.kind}"` };
  const parsed = definition.schema.safeParse(JSON.parse(row.payloadJson));
  if (parsed.success) return { kind: "known", definition, payload: parsed.data as unknown };
  const [issue] = parsed.error.issues;
  const place = ["payload", ...(issue?.path ?? [])].join(".");
  return { kind: "unknown", error: `${place}: ${issue?.message ?? "does not fit"}` };
}

async function prepare(
  tx: Tx,
  { row, definition, payload, now }: Understood & { row: IntentRow; now: Date },
): Promise<Begun> {
  const { shopId, id: intentId } = row;
  const hasCrashed = row.state === "delivering";
  if (hasCrashed && (definition.onCrash === "uncertain" || row.attempt >= definition.maxAttempts)) {
    const error = "the worker stopped while handing it over; it may have been done";
    await settle(tx, { row, definition, payload, final: { kind: "uncertain", error }, now });
    return { kind: "over" };
  }
  const obstacle = await findObstacle(tx, { shopId, needsScope: definition.needsScope ?? null });
  const prepared = obstacle ?? (await definition.prepare(payload, { tx, shopId, intentId, now }));
  if (prepared.kind === "cancel") {
    await settle(tx, {
      row,
      definition,
      payload,
      final: { kind: "cancelled", reason: prepared.reason },
      now,
    });
    return { kind: "over" };
  }
  if (prepared.kind === "postpone") {
    const { until, reason } = prepared;
    // After a crash of its worker the intent may be found as `delivering`: it waits as pending, too.
    await deferIntent(tx, { shopId, intentId, nextAttemptAt: until, reason });
    settledIntents.of(row.kind, "postponed").add();
    return { kind: "postponed", until, reason };
  }
  await claimIntent(tx, { shopId, intentId, firstTriedAt: row.firstTriedAt ?? now });
  return { kind: "go", row, definition, payload, command: prepared.command as unknown };
}

/** Why nothing may leave for this shop at all, or not this: it has gone, or took the scope away. */
export async function findObstacle(
  tx: Tx,
  { shopId, needsScope }: { shopId: string; needsScope: string | null },
): Promise<{ kind: "cancel"; reason: string } | null> {
  const shop = await findShop(tx, { shopId });
  if (!shop) return null; // Erased: what remains of it says so itself.
  if (shop.uninstalledAt) return { kind: "cancel", reason: "shop-uninstalled" };
  if (needsScope !== null && !hasScope(shop.scopes, needsScope))
    return { kind: "cancel", reason: "missing-scope" };
  return null;
}

/** Makes the call. An error of ours on the way tells nothing of whether it was done. */
export async function perform(
  definition: AnyIntent,
  { command, shopId, now }: { command: unknown; shopId: string; now: Date },
): Promise<AttemptOutcome<unknown>> {
  try {
    const outcome = await definition.perform(command, getPorts(), { shopId, now });
    // Mail servers and Shopify quote addresses in what they answer.
    return outcome.kind === "done" ? outcome : { ...outcome, error: scrubError(outcome.error) };
  } catch (error) {
    return { kind: definition.onCrash === "repeat" ? "retry" : "uncertain", error: scrubError(error) };
  }
}

/** Ends an intent, unless it has ended already. */
export async function settle(
  tx: Tx,
  { row, definition, payload, final, now }: Understood & { row: IntentRow; final: Final; now: Date },
): Promise<void> {
  const { shopId, id: intentId } = row;
  const isOurs = await settleIntent(tx, {
    shopId,
    intentId,
    state: final.kind,
    resultJson: final.kind === "done" ? JSON.stringify(final.result ?? null) : null,
    error: errorOf(final),
    now,
  });
  if (!isOurs) return;
  await definition.settle(payload, final, { tx, shopId, intentId, now });
  settledIntents.of(row.kind, final.kind).add();
}
