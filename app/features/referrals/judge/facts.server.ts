import { isSameBrowser } from "~/engine/identity/browser-witness.server";
import { OfferSchema } from "~/engine/incentives/schema";
import { monthIn } from "~/kit/zone";
import type { Tx } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import type { ReferralRow } from "../repository.server";
import { isAsGoodAsRefunded, type ReferralFacts } from "../rules/decide";
import { mailbox } from "../rules/identity";
import { findSignals } from "../rules/signals";
import {
  type Advocate,
  countRewards,
  countWithinDay,
  findAdvocate,
  findJudgedOrder,
  findOfferJson,
  hasBoughtBefore,
  isKnownFriend,
  type JudgedOrder,
  listMarks,
  listOtherOrderIds,
} from "./repository.server";

/** Paid in full, also when some of it was given back since. */
const PAID = new Set<string | null>(["PAID", "PARTIALLY_REFUNDED", null]);

export type Gathered = { facts: ReferralFacts; month: string };

/** Everything that the decision about a referral needs, as it stands in the current transaction. */
export async function gatherFacts(tx: Tx, referral: ReferralRow, now: Date): Promise<Gathered> {
  const { shopId, customerId, orderId } = referral;
  const { ianaTimezone } = await getShop(tx, { shopId });
  const month = monthIn(ianaTimezone, now);
  const order = await findJudgedOrder(tx, { shopId, orderId });
  const advocate = await findAdvocate(tx, { shopId, customerId });
  const otherOrderIds = order ? await listOtherOrderIds(tx, { shopId, order }) : [];
  const facts: ReferralFacts = {
    state: referral.state,
    order: order
      ? await standingOf(tx, referral, order)
      : { isTest: false, isGone: true, isRefunded: false, isPaid: false },
    isOwn: order !== null && advocate !== null && isOwn(order, advocate),
    hasBoughtBefore: order !== null && (await hasBoughtBefore(tx, { shopId, order })),
    isKnownFriend: await isKnownFriend(tx, referral, otherOrderIds),
    isAdvocateThere: advocate !== null,
    signals: await signalsOf(tx, referral, { checkoutToken: order?.checkoutToken ?? null, otherOrderIds }),
    isApproved: referral.approvedAt !== null,
    isAsking: referral.contacts === "asked",
    seenAt: referral.createdAt,
    qualifiedAt: referral.qualifiedAt,
    dueAt: referral.dueAt,
    rewarded: await countRewards(tx, { shopId, customerId, month }),
  };
  return { facts, month };
}

async function standingOf(
  tx: Tx,
  referral: ReferralRow,
  order: JudgedOrder,
): Promise<ReferralFacts["order"]> {
  return {
    isTest: order.isTest,
    isGone: order.isGone,
    isRefunded: isAsGoodAsRefunded(order, await minimumOf(tx, referral)),
    isPaid: order.isValid && PAID.has(order.financialStatus),
  };
}

async function minimumOf(tx: Tx, referral: ReferralRow): Promise<number> {
  const json = await findOfferJson(tx, referral);
  const { minimum } = json === null ? { minimum: null } : OfferSchema.parse(JSON.parse(json));
  return minimum?.kind === "amount" ? minimum.amountMinor : 0;
}

function isOwn(order: JudgedOrder, advocate: Advocate): boolean {
  if (order.customerId === advocate.id) return true;
  if (order.emailHash !== null && order.emailHash === advocate.emailHash) return true;
  const { email } = order;
  return email !== null && advocate.email !== null && mailbox(email) === mailbox(advocate.email);
}

async function signalsOf(
  tx: Tx,
  referral: ReferralRow,
  { checkoutToken, otherOrderIds }: { checkoutToken: string | null; otherOrderIds: readonly string[] },
): Promise<ReferralFacts["signals"]> {
  const { shopId, customerId, contacts, reason } = referral;
  const { own, otherFriends } = await listMarks(tx, referral, otherOrderIds);
  const found = findSignals({
    marks: own,
    otherFriends,
    contacts,
    isSameBrowser: await isSameBrowser(tx, { shopId, customerId, checkoutToken }),
    countWithinDay: await countWithinDay(tx, referral),
  });
  return reason?.startsWith("reward-refused") ? [...found, "reward-refused"] : found;
}
