import { exposeToFlow } from "~/engine/experiments/expose.server";
import { issueIncentive } from "~/engine/incentives/issue.server";
import { withdrawCode } from "~/engine/incentives/withdraw.server";
import { loadReachable, type Reachable } from "~/engine/messaging/consent/reachable.server";
import type { Tx } from "~/platform/db.server";
import { GENERAL_SETTINGS_KEY, GeneralSettingsSchema } from "~/shops/schema";
import { getShop } from "~/shops/repository.server";
import { readSetting } from "~/shops/settings.server";

import { logDecisions, type Told } from "../log.server";
import {
  claimRecipients,
  listRecipients,
  listWrittenTo,
  type RecipientRow,
  type RecipientStep,
} from "../recipients/repository.server";
import type { CampaignRow } from "../repository.server";
import { decideRecipient } from "../rules/recipient";
import { usefulUntil } from "../rules/times";
import { occasionOf, type Sending, writeMessage } from "./write.server";

/** People that one job writes to: a transaction of a breath. */
export const BATCH = 100;

/** What came of one person. */
type Step = { recipient: RecipientRow; to: RecipientStep; told?: Told };

/**
 * Writes to the next people of a campaign, or writes down why not.
 *
 * Once per person: it is all in one transaction with the job, and message and code are named by the recipient.
 *
 * @returns how many were looked at.
 */
export async function sendBatch(
  tx: Tx,
  { campaign, now }: { campaign: CampaignRow; now: Date },
): Promise<number> {
  const { shopId, id: campaignId } = campaign;
  const recipients = await listRecipients(tx, { shopId, campaignId, states: ["waiting"], limit: BATCH });
  if (recipients.length === 0) return 0;
  const sending = await prepare(tx, campaign, now);
  const { may, steps } = await judge(tx, recipients, sending);
  const standings = await exposeToFlow(tx, {
    ...{ shopId, flowId: campaignId, now },
    customerIds: may.map(({ recipient }) => recipient.customerId),
    isWithoutHoldout: !campaign.content.hasHoldout,
  });
  for (const one of may) {
    const standing = standings.get(one.recipient.customerId);
    steps.push(
      standing?.kind === "held-out"
        ? leaveOut(one.recipient, `held-out-${standing.by}`)
        : await writeTo(tx, one, sending),
    );
  }
  await save(tx, steps, sending);
  return recipients.length;
}

async function prepare(tx: Tx, campaign: CampaignRow, now: Date): Promise<Sending> {
  const { shopId, content } = campaign;
  const shop = await getShop(tx, { shopId });
  const schema = GeneralSettingsSchema;
  const { language } = await readSetting(tx, { shopId, key: GENERAL_SETTINGS_KEY, schema });
  const sendAt = campaign.sendAt ?? now;
  const until = usefulUntil(content, { sendAt, zone: shop.ianaTimezone });
  return { campaign, shop, shopLanguage: language, until, now };
}

type Candidate = { recipient: RecipientRow; person: Reachable; address: string };

async function judge(tx: Tx, recipients: readonly RecipientRow[], { campaign, until, now }: Sending) {
  const { shopId, id: campaignId, content } = campaign;
  const customerIds = recipients.map(({ customerId }) => customerId);
  const { topic, channel } = content;
  const reached = await loadReachable(tx, { shopId, customerIds, topic, channel, now });
  const writtenTo = await listWrittenTo(tx, { shopId, campaignId, customerIds });
  const may: Candidate[] = [];
  const steps: Step[] = [];
  for (const recipient of recipients) {
    const person = reached.get(recipient.customerId);
    const decision = decideRecipient({
      consent: person?.facts ?? null,
      isWrittenTo: writtenTo.has(recipient.customerId),
      isTooLate: now >= until,
    });
    const address = person?.facts.address;
    if (decision.kind === "refuse") steps.push(refuse(recipient, decision.reason));
    else if (person && address) may.push({ recipient, person, address });
  }
  return { may, steps };
}

async function writeTo(tx: Tx, candidate: Candidate, sending: Sending): Promise<Step> {
  const { recipient } = candidate;
  const { campaign, now } = sending;
  const { offer } = campaign.content;
  if (!offer)
    return written(recipient, await writeMessage(tx, { ...candidate, codeId: null }, sending), null);
  const given = await issueIncentive(tx, {
    shopId: recipient.shopId,
    customerId: recipient.customerId,
    offer,
    occasionKey: occasionOf(recipient.id),
    budgetKey: budgetKeyOf(campaign.id),
    now,
  });
  switch (given.kind) {
    case "issued": {
      const { codeId } = given;
      return written(recipient, await writeMessage(tx, { ...candidate, codeId }, sending), codeId);
    }
    case "requested":
      return { recipient, to: { state: "asked", codeId: given.codeId } };
    case "refused":
      // A mail about a code must not go without one. Which guard said no is in the log beside this.
      return refuse(recipient, "code-refused");
  }
}

/** Whose budget a campaign's codes come from. */
export function budgetKeyOf(campaignId: string): string {
  return `campaign:${campaignId}`;
}

function written(recipient: RecipientRow, messageId: string, codeId: string | null): Step {
  return { recipient, to: { state: "written", messageId, codeId } };
}

function refuse(recipient: RecipientRow, reason: string): Step {
  return { recipient, to: { state: "refused", reason }, told: { recipient, outcome: "skipped", reason } };
}

function leaveOut(recipient: RecipientRow, reason: string): Step {
  return { recipient, to: { state: "held-out", reason }, told: { recipient, outcome: "held-out", reason } };
}

/** Whoever goes the same way is moved in one statement. */
async function save(tx: Tx, steps: readonly Step[], { campaign, now }: Sending): Promise<void> {
  const ways = new Map<string, { to: RecipientStep; recipientIds: string[] }>();
  for (const { recipient, to } of steps) {
    const key = JSON.stringify(to);
    const way = ways.get(key) ?? { to, recipientIds: [] };
    way.recipientIds.push(recipient.id);
    ways.set(key, way);
  }
  const { shopId } = campaign;
  for (const way of ways.values()) await claimRecipients(tx, { ...way, shopId, from: ["waiting"], now });
  const told = steps.flatMap((step) => step.told ?? []);
  if (told.length > 0) await logDecisions(tx, { campaign: campaign.name, told, now });
}

/** Gives up on people of a campaign that was called off, and takes their codes back. @returns how many. */
export async function giveUpBatch(
  tx: Tx,
  { campaign, now }: { campaign: CampaignRow; now: Date },
): Promise<number> {
  const { shopId, id: campaignId } = campaign;
  const states = ["waiting", "asked"] as const;
  const recipients = await listRecipients(tx, { shopId, campaignId, states, limit: BATCH });
  const to = { state: "refused", reason: "campaign-cancelled" } as const;
  const recipientIds = recipients.map(({ id }) => id);
  await claimRecipients(tx, { shopId, recipientIds, from: states, to, now });
  for (const { codeId } of recipients) if (codeId !== null) await withdrawCode(tx, { shopId, codeId, now });
  const told = recipients.map(
    (recipient) => ({ recipient, outcome: "cancelled", reason: to.reason }) as const,
  );
  if (told.length > 0) await logDecisions(tx, { campaign: campaign.name, told, now });
  return recipients.length;
}
