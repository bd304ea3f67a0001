import { appendDecision } from "~/engine/decisions/append.server";
import { DAY_MS } from "~/kit/duration";
import type { AnyIntent } from "~/pipeline/outbox/definition";
import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { getShop } from "~/shops/repository.server";
import { readSetting } from "~/shops/settings.server";

import { announceIssued } from "./announce.server";
import { changeCode, reserve } from "./change.server";
import { findIncentiveFacts } from "./facts/repository.server";
import { createDiscountCode } from "./intents.server";
import { chooseCode, chooseCredit, giftCardKey, type NaturalKey } from "./keys.server";
import { findPoolCode } from "./pool/repository.server";
import { findCodeByOccasion, insertCode, type IssuedCodeRow } from "./repository.server";
import { createGiftCard, creditCustomer } from "./rewards.server";
import { type Clock, firstClock, reminderAt } from "./rules/clock";
import { decideIncentive, decidePaidFor, type RefusalReason } from "./rules/guards";
import { INCENTIVE_SETTINGS_KEY, IncentiveSettingsSchema, type Offer, type OfferKind } from "./schema";

export type IncentiveRequest = {
  shopId: string;
  /** Whom it is for, and bound to. */
  customerId: string;
  offer: Offer;
  /** What it is given for, e.g. `cart-recovery:<checkoutId>`: one incentive per occasion. */
  occasionKey: string;
  /** Whose budget it comes from, e.g. `flow:<id>`. */
  budgetKey: string;
  /** Taken from this pool of codes instead of being made. */
  poolId?: string;
  /** The person has paid for it, as with points: guards and budgets do not refuse it. */
  isPaidFor?: true;
  now: Date;
};

export type IncentiveResult =
  /** It is there. */
  | { kind: "issued"; codeId: string }
  /** The store is asked for it; `code.issued` or `code.failed` follows. */
  | { kind: "requested"; codeId: string }
  | { kind: "refused"; reason: RefusalReason | PastReason };

/** Why an occasion that had its incentive gets no other. */
export type PastReason = "already-used" | "over" | "failed" | "pool-empty";

/**
 * Gives a person an incentive, unless a guard says no; a no is logged with its reason.
 *
 * Idempotent by (shopId, occasionKey): a repeat tells of the one there is, with its old terms and end. What was refused
 * is decided anew.
 */
export async function issueIncentive(tx: Tx, request: IncentiveRequest): Promise<IncentiveResult> {
  const { shopId, occasionKey, now } = request;
  const existing = await findCodeByOccasion(tx, { shopId, occasionKey });
  if (existing) return resultOf(existing, now);
  const settings = await readSetting(tx, {
    shopId,
    key: INCENTIVE_SETTINGS_KEY,
    schema: IncentiveSettingsSchema,
  });
  const gathered = await findIncentiveFacts(tx, { ...request, settings });
  if (!gathered) return { kind: "refused", reason: "shop-uninstalled" };
  const { facts, month, currencyCode } = gathered;
  const decision = request.isPaidFor
    ? decidePaidFor(facts, request.offer)
    : decideIncentive(facts, request.offer, settings);
  if (decision.kind === "refuse") {
    await logRefusal(tx, request, { reason: decision.reason, params: { ...decision.params, currencyCode } });
    return { kind: "refused", reason: decision.reason };
  }
  const promise = { budgetMonth: month, promisedMinor: decision.expectedCostMinor };
  return request.poolId === undefined
    ? makeNew(tx, request, promise)
    : takeFromPool(tx, { ...request, poolId: request.poolId }, promise);
}

type Promised = { budgetMonth: string; promisedMinor: number };

