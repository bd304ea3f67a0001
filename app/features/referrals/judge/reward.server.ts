import { issueIncentive } from "~/engine/incentives/issue.server";
import { OfferSchema } from "~/engine/incentives/schema";
import { chooseMailLocale } from "~/engine/messaging/language";
import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import type { Tx } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import { GENERAL_SETTINGS_KEY, GeneralSettingsSchema } from "~/shops/schema";
import { readSetting } from "~/shops/settings.server";

import { claimReferral, findReferral, type ReferralChange, type ReferralRow } from "../repository.server";
import type { ReferralDecision } from "../rules/decide";
import { incentiveOf, type ReferralPromise, type Signal } from "../schema";
import { findJudgedOrder } from "./repository.server";
import { tell } from "./tell.server";

type Due = {
  decision: Extract<ReferralDecision, { kind: "reward" }>;
  signals: readonly Signal[];
  month: string;
  now: Date;
};

/**
 * Gives the advocate what was promised when the order came, and lets the other features know. Points are asked for of the
 * loyalty programme: until it answers (`settlePoints`) the referral counts as rewarded, so that caps hold.
 *
 * Once per referral: the state is claimed first, the incentive has the referral for its occasion, the event its own key.
 * What the store does not allow goes to a person of the staff with the reason.
 */
export async function rewardAdvocate(tx: Tx, referral: ReferralRow, due: Due): Promise<void> {
  const { shopId, id: referralId } = referral;
  const { now, month, signals, decision } = due;
  const { qualifiedAt, dueAt } = decision;
  const given = await give(tx, referral, now);
  if (given.kind === "refused") {
    const change = { qualifiedAt, dueAt, updatedAt: now };
    return putInReview(tx, referral, { reason: given.reason, signals, change });
  }
  const to = { state: "rewarded", reason: null, signals, qualifiedAt, dueAt, rewardedAt: now } as const;
  const rest = { rewardedMonth: month, rewardCodeId: given.codeId, updatedAt: now };
  if (!(await claimReferral(tx, referral, { ...to, ...rest })))
    throw new Error(`referral "${referralId}" changed while its reward was given`);
  if (referral.promise.reward.kind === "points") return askForPoints(tx, referral, now);
  await complete(tx, referral, { codeId: given.codeId, now });
}

type Refusal = {
  reason: string;
  signals: readonly Signal[];
  change: Omit<ReferralChange, "state" | "reason" | "signals" | "approvedAt"> & { updatedAt: Date };
};

/** The reward could not be given: a person of the staff has to look, and may have it tried again. */
async function putInReview(
  tx: Tx,
  referral: ReferralRow,
  { reason, signals, change }: Refusal,
): Promise<void> {
  const doubts: Signal[] = [...signals.filter((signal) => signal !== "reward-refused"), "reward-refused"];
  const to = {
    state: "in-review",
    reason: `reward-refused-${reason}`,
    signals: doubts,
    approvedAt: null,
  } as const;
  if (await claimReferral(tx, referral, { ...change, ...to }))
    await tell(tx, referral, {
      ...{ outcome: "postponed", reason: "reward-refused", now: change.updatedAt },
      key: `${reason}:${attemptOf(referral)}`,
    });
}

/** Each approval by the staff is another attempt. */
function attemptOf({ approvedAt }: Pick<ReferralRow, "approvedAt">): string {
  return String(approvedAt?.getTime() ?? 0);
}

async function askForPoints(tx: Tx, referral: ReferralRow, now: Date): Promise<void> {
  const { shopId, id: referralId, customerId } = referral;
  const attempt = attemptOf(referral);
  const event: DomainEvent<"referral.points-promised"> = {
    type: "referral.points-promised",
    sourceKey: `referral.points-promised:${referralId}:${attempt}`,
    payload: { referralId, customerId, attempt },
    customerId,
    subjectId: referralId,
    occurredAt: now,
  };
  await publishEvents(tx, [event], { shopId, now });
}

/** What the loyalty programme made of the points asked for. Safe to repeat; an answer to an earlier attempt is none. */
export async function settlePoints(
  tx: Tx,
  { shopId, referralId, attempt, refusal, now }: PointsAnswer & { now: Date },
): Promise<void> {
  const referral = await findReferral(tx, { shopId, referralId });
  if (referral?.state !== "rewarded" || attemptOf(referral) !== attempt) return;
  if (refusal === null) return complete(tx, referral, { codeId: null, now });
  const change = { rewardedAt: null, rewardedMonth: null, updatedAt: now };
  await putInReview(tx, referral, { reason: refusal, signals: referral.signals, change });
}

/** `refusal`: why the points were refused; null = they were given. */
type PointsAnswer = { shopId: string; referralId: string; attempt: string; refusal: string | null };

/** The reward is given: it is written down, and the other features hear of it. */
async function complete(
  tx: Tx,
  referral: ReferralRow,
  { codeId, now }: { codeId: string | null; now: Date },
): Promise<void> {
  await tell(tx, referral, { outcome: "issued", reason: `rewarded-${referral.promise.reward.kind}`, now });
  await announce(tx, { shopId: referral.shopId, referral, codeId, now });
}

type Given = { kind: "given"; codeId: string | null } | { kind: "refused"; reason: string };

async function give(tx: Tx, { shopId, id, customerId, promise }: ReferralRow, now: Date): Promise<Given> {
  const offer = await rewardOffer(tx, { shopId, promise });
  // Points are the loyalty programme's: it is asked for them.
  if (!offer) return { kind: "given", codeId: null };
  const result = await issueIncentive(tx, {
    ...{ shopId, customerId, offer, now },
    occasionKey: `referral-reward:${id}`,
    budgetKey: "referrals",
  });
  return result.kind === "refused" ? result : { kind: "given", codeId: result.codeId };
}

async function rewardOffer(tx: Tx, { shopId, promise }: { shopId: string; promise: ReferralPromise }) {
  const value = incentiveOf(promise.reward);
  if (!value) return null;
  const schema = GeneralSettingsSchema;
  const { language } = await readSetting(tx, { shopId, key: GENERAL_SETTINGS_KEY, schema });
  const t = await getTranslator(chooseMailLocale([language]), "referrals");
  return OfferSchema.parse({
    ...{ value, validDays: promise.validDays, prefix: "THANKS", title: t("discount.reward") },
    // Nobody says that a mail follows: its days count from the making.
    ...{ clock: "issued", isEarned: true, remindDaysBefore: promise.validDays > 10 ? 7 : null },
  });
}

async function announce(
  tx: Tx,
  {
    shopId,
    referral,
    codeId,
    now,
  }: { shopId: string; referral: ReferralRow; codeId: string | null; now: Date },
): Promise<void> {
  const { id: referralId, customerId, orderId, promise } = referral;
  const order = await findJudgedOrder(tx, { shopId, orderId });
  const event = {
    type: "referral.completed",
    sourceKey: `referral.completed:${referralId}`,
    payload: {
      ...{ referralId, customerId, orderId, friendId: order?.customerId ?? null, codeId },
      rewardKind: promise.reward.kind,
    },
    customerId,
    subjectId: referralId,
    occurredAt: now,
  } as const;
  await publishEvents(tx, [event], { shopId, now });
}
