import type { Db } from "~/platform/db.server";
import type { Locale } from "~/shops/schema";

import { examineCampaign } from "../examine.server";
import { loadMaterials, type Materials } from "../materials.server";
import { findCampaign } from "../repository.server";
import type { CampaignContent, CampaignProblem, CampaignState } from "../schema";

export type WritingData = {
  campaignId: string;
  name: string;
  state: CampaignState;
  content: CampaignContent;
  problems: CampaignProblem[];
  materials: Materials;
};

/** Everything the editor shows of a campaign; null when there is none. */
export async function presentWriting(
  db: Db,
  { campaignId, ...reader }: { shopId: string; campaignId: string; locale: Locale; now: Date },
): Promise<WritingData | null> {
  const { shopId, now } = reader;
  const campaign = await findCampaign(db, { shopId, campaignId });
  if (!campaign) return null;
  const { name, state, content } = campaign;
  const problems = state === "draft" ? await examineCampaign(db, { shopId, now }, { name, content }) : [];
  return {
    campaignId,
    name,
    state,
    content,
    problems,
    materials: await loadMaterials(db, reader, [content]),
  };
}
