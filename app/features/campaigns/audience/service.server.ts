import { inTransaction, type RootDb } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { examineCampaign } from "../examine.server";
import { enqueueAdvance } from "../jobs.server";
import { saveOwnMessage } from "../own-message.server";
import { claimCampaign, findCampaign } from "../repository.server";
import { readTime } from "../rules/times";
import type { ScheduleAnswer } from "../schema";
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
  // Compiling takes its time, and stands in nobody's way here. Saved anew meanwhile, it is not what is sent off: refused.
  if (written?.state === "draft") await saveOwnMessage(db, { campaign: written, now });
  return inTransaction(
    db,
    async (tx): Promise<ScheduleAnswer> => {
      const campaign = await findCampaign(tx, { shopId, campaignId });
      if (!campaign) return { outcome: "not-found" };
      if (campaign.state !== "draft") return { outcome: "not-possible" };
      const { name, content } = campaign;
      if (JSON.stringify(content) !== JSON.stringify(written?.content)) return { outcome: "not-possible" };
      const problems = await examineCampaign(tx, { shopId, now }, { name, content });
      if (problems.length > 0) return { outcome: "refused", problems };
      const { ianaTimezone } = await getShop(tx, { shopId });
      const at = content.sendOn ? readTime(ianaTimezone, content.sendOn) : null;
      const sendAt = at ?? now;
      const reach = await findReach(tx, { shopId, campaignId, content, at: sendAt, now });
      if (reach.mayCount === 0) {
        const params = { matching: reach.lookedAtCount };
        return { outcome: "refused", problems: [{ field: "audience", code: "reaches-nobody", params }] };
      }
      const to = { state: "scheduled", sendAt } as const;
      await claimCampaign(tx, { shopId, campaignId, from: ["draft"], to, now });
      if (sendAt <= now) await enqueueAdvance(tx, { shopId, campaignId, now });
      return { outcome: "scheduled" };
    },
    { shopId },
  );
}
