import type { Db } from "~/platform/db.server";
import type { Locale } from "~/shops/schema";

import { loadMaterials, type Materials } from "../materials.server";
import { listCampaigns } from "../repository.server";
import { type CampaignFigures, presentFigures } from "../results/presenter.server";
import type { CampaignContent, CampaignState } from "../schema";

export type ListedCampaign = {
  id: string;
  name: string;
  state: CampaignState;
  audience: CampaignContent["audience"];
  sendAt: string | null;
  updatedAt: string;
  asksForAnswer: boolean;
  /** Null before it begins. */
  figures: CampaignFigures | null;
};

export type CampaignList = { campaigns: ListedCampaign[]; materials: Materials };

/** The newest ones: older ones are in nobody's way. */
const MOST_LISTED = 50;

/** The campaigns of a shop with whom they mean, where they stand and what they brought. */
export async function presentCampaignList(
  db: Db,
  reader: { shopId: string; locale: Locale; now: Date },
): Promise<CampaignList> {
  const { shopId, now } = reader;
  const rows = await listCampaigns(db, { shopId, limit: MOST_LISTED });
  const campaigns: ListedCampaign[] = [];
  for (const row of rows) {
    const { id, name, state, content, sendAt, updatedAt } = row;
    campaigns.push({
      ...{ id, name, state, audience: content.audience },
      sendAt: sendAt?.toISOString() ?? null,
      updatedAt: updatedAt.toISOString(),
      asksForAnswer: content.premiere?.asksForAnswer ?? false,
      figures: row.startedAt ? await presentFigures(db, row, now) : null,
    });
  }
  return {
    campaigns,
    materials: await loadMaterials(
      db,
      reader,
      rows.map(({ content }) => content),
    ),
  };
}