function resultOf(code: IssuedCodeRow, now: Date): IncentiveResult {
  switch (code.state) {
    case "requested":
      return { kind: "requested", codeId: code.id };
    case "issued":
      return now < code.expiresAt ? { kind: "issued", codeId: code.id } : { kind: "refused", reason: "over" };
    case "redeemed":
      return { kind: "refused", reason: "already-used" };
    case "pooled":
    case "expired":
      return { kind: "refused", reason: "over" };
    case "failed":
      return { kind: "refused", reason: "failed" };
  }
}

const INTENTS: Readonly<Record<OfferKind, AnyIntent>> = {
  percentage: createDiscountCode,
  amount: createDiscountCode,
  "free-shipping": createDiscountCode,
  "gift-card": createGiftCard,
  "store-credit": creditCustomer,
};

async function makeNew(tx: Tx, request: IncentiveRequest, promise: Promised): Promise<IncentiveResult> {
  const { shopId, customerId, offer, occasionKey, budgetKey, now } = request;
  const row = await insertCode(tx, {
    ...(await keyAndClock(tx, request)),
    ...promise,
    id: newId(),
    shopId,
    customerId,
    occasionKey,
    budgetKey,
    kind: offer.value.kind,
    percentBp: offer.value.kind === "percentage" ? offer.value.percentBp : 0,
    title: offer.title,
    offerJson: JSON.stringify(offer),
    poolId: null,
    startsAt: now,
    createdAt: now,
  });
  await reserve(tx, row);
  await enqueueIntent(tx, INTENTS[row.kind], {
    shopId,
    dedupeKey: `give:${row.id}`,
    payload: { codeId: row.id },
    customerId,
    now,
  });
  return { kind: "requested", codeId: row.id };
}

async function keyAndClock(tx: Tx, request: IncentiveRequest): Promise<NaturalKey & Clock> {
  const { shopId, customerId, occasionKey, offer, now } = request;
  const { ianaTimezone: zone } = await getShop(tx, { shopId });
  const clock = firstClock(offer, { now, zone });
  const occasion = { shopId, occasionKey };
  switch (offer.value.kind) {
    case "gift-card":
      return { ...clock, ...giftCardKey(occasion) };
    case "store-credit":
      return { ...clock, ...(await chooseCredit(tx, { ...occasion, customerId, end: clock.expiresAt })) };
    case "percentage":
    case "amount":
    case "free-shipping":
      return { ...clock, ...(await chooseCode(tx, { ...occasion, prefix: offer.prefix })) };
  }
}

/** The next code of the pool becomes the person's. It ends with its pool. */
async function takeFromPool(
  tx: Tx,
  request: IncentiveRequest & { poolId: string },
  promise: Promised,
): Promise<IncentiveResult> {
  const { shopId, customerId, offer, occasionKey, budgetKey, poolId, now } = request;
  for (;;) {
    const code = await findPoolCode(tx, { shopId, poolId, now });
    if (!code) {
      await logRefusal(tx, request, { reason: "pool-empty", params: {} });
      return { kind: "refused", reason: "pool-empty" };
    }
    const leftDays = Math.floor((code.expiresAt.getTime() - now.getTime()) / DAY_MS);
    const remindAt = reminderAt({ ...offer, validDays: leftDays }, now);
    const change = {
      state: "issued",
      customerId,
      occasionKey,
      budgetKey,
      remindAt,
      clockStartedAt: now,
    } as const;
    if (!(await changeCode(tx, code, { ...change, ...promise }))) continue;
    await announceIssued(tx, { ...code, ...change, ...promise }, now);
    return { kind: "issued", codeId: code.id };
  }
}

async function logRefusal(
  tx: Tx,
  { shopId, customerId, occasionKey, now }: IncentiveRequest,
  { reason, params }: { reason: string; params: Readonly<Record<string, string | number>> },
): Promise<void> {
  await appendDecision(tx, {
    shopId,
    feature: "incentives",
    outcome: "skipped",
    reason,
    params,
    customerId,
    subjectKind: "incentive",
    subjectId: occasionKey,
    dedupeKey: `incentives:${occasionKey}:${reason}`,
    now,
  });
}
