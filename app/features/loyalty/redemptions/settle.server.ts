import { presentCodeOutcomes } from "~/engine/incentives/presenter.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { getShop } from "~/shops/repository.server";

import { listLotsById, listOpenLots } from "../ledger/repository.server";
import { saveLedger } from "../ledger/save.server";
import { type Ledger, ledgerOf } from "../rules/ledger";
import {
  giveBack,
  type Grace,
  type Part,
  reopen,
  type ReturnReason,
  spend,
  spendAgain,
} from "../rules/spending";
import { claimRedemption, findOpenRedemption, findRedemption, type Redemption } from "./repository.server";
import type { RedemptionState } from "./rules";
import type { RewardKind } from "../settings/schema";

/** What was heard of the reward of a redemption. */
export type RewardNews = "issued" | "failed" | "used" | "reopened" | "over" | "cancelled";

/** What it does to the ledger. @returns whose points the reward's are from then on. */
type Act = (ledger: Ledger, one: { redemptionId: string; parts: Part[] }, grace: Grace) => Part[];
type Step = { to: RedemptionState; reason: string; act: Act };

const nothing: Act = (_ledger, { parts }) => parts;

/** What is done about news of a reward, by the state its redemption is in; nothing where it does not change it. */
function stepOf(redemption: Redemption, news: RewardNews): Step | null {
  const { state, rewardKind } = redemption;
  switch (news) {
    case "issued":
      if (isMoney(rewardKind)) return usedStep(state, "given");
      return state === "held" ? { to: "issued", reason: news, act: nothing } : null;
    case "failed":
    case "cancelled":
      return isOpenIn(state) ? backStep(news) : null;
    case "over":
      // Of one that was used: its order is cancelled, and it has ended meanwhile. It cannot be opened again.
      return isOpenIn(state) ? backStep(news) : ifUsed(redemption, backStep("order-cancelled"));
    case "used":
      return usedStep(state, news);
    case "reopened":
      return ifUsed(redemption, keepStep("issued", { reason: news, act: reopen }));
  }
}

function ifUsed({ state, rewardKind }: Redemption, step: Step): Step | null {
  return state === "redeemed" && !isMoney(rewardKind) ? step : null;
}

function isOpenIn(state: RedemptionState): boolean {
  return state === "held" || state === "issued";
}

function backStep(reason: ReturnReason): Step {
  return { to: "returned", reason, act: (ledger, one, grace) => giveBack(ledger, { ...one, reason }, grace) };
}

/** The points stay those of the lots they are of. */
function keepStep(to: RedemptionState, { reason, act }: { reason: string; act: typeof spend }): Step {
  return {
    ...{ to, reason },
    act: (ledger, one) => {
      act(ledger, { ...one, reason });
      return one.parts;
    },
  };
}

/** It is gone as soon as it is given. */
function isMoney(kind: RewardKind): boolean {
  return kind === "gift-card" || kind === "store-credit";
}

function usedStep(state: RedemptionState, reason: "given" | "used"): Step | null {
  if (isOpenIn(state)) return keepStep("redeemed", { reason, act: spend });
  if (state !== "returned") return null;
  const again = "used-after-all";
  return {
    ...{ to: "redeemed", reason },
    act: (ledger, one) => spendAgain(ledger, { ...one, reason: again }),
  };
}

/**
 * Takes a redemption on by what was heard of its reward. Safe to repeat: news that change nothing are passed over.
 *
 * The transaction must hold the shop's lock.
 */
export async function settleRedemption(
  tx: Tx,
  { shopId, redemptionId, news, now }: { shopId: string; redemptionId: string; news: RewardNews; now: Date },
): Promise<void> {
  const redemption = await findRedemption(tx, { shopId, redemptionId });
  const step = redemption && stepOf(redemption, news);
  if (!redemption || !step) return;
  if (news === "over" && (await isUsed(tx, redemption, shopId))) return;
  const { customerId, state: from } = redemption;
  const isOpen = isOpenIn(step.to);
  // Whoever has another reward open meanwhile has two: the place of the one is taken.
  const isBack = from === "redeemed" && customerId !== null;
  const isFree = isBack && !(await findOpenRedemption(tx, { shopId, customerId }));
  const openKey = isOpen ? (isFree ? { openKey: customerId } : {}) : { openKey: null };
  const lotIds = redemption.parts.map(({ lotId }) => lotId);
  const own = await listLotsById(tx, { shopId, lotIds });
  const others = await listOpenLots(tx, { shopId, owners: own });
  const ledger = ledgerOf([...own, ...others], now);
  const { ianaTimezone: zone } = await getShop(tx, { shopId });
  const parts = step.act(ledger, { redemptionId, parts: redemption.parts }, { zone, newLotId: newId });
  const settledAt = isOpen ? null : now;
  const change = { state: step.to, reason: step.reason, settledAt, parts, ...openKey };
  if (!(await claimRedemption(tx, { shopId, id: redemption.id, from, change }))) return;
  await saveLedger(tx, ledger, { shopId, zone });
}

/** Whether an order has the code by now. News come in any order: those of an end may be older than those of its use. */
async function isUsed(tx: Tx, { codeId }: Redemption, shopId: string): Promise<boolean> {
  if (codeId === null) return false;
  const outcomes = await presentCodeOutcomes(tx, { shopId, codeIds: [codeId] });
  return outcomes.get(codeId)?.state === "redeemed";
}
