import type { Tx } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { listLotsById, listOpenLots } from "../ledger/repository.server";
import { saveLedger } from "../ledger/save.server";
import { type Ledger, ledgerOf } from "../rules/ledger";
import { giveBack, reopen, spend, spendAgain } from "../rules/spending";
import { claimRedemption, findOpenRedemption, findRedemption, type Redemption } from "./repository.server";
import type { RedemptionState } from "./rules";
import type { RewardKind } from "../settings/schema";

/** What was heard of the reward of a redemption. */
export type RewardNews = "issued" | "failed" | "used" | "reopened" | "over" | "cancelled";

type Step = { to: RedemptionState; act: (ledger: Ledger, redemption: Redemption) => void };

const nothing = () => undefined;
const parts = ({ id, parts: of }: Redemption) => ({ redemptionId: id, parts: of });

/** What is done about news of a reward, by the state its redemption is in; nothing where it does not change it. */
function stepOf({ state, rewardKind }: Redemption, news: RewardNews): Step | null {
  switch (news) {
    case "issued":
      if (isMoney(rewardKind)) return usedStep(state, "given");
      return state === "held" ? { to: "issued", act: nothing } : null;
    case "failed":
    case "over":
    case "cancelled":
      return backStep(state, news);
    case "used":
      return usedStep(state, news);
    case "reopened":
      return state === "redeemed"
        ? { to: "issued", act: (ledger, one) => reopen(ledger, { ...parts(one), reason: "reopened" }) }
        : null;
  }
}

function backStep(state: RedemptionState, reason: "failed" | "over" | "cancelled"): Step | null {
  if (state !== "held" && state !== "issued") return null;
  return { to: "returned", act: (ledger, one) => giveBack(ledger, { ...parts(one), reason }) };
}

/** It is gone as soon as it is given. */
function isMoney(kind: RewardKind): boolean {
  return kind === "gift-card" || kind === "store-credit";
}

function usedStep(state: RedemptionState, reason: "given" | "used"): Step | null {
  if (state === "held" || state === "issued")
    return { to: "redeemed", act: (ledger, one) => spend(ledger, { ...parts(one), reason }) };
  if (state !== "returned") return null;
  return {
    to: "redeemed",
    act: (ledger, one) => spendAgain(ledger, { ...parts(one), reason: "used-after-all" }),
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
  const { customerId, state: from } = redemption;
  const isOpen = step.to === "held" || step.to === "issued";
  // Whoever has another reward open meanwhile has two: the place of the one is taken.
  const isBack = from === "redeemed" && customerId !== null;
  const isFree = isBack && !(await findOpenRedemption(tx, { shopId, customerId }));
  const openKey = isOpen ? (isFree ? { openKey: customerId } : {}) : { openKey: null };
  const change = { state: step.to, reason: news, settledAt: isOpen ? null : now, ...openKey };
  if (!(await claimRedemption(tx, { shopId, id: redemption.id, from, change }))) return;
  const lotIds = redemption.parts.map(({ lotId }) => lotId);
  const own = await listLotsById(tx, { shopId, lotIds });
  const others = await listOpenLots(tx, { shopId, owners: own });
  const ledger = ledgerOf([...own, ...others], now);
  step.act(ledger, redemption);
  const { ianaTimezone: zone } = await getShop(tx, { shopId });
  await saveLedger(tx, ledger, { shopId, zone });
}
