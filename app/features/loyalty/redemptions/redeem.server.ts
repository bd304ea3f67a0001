import { appendDecision } from "~/engine/decisions/append.server";
import { issueIncentive } from "~/engine/incentives/issue.server";
import { OfferSchema } from "~/engine/incentives/schema";
import { withdrawCode } from "~/engine/incentives/withdraw.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { listOpenLots } from "../ledger/repository.server";
import { saveLedger } from "../ledger/save.server";
import { listKnownCustomers } from "../orders/repository.server";
import { ledgerOf, type Owner } from "../rules/ledger";
import { hold } from "../rules/spending";
import { findProgramme } from "../settings/active.server";
import { availableOf } from "../storefront/balance";
import {
  findOpenRedemption,
  findRedemption,
  findRedemptionByKey,
  insertRedemption,
  type Redemption,
} from "./repository.server";
import { decideRedemption, offerOf, type RedeemDecision, type RedeemRefusal } from "./rules";
import { settleRedemption } from "./settle.server";

export type RedeemRequest = {
  shopId: string;
  customerId: string;
  rewardId: string;
  /** Of an incremental reward. */
  points?: number | undefined;
  /** Names the wish: a second click sends the same. */
  idempotencyKey: string;
  now: Date;
};

export type RedeemResult =
  | { outcome: "redeemed"; redemptionId: string }
  | { outcome: "refused"; reason: RedeemRefusal; params: Readonly<Record<string, number>> };

/** What an incentive of loyalty is given for. */
export const OCCASION = "loyalty:";

/**
 * Exchanges points for a reward: puts them aside and asks for the incentive.
 *
 * One at a time per customer, and once per idempotency key: a repeat tells of the one there is. The transaction must hold
 * the shop's lock.
 */
export async function redeem(tx: Tx, request: RedeemRequest): Promise<RedeemResult> {
  const { shopId, customerId, now } = request;
  const sourceKey = `${customerId}:${request.idempotencyKey}`;
  const repeated = await findRedemptionByKey(tx, { shopId, sourceKey });
  if (repeated) return resultOfRepeat(repeated, request);
  const programme = await findProgramme(tx, { shopId, now });
  if (!programme) return { outcome: "refused", reason: "programme-off", params: {} };
  const owner: Owner = { customerId, guestKey: null };
  const ledger = ledgerOf(await listOpenLots(tx, { shopId, owners: [owner] }), now);
  const customers = await listKnownCustomers(tx, { shopId, customerIds: [customerId] });
  const decision = decideRedemption(
    {
      isActive: programme.isActive,
      isCustomerKnown: customers.get(customerId)?.isLiving === true,
      reward: programme.settings.rewards.find(({ id }) => id === request.rewardId) ?? null,
      today: programme.today,
      hasHold: (await findOpenRedemption(tx, { shopId, customerId })) !== null,
      availablePoints: availableOf(ledger, owner),
    },
    request.points,
  );
  if (decision.kind === "refuse") return refuse(tx, request, decision);
  const { reward, points, value } = decision;
  const redemptionId = newId();
  const issued = await issueIncentive(tx, {
    shopId,
    customerId,
    offer: OfferSchema.parse(offerOf(reward, value)),
    occasionKey: `${OCCASION}${redemptionId}`,
    budgetKey: "loyalty",
    isPaidFor: true,
    now,
  });
  if (issued.kind === "refused") return refuse(tx, request, { reason: "not-possible", params: {} });
  const parts = hold(ledger, { owner, points, redemptionId, rewardId: reward.id });
  if (!parts) throw new Error(`${points} points were available and are not any more`);
  await insertRedemption(tx, {
    id: redemptionId,
    shopId,
    customerId,
    rewardId: reward.id,
    rewardJson: JSON.stringify(reward),
    points,
    parts,
    state: "held",
    sourceKey,
    codeId: issued.codeId,
    createdAt: now,
  });
  await saveLedger(tx, ledger, { shopId, zone: programme.shop.ianaTimezone });
  return { outcome: "redeemed", redemptionId };
}

/** The same wish again: the one that is open is told; of one that is over another key is asked for. */
function resultOfRepeat({ id, state, rewardId }: Redemption, request: RedeemRequest): RedeemResult {
  const isOpen = state === "held" || state === "issued";
  return isOpen && rewardId === request.rewardId
    ? { outcome: "redeemed", redemptionId: id }
    : { outcome: "refused", reason: "request-repeated", params: {} };
}

async function refuse(
  tx: Tx,
  { shopId, customerId, rewardId, idempotencyKey, now }: RedeemRequest,
  { reason, params }: Omit<Extract<RedeemDecision, { kind: "refuse" }>, "kind">,
): Promise<RedeemResult> {
  await appendDecision(tx, {
    shopId,
    feature: "loyalty",
    outcome: "skipped",
    reason: `redeem-${reason}`,
    params: { ...params, count: params.points ?? params.min ?? 0 },
    customerId,
    ...{ subjectKind: "reward", subjectId: rewardId },
    dedupeKey: `loyalty:refused:${customerId}:${idempotencyKey}:${reason}`,
    now,
  });
  return { outcome: "refused", reason, params };
}

export type CancelResult =
  | { outcome: "cancelled"; points: number }
  | { outcome: "refused"; reason: "redemption-unknown" | "being-made" | "not-open" };

/** Gives a reward that was not used back for its points. Money stays given. Safe to repeat: it is `not-open` then. */
export async function cancel(
  tx: Tx,
  {
    shopId,
    customerId,
    redemptionId,
    now,
  }: { shopId: string; customerId: string; redemptionId: string; now: Date },
): Promise<CancelResult> {
  const redemption = await findRedemption(tx, { shopId, redemptionId, customerId });
  if (!redemption) return { outcome: "refused", reason: "redemption-unknown" };
  if (redemption.state === "held") return { outcome: "refused", reason: "being-made" };
  const { codeId, points } = redemption;
  if (redemption.state !== "issued" || codeId === null) return { outcome: "refused", reason: "not-open" };
  if ((await withdrawCode(tx, { shopId, codeId, now })) === "not-open")
    return { outcome: "refused", reason: "not-open" };
  await settleRedemption(tx, { shopId, redemptionId, news: "cancelled", now });
  return { outcome: "cancelled", points };
}
