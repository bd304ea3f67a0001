import { z } from "zod";

import { listMatching } from "~/engine/facts/queries.server";
import { hastenMessages } from "~/engine/messaging/queue.server";
import { SECOND_MS } from "~/kit/duration";
import { defineJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import {
  insertRecipients,
  listRecipients,
  listWrittenMessages,
  OPEN_STATES,
} from "./recipients/repository.server";
import {
  type CampaignRow,
  claimCampaign,
  findCampaign,
  listDueCampaignIds,
  listShopIdsWithDueCampaigns,
  saveTaken,
} from "./repository.server";
import { giveUpBatch, sendBatch } from "./sending/batch.server";

const Payload = z.object({ shopId: z.string(), campaignId: z.string() });

/** People of the audience that one job takes in. */
const TAKEN_AT_ONCE = 2_000;

/**
 * Goes a step on with a campaign: begins it, takes in the next people of its audience, writes to the next ones, or ends it.
 *
 * The audience is that of the instant it begins. A job is one transaction, so one that is killed leaves nothing half done;
 * whatever is left is found by the sweep.
 */
export const advanceCampaign = defineJob({
  name: "campaigns.advance",
  schema: Payload,
  maxAttempts: 8,
  priority: 120,
  run: async ({ shopId, campaignId }, { tx, now }) => {
    const campaign = await findCampaign(tx, { shopId, campaignId });
    if (campaign && (await advance(tx, campaign, now))) await enqueueAdvance(tx, { shopId, campaignId, now });
  },
});

/** Has a campaign go on soon. Once, however often it is asked for. */
export function enqueueAdvance(
  tx: Tx,
  { now, ...payload }: z.infer<typeof Payload> & { now: Date },
): Promise<void> {
  const { shopId, campaignId } = payload;
  return enqueueJob(tx, advanceCampaign, { payload, shopId, now, dedupeKey: campaignId });
}

/** Messages that one job wakes. */
const WOKEN_AT_ONCE = 500;
const WakePayload = Payload.extend({ after: z.string() });

/** Has messages asked anew that waited for the campaign to go on: it does, or was called off. */
export const wakeMessages = defineJob({
  name: "campaigns.wake-messages",
  schema: WakePayload,
  maxAttempts: 8,
  priority: 120,
  run: async ({ shopId, campaignId, after }, { tx, now }) => {
    const written = await listWrittenMessages(tx, { shopId, campaignId, after, limit: WOKEN_AT_ONCE });
    const messageIds = written.flatMap(({ messageId }) => messageId ?? []);
    await hastenMessages(tx, { shopId, messageIds, now });
    const last = written.at(-1);
    if (last && written.length === WOKEN_AT_ONCE)
      await enqueueWaking(tx, { shopId, campaignId, after: last.id, now });
  },
});

/** Has the messages of a campaign woken soon. Safe to repeat. */
export function enqueueWaking(
  tx: Tx,
  { now, ...payload }: z.infer<typeof WakePayload> & { now: Date },
): Promise<void> {
  const { shopId, campaignId, after } = payload;
  return enqueueJob(tx, wakeMessages, { payload, shopId, now, dedupeKey: `${campaignId}|${after}` });
}

/** @returns whether there is more to do at once. */
async function advance(tx: Tx, campaign: CampaignRow, now: Date): Promise<boolean> {
  const { shopId, id: campaignId, state, sendAt } = campaign;
  switch (state) {
    case "scheduled": {
      if (!sendAt || now < sendAt) return false;
      const to = { state: "sending", startedAt: now } as const;
      return claimCampaign(tx, { shopId, campaignId, from: ["scheduled"], to, now });
    }
    case "sending":
      return send(tx, campaign, now);
    case "cancelled":
      return (await giveUpBatch(tx, { campaign, now })) > 0;
    case "draft":
    case "paused":
    case "sent":
      return false;
  }
}

async function send(tx: Tx, campaign: CampaignRow, now: Date): Promise<boolean> {
  if (!campaign.takenAt) return takeIn(tx, campaign, now);
  if ((await sendBatch(tx, { campaign, now })) > 0) return true;
  const { shopId, id: campaignId } = campaign;
  const open = await listRecipients(tx, { shopId, campaignId, states: OPEN_STATES, limit: 1 });
  if (open.length > 0) return false; // Codes are being made, or messages wait for their hour.
  const to = { state: "sent", finishedAt: now } as const;
  await claimCampaign(tx, { shopId, campaignId, from: ["sending"], to, now });
  return false;
}

async function takeIn(tx: Tx, campaign: CampaignRow, now: Date): Promise<boolean> {
  const { shopId, id: campaignId, content, takenUpTo, startedAt } = campaign;
  const { ianaTimezone: zone } = await getShop(tx, { shopId });
  const customerIds = await listMatching(tx, {
    ...{ shopId, zone, condition: content.audience, afterCustomerId: takenUpTo, limit: TAKEN_AT_ONCE },
    at: startedAt ?? now,
  });
  await insertRecipients(tx, { shopId, campaignId, customerIds, now });
  const last = customerIds.at(-1);
  const isAll = last === undefined || customerIds.length < TAKEN_AT_ONCE;
  await saveTaken(tx, { shopId, campaignId }, isAll ? { takenAt: now } : { takenUpTo: last });
  return true;
}

/** Looks for campaigns whose time has come, and for those that are not through. */
export const sweepCampaigns: Schedule = {
  name: "campaigns.sweep-due",
  everyMs: 20 * SECOND_MS,
  async run(tx, now) {
    for (const shopId of await listShopIdsWithDueCampaigns(tx, { now }))
      for (const campaignId of await listDueCampaignIds(tx, { shopId, now }))
        await enqueueAdvance(tx, { shopId, campaignId, now });
  },
};
