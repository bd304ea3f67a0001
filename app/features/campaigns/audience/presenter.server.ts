import { countMatching } from "~/engine/facts/queries.server";
import { foreseeIncentive } from "~/engine/incentives/foresee.server";
import { BUDGET_LOOKBACK_MS } from "~/engine/messaging/budget/rules";
import type { Db } from "~/platform/db.server";
import { getShop, type ShopRecord } from "~/shops/repository.server";

import { examineCampaign } from "../examine.server";
import { type CampaignRow, findCampaign, listCampaigns } from "../repository.server";
import { readTime } from "../rules/times";
import type { CampaignProblem, CampaignState } from "../schema";
import { budgetKeyOf } from "../sending/batch.server";
import { findReach, type Reach } from "./reach.server";
import { listFlowNames } from "./repository.server";

export type AudiencePreview = {
  campaignId: string;
  name: string;
  state: CampaignState;
  /** ISO; null: as soon as it is sent off. */
  sendAt: string | null;
  problems: CampaignProblem[];
  matchingCount: number;
  lookedAtCount: number;
  isCut: boolean;
  mayCount: number;
  heldOutCount: number;
  movedCount: number;
  /** Most people first. */
  against: { reason: string; count: number }[];
  flows: { id: string; name: string; count: number }[];
  campaigns: { id: string; name: string; sendAt: string; count: number }[];
  cost: Cost | null;
  people: { customerId: string; name: string }[];
};

/** What the codes are expected to cost if every one of them is used; `refusal`: why nobody would get one now. */
export type Cost =
  | { kind: "expected"; eachMinor: number; mostMinor: number; currencyCode: string }
  | { kind: "refused"; reason: string };

/** Whom a campaign would reach if it were sent as it is written, and whom not; null when there is no such campaign. */
export async function presentAudience(
  db: Db,
  { shopId, campaignId, now }: { shopId: string; campaignId: string; now: Date },
): Promise<AudiencePreview | null> {
  const campaign = await findCampaign(db, { shopId, campaignId });
  if (!campaign) return null;
  const { name, state, content } = campaign;
  const shop = await getShop(db, { shopId });
  const at = beginningOf(campaign, { shop, now });
  const problems = await examineCampaign(db, { shopId, now }, { name, content });
  const shared = {
    campaignId,
    name,
    state,
    problems,
    sendAt: content.sendOn && at ? at.toISOString() : null,
  };
  if (problems.some(({ field }) => field === "audience")) return { ...shared, ...NOBODY };
  const begins = at ?? now;
  const reach = await findReach(db, { shopId, campaignId, content, at: begins, now });
  return {
    ...shared,
    matchingCount: await countMatching(db, {
      ...{ shopId, zone: shop.ianaTimezone, condition: content.audience, at: now },
    }),
    ...(await countsOf(db, shopId, reach)),
    campaigns: await overlapOf(db, campaign, { shop, begins, now }),
    cost: await costOf(db, campaign, { reach, now }),
  };
}

const NOBODY = {
  ...{ matchingCount: 0, lookedAtCount: 0, isCut: false, mayCount: 0, heldOutCount: 0, movedCount: 0 },
  ...{ against: [], flows: [], campaigns: [], cost: null, people: [] },
};

function beginningOf(
  { sendAt, content }: CampaignRow,
  { shop, now }: { shop: ShopRecord; now: Date },
): Date | null {
  if (sendAt) return sendAt;
  return content.sendOn ? readTime(shop.ianaTimezone, content.sendOn) : now;
}

async function countsOf(db: Db, shopId: string, reach: Reach) {
  const { lookedAtCount, isCut, mayCount, heldOutCount, movedCount, against, inFlows, named } = reach;
  const names = await listFlowNames(db, { shopId, flowIds: [...inFlows.keys()] });
  const byCount = (one: { count: number }, other: { count: number }) => other.count - one.count;
  return {
    ...{ lookedAtCount, isCut, mayCount, heldOutCount, movedCount },
    against: [...against].map(([reason, count]) => ({ reason, count })).sort(byCount),
    flows: [...inFlows].map(([id, count]) => ({ id, name: names.get(id) ?? id, count })).sort(byCount),
    people: named.map(({ customerId, firstName, lastName, facts }) => ({
      customerId,
      name: [firstName, lastName].filter(Boolean).join(" ") || (facts.address ?? customerId),
    })),
  };
}

/** More than anybody has under way. */
const MOST_OTHERS = 50;

/** Other campaigns that begin within the budget's window of this one, and how many people both mean. */
async function overlapOf(
  db: Db,
  { id, shopId, content }: CampaignRow,
  { shop, begins, now }: { shop: ShopRecord; begins: Date; now: Date },
): Promise<AudiencePreview["campaigns"]> {
  const states = ["scheduled", "sending", "paused"] as const;
  const found: AudiencePreview["campaigns"] = [];
  for (const other of await listCampaigns(db, { shopId, states, limit: MOST_OTHERS })) {
    const { sendAt } = other;
    if (other.id === id || !sendAt) continue;
    if (Math.abs(sendAt.getTime() - begins.getTime()) >= BUDGET_LOOKBACK_MS) continue;
    const condition = { kind: "all", of: [content.audience, other.content.audience] } as const;
    const asked = { shopId, zone: shop.ianaTimezone, at: now };
    const count = await countMatching(db, { ...asked, condition: { ...condition, of: [...condition.of] } });
    if (count > 0) found.push({ id: other.id, name: other.name, sendAt: sendAt.toISOString(), count });
  }
  return found;
}

async function costOf(
  db: Db,
  { id, shopId, content: { offer } }: CampaignRow,
  { reach, now }: { reach: Reach; now: Date },
): Promise<Cost | null> {
  if (!offer) return null;
  let refusal: string | null = null;
  for (const { customerId } of reach.named) {
    const foreseen = await foreseeIncentive(db, {
      ...{ shopId, customerId, offer, budgetKey: budgetKeyOf(id), now },
    });
    if (foreseen.kind === "give") {
      const { expectedCostMinor: eachMinor, currencyCode } = foreseen;
      return { kind: "expected", eachMinor, mostMinor: eachMinor * reach.mayCount, currencyCode };
    }
    refusal ??= foreseen.reason;
  }
  return refusal === null ? null : { kind: "refused", reason: refusal };
}
