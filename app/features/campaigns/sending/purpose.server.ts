import { startClock } from "~/engine/incentives/clock.server";
import { findIssuedCode } from "~/engine/incentives/presenter.server";
import { withdrawCode } from "~/engine/incentives/withdraw.server";
import type { MailPurpose, MessageOutcome, QueuedMessage } from "~/engine/messaging/purpose";
import { HOUR_MS } from "~/kit/duration";
import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import type { Tx } from "~/platform/db.server";

import { logDecisions, type Told } from "../log.server";
import { claimRecipients, findRecipient, type RecipientRow } from "../recipients/repository.server";
import { type CampaignRow, findCampaign } from "../repository.server";
import { sentence } from "../rules/unsent";
import { PURPOSE } from "./purpose-name";

type Asked = { shopId: string; message: QueuedMessage; now: Date };

/** How long a message of a campaign that was paused waits before it asks again, unless it is woken (`wakeMessages`). */
const PAUSE_MS = HOUR_MS;

export const campaignsPurpose: MailPurpose = { purpose: PURPOSE, recheck, onSettled };

async function findSubject(
  tx: Tx,
  { shopId, message }: Asked,
): Promise<{ recipient: RecipientRow; campaign: CampaignRow } | null> {
  const recipient = await findRecipient(tx, { shopId, recipientId: message.subjectId ?? "" });
  const campaign = recipient && (await findCampaign(tx, recipient));
  return campaign && { recipient, campaign };
}

/** The last look before a message leaves: is the campaign still on, and is the code still good. */
async function recheck(tx: Tx, asked: Asked): ReturnType<MailPurpose["recheck"]> {
  const { shopId, now } = asked;
  const subject = await findSubject(tx, asked);
  if (!subject) return { kind: "cancel", reason: "erased" };
  const { recipient, campaign } = subject;
  if (campaign.state === "cancelled") return { kind: "cancel", reason: "campaign-cancelled" };
  if (campaign.state === "paused")
    return { kind: "postpone", until: new Date(now.getTime() + PAUSE_MS), reason: "campaign-paused" };
  const { codeId } = recipient;
  const code = codeId === null ? null : await findIssuedCode(tx, { shopId, codeId });
  const isSpent = code !== null && (code.isRedeemed || now >= code.expiresAt);
  return isSpent ? { kind: "cancel", reason: "code-spent" } : { kind: "go" };
}

async function onSettled(tx: Tx, settled: Asked & { outcome: MessageOutcome }): Promise<void> {
  const { shopId, outcome, now } = settled;
  const subject = await findSubject(tx, settled);
  if (!subject) return;
  const { recipient, campaign } = subject;
  const { to, told } = endOf(recipient, outcome, now);
  const from = ["written", "lost"] as const;
  // A person may try again what was lost.
  if ((await claimRecipients(tx, { shopId, recipientIds: [recipient.id], from, to, now })) === 0) return;
  await logDecisions(tx, { campaign: campaign.name, told: [told], now });
  const hasLeft = outcome.kind === "sent" || outcome.kind === "uncertain";
  if (campaign.content.premiere && outcome.kind === "sent")
    await tellInvited(tx, recipient, { messageId: settled.message.id, now });
  const { codeId } = recipient;
  if (codeId === null) return;
  if (hasLeft) await startClock(tx, { shopId, codeId, sentAt: now, now });
  // Nobody will ever tell them of it: what it holds of the budget is free for others.
  if (outcome.kind === "cancelled") await withdrawCode(tx, { shopId, codeId, now });
}

/** Said once per person and premiere. */
async function tellInvited(
  tx: Tx,
  { shopId, id: recipientId, campaignId, customerId }: RecipientRow,
  { messageId, now }: { messageId: string; now: Date },
): Promise<void> {
  const event: DomainEvent<"campaign.premiere-invited"> = {
    type: "campaign.premiere-invited",
    sourceKey: `campaign.premiere-invited:${recipientId}`,
    payload: { campaignId, recipientId, customerId, messageId },
    customerId,
    subjectId: campaignId,
    occurredAt: now,
  };
  await publishEvents(tx, [event], { shopId, now });
}

function endOf(recipient: RecipientRow, outcome: MessageOutcome, now: Date) {
  const told = (outcomeTold: Told["outcome"], reason: string, params: Told["params"] = {}): Told => ({
    recipient,
    outcome: outcomeTold,
    reason,
    params,
  });
  switch (outcome.kind) {
    case "sent":
      return { to: { state: "sent", sentAt: now, reason: null }, told: told("sent", "sent") } as const;
    case "cancelled": {
      const reason = sentence(outcome.reason);
      return { to: { state: "refused", reason }, told: told("cancelled", reason) } as const;
    }
    case "failed":
    case "uncertain": {
      const reason = `mail-${outcome.kind}`;
      return {
        to: { state: "lost", reason },
        told: told("stopped", reason, { error: outcome.error }),
      } as const;
    }
  }
}
