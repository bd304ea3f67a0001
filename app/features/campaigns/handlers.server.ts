import { defineSubscriber } from "~/pipeline/events/subscriber";

import { enqueueAdvance } from "./jobs.server";
import { wakeByCode } from "./recipients/repository.server";
import { listCampaigns, saveSendAt } from "./repository.server";
import { readTime } from "./rules/times";

const OCCASION_PREFIX = "campaign:";
/** More than anybody has waiting. */
const MOST_SCHEDULED = 200;

/** The code of somebody's message is there, or will not be. */
export const onCode = defineSubscriber({
  name: "campaigns.on-code",
  events: ["code.issued", "code.failed"],
  async run({ shopId, payload: { codeId, occasionKey } }, { tx, now }) {
    if (!occasionKey.startsWith(OCCASION_PREFIX)) return;
    const campaignId = await wakeByCode(tx, { shopId, codeId, now });
    if (campaignId !== null) await enqueueAdvance(tx, { shopId, campaignId, now });
  },
});

/** What was to begin at 9:00 begins at 9:00 of the new clocks. */
export const onZone = defineSubscriber({
  name: "campaigns.on-zone",
  events: ["shop.zone-changed"],
  async run({ shopId, payload: { ianaTimezone } }, { tx }) {
    for (const campaign of await listCampaigns(tx, {
      shopId,
      states: ["scheduled"],
      limit: MOST_SCHEDULED,
    })) {
      const { sendOn } = campaign.content;
      const sendAt = sendOn && readTime(ianaTimezone, sendOn);
      if (sendAt) await saveSendAt(tx, { shopId, campaignId: campaign.id, sendAt });
    }
  },
});
