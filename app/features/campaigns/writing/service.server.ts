import type { Db } from "~/platform/db.server";

import { examineCampaign } from "../examine.server";
import { findCampaign, saveDraft } from "../repository.server";
import { CAMPAIGN_LIMITS, CampaignContentSchema, type WritingAnswer } from "../schema";

type Written = { kind: "check" | "save"; name: string; written?: unknown };

/** Does with a draft what the merchant asked: tells what is wrong with it, and saves it with whatever is. */
export async function answerWriting(
  db: Db,
  { shopId, campaignId, now, asked }: { shopId: string; campaignId: string; now: Date; asked: Written },
): Promise<WritingAnswer> {
  const campaign = await findCampaign(db, { shopId, campaignId });
  if (!campaign) return { outcome: "not-found" };
  const parsed = CampaignContentSchema.safeParse(asked.written);
  if (!parsed.success) return { outcome: "unreadable" };
  const name = asked.name.trim().slice(0, CAMPAIGN_LIMITS.nameLength);
  const content = parsed.data;
  if (asked.kind === "save") {
    const isSaved = await saveDraft(db, { shopId, campaignId, name, content, now });
    if (!isSaved) return { outcome: "not-possible" };
  }
  const problems = await examineCampaign(db, { shopId, now }, { name, content });
  return { outcome: asked.kind === "save" ? "saved" : "checked", problems };
}
