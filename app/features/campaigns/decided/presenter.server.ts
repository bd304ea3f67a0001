import type { DecisionSubjects } from "~/engine/decisions/subjects.server";

/** What decisions of campaigns are about: the campaign. */
export const campaignSubjects: DecisionSubjects = {
  kind: "campaign",
  async listSubjects(db, { shopId, ids }) {
    const campaigns = await db.campaign.findMany({
      where: { shopId, id: { in: [...ids] } },
      select: { id: true, name: true },
    });
    return new Map(campaigns.map(({ id, name }) => [id, { name, url: `/app/campaigns/${id}` }]));
  },
};
