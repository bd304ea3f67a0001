import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { listOpenLots } from "../ledger/repository.server";
import { saveLedger } from "../ledger/save.server";
import { listKnownCustomers } from "../orders/repository.server";
import { give, take } from "../rules/by-hand";
import type { NewLot } from "../rules/earning";
import { ledgerOf, type Owner } from "../rules/ledger";
import { endOf } from "../rules/terms";
import { findProgramme, type Programme } from "../settings/active.server";
import {
  type Adjustment,
  claimDecision,
  findAdjustment,
  findAdjustmentByKey,
  insertAdjustment,
} from "./repository.server";
import { type AdjustRefusal, needsSecond, whyMayNotDecide } from "./rules";

export type AdjustResult =
  | { outcome: "adjusted"; adjustmentId: string }
  /** Above the limit: somebody else has to approve it. */
  | { outcome: "requested"; adjustmentId: string; limitPoints: number }
  | { outcome: "declined" }
  /** Texts `adjustments.<reason>`, with `params`. */
  | { outcome: "refused"; reason: AdjustRefusal; params: Readonly<Record<string, number>> };

type Wish = {
  shopId: string;
  customerId: string;
  /** Below zero: taken. */
  points: number;
  reason: string;
  /** Who of the staff; null = the session does not tell. */
  staffId: string | null;
  /** Names the wish: a second click sends the same. */
  idempotencyKey: string;
  now: Date;
};

const refused = (reason: AdjustRefusal, params: Readonly<Record<string, number>> = {}): AdjustResult => ({
  outcome: "refused",
  reason,
  params,
});

/** Gives or takes points by hand, or asks a second person to agree. Also while the programme is off. Once per key. */
export function adjustPoints(db: RootDb, wish: Wish): Promise<AdjustResult> {
  return inTransaction(db, (tx) => adjust(tx, wish), { shopId: wish.shopId });
}

async function adjust(tx: Tx, wish: Wish): Promise<AdjustResult> {
  const { shopId, customerId, points, staffId, now } = wish;
  const reason = wish.reason.trim();
  if (!Number.isSafeInteger(points) || points === 0) return refused("no-points");
  if (reason === "") return refused("no-reason");
  const sourceKey = `${customerId}:${wish.idempotencyKey}`;
  const programme = await findProgramme(tx, { shopId, now });
  const customers = await listKnownCustomers(tx, { shopId, customerIds: [customerId] });
  if (!programme || !customers.get(customerId)?.isLiving) return refused("customer-unknown");
  const limitPoints = programme.settings.manualLimitPoints;
  const repeated = await findAdjustmentByKey(tx, { shopId, sourceKey });
  if (repeated) return resultOf(repeated, limitPoints);
  const row = { id: newId(), customerId, points, reason, requestedBy: staffId, requestedAt: now };
  const isOpen = needsSecond(points, limitPoints);
  const missing = isOpen ? 0 : await apply(tx, { ...row, staffId, programme, shopId, now });
  if (missing > 0) return refused("not-enough", { missing });
  const decision = isOpen
    ? ({ state: "requested", decidedBy: null, decidedAt: null } as const)
    : ({ state: "approved", decidedBy: staffId, decidedAt: now } as const);
  const stored = { ...row, ...decision };
  await insertAdjustment(tx, { ...stored, shopId, sourceKey });
  return resultOf(stored, limitPoints);
}

function resultOf(
  { id: adjustmentId, state }: Pick<Adjustment, "id" | "state">,
  limitPoints: number,
): AdjustResult {
  switch (state) {
    case "requested":
      return { outcome: "requested", adjustmentId, limitPoints };
    case "approved":
      return { outcome: "adjusted", adjustmentId };
    case "declined":
      return { outcome: "declined" };
  }
}

type Decision = {
  shopId: string;
  adjustmentId: string;
  verdict: "approved" | "declined";
  staffId: string | null;
  now: Date;
};

/** A second person agrees to points by hand, or does not. Safe to repeat: then it is `decided-already`. */
export function decideAdjustment(db: RootDb, decision: Decision): Promise<AdjustResult> {
  return inTransaction(db, (tx) => decide(tx, decision), { shopId: decision.shopId });
}

async function decide(
  tx: Tx,
  { shopId, adjustmentId, verdict, staffId, now }: Decision,
): Promise<AdjustResult> {
  const found = await findAdjustment(tx, { shopId, id: adjustmentId });
  const programme = await findProgramme(tx, { shopId, now });
  if (!found || !programme || found.customerId === null) return refused("request-unknown");
  if (found.state !== "requested") return refused("decided-already");
  const why = whyMayNotDecide(found.requestedBy, staffId);
  if (why) return refused(why);
  if (verdict === "approved") {
    const { customerId, points } = found;
    // Erased or deleted since: nobody would have the points, and the shop would owe them all the same.
    const customers = await listKnownCustomers(tx, { shopId, customerIds: [customerId] });
    if (!customers.get(customerId)?.isLiving) return refused("customer-unknown");
    const missing = await apply(tx, { id: found.id, customerId, points, staffId, programme, shopId, now });
    if (missing > 0) return refused("not-enough", { missing });
  }
  if (!(await claimDecision(tx, { shopId, id: found.id, state: verdict, decidedBy: staffId, now })))
    return refused("decided-already");
  return verdict === "approved" ? { outcome: "adjusted", adjustmentId } : { outcome: "declined" };
}

type Applied = Pick<Adjustment, "id" | "points"> & {
  customerId: string;
  staffId: string | null;
  programme: Programme;
  shopId: string;
  now: Date;
};

/** @returns how many points are missing; then nothing is changed. */
async function apply(
  tx: Tx,
  { id, customerId, points, staffId, programme, shopId, now }: Applied,
): Promise<number> {
  const owner: Owner = { customerId, guestKey: null };
  const ledger = ledgerOf(await listOpenLots(tx, { shopId, owners: [owner] }), now);
  const { settings, shop } = programme;
  const zone = shop.ianaTimezone;
  if (points < 0) {
    const missing = take(ledger, owner, { points: -points, staffId, sourceKey: id });
    if (missing > 0) return missing;
  } else {
    const lot: NewLot = {
      ...owner,
      id: newId(),
      sourceKind: "manual",
      sourceKey: `manual:${id}`,
      ...{ orderId: null, termsJson: "{}" },
      ...{ earnedAt: now, pendingUntil: null, review: null, reviewJson: null },
      expiresAt: endOf(now, { months: settings.expiryMonths, zone }),
    };
    give(ledger, lot, { points, staffId });
  }
  await saveLedger(tx, ledger, { shopId, zone });
  return 0;
}
