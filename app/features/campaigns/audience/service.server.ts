import { inTransaction, type RootDb } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { examineCampaign } from "../examine.server";
import { enqueueAdvance } from "../jobs.server";
import { saveOwnMessage } from "../own-message.server";
import { type CampaignRow, claimCampaign, findCampaign } from "../repository.server";
import { readTime } from "../rules/times";
import type { CampaignProblem, ScheduleAnswer } from "../schema";
import { findReach } from "./reach.server";

/**
 * Sends a draft off: now, or at its time. Refused with what is wrong, also when it would reach nobody.
 *
 * Safe to repeat: what is no draft any more is left as it is.
 */
export async function scheduleCampaign(
  db: RootDb,
  { shopId, campaignId, now }: { shopId: string; campaignId: string; now: Date },
): Promise<ScheduleAnswer> {
  const written = await findCampaign(db, { shopId, campaignId });
  if (!written) return { outcome: "not-found" };
  if (written.state !== "draft") return { outcome: "not-possible" };
  // Compiling and looking for its readers take their time, and stand in nobody's way here. Saved anew meanwhile, it is not
  // what is sent off: refused.
  await saveOwnMessage(db, { campaign: written, now });
  const problems = await findSendProblems(db, { campaign: written, now });
  if (problems.length > 0) return { outcome: "refused", problems };
  return inTransaction(
    db,
    async (tx): Promise<ScheduleAnswer> => {
      const campaign = await findCampaign(tx, { shopId, campaignId });
      if (!campaign) return { outcome: "not-found" };
      if (campaign.state !== "draft") return { outcome: "not-possible" };
      const { name, content } = campaign;
      if (JSON.stringify(content) !== JSON.stringify(written.content)) return { outcome: "not-possible" };
      const stillWrong = await examineCampaign(tx, { shopId, now }, { name, content });
      if (stillWrong.length > 0) return { outcome: "refused", problems: stillWrong };
      const { ianaTimezone } = await getShop(tx, { shopId });
      const at = content.sendOn ? readTime(ianaTimezone, content.sendOn) : null;
      const sendAt = at ?? now;
      const to = { state: "scheduled", sendAt } as const;
      await claimCampaign(tx, { shopId, campaignId, from: ["draft"], to, now });
      if (sendAt <= now) await enqueueAdvance(tx, { shopId, campaignId, now });
      return { outcome: "scheduled" };
    },
    { shopId },
  );
}

/** What is wrong with a draft, or that it would reach nobody. Who is reached is judged again, each when written to. */
async function findSendProblems(
  db: RootDb,
  { campaign, now }: { campaign: CampaignRow; now: Date },
): Promise<CampaignProblem[]> {
  const { shopId, id: campaignId, name, content } = campaign;
  const problems = await examineCampaign(db, { shopId, now }, { name, content });
  if (problems.length > 0) return problems;
  const reach = await findReach(db, { shopId, campaignId, content, at: now, now });
  if (reach.mayCount > 0) return [];
  return [{ field: "audience", code: "reaches-nobody", params: { matching: reach.lookedAtCount } }];
}
