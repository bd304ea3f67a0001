import { appendDecision } from "~/engine/decisions/append.server";
import { hashAddress } from "~/platform/crypto.server";
import type { Tx } from "~/platform/db.server";
import { getSecret } from "~/platform/secrets.server";

import { findReader, stopMarketing } from "../consent/unsubscribe.server";
import { findMessage, type MessageRow } from "../repository.server";
import type { SuppressionReason } from "../schema";
import { suppressAddress } from "../suppression.server";
import { insertFeedback, listFeedbackOf } from "./repository.server";
import { countSoftBounces, SOFT_BOUNCE_LIMIT } from "./rules";
import type { Feedback, MailProvider } from "./schema";

/** Mails are retried: several reports can be about one. */
const REPORTS_LOOKED_AT = SOFT_BOUNCE_LIMIT * 10;

type Reported = { message: MessageRow; address: string; customerId: string | null; now: Date };

/**
 * Draws the consequences of a provider's report. A dead mailbox and a complaint suppress the address at once, five mails
 * in a row that came back for now as well; a complaint also withdraws the consent.
 *
 * Safe to repeat by (shopId, provider, eventKey).
 */
export async function applyFeedback(
  tx: Tx,
  {
    shopId,
    messageId,
    provider,
    feedback,
    now,
  }: { shopId: string; messageId: string; provider: MailProvider; feedback: Feedback; now: Date },
): Promise<void> {
  const message = await findMessage(tx, { shopId, id: messageId });
  if (!message) return;
  const { contact, address } = await findReader(tx, message);
  if (!address) return; // Erased, or forgotten: there is nothing to suppress.
  const addressHash = hashAddress(getSecret(), address);
  const customerId = contact?.id ?? null;
  const { eventKey, kind, at } = feedback;
  const row = { shopId, messageId, addressHash, customerId, provider, eventKey, kind, at, now };
  if (!(await insertFeedback(tx, row))) return;
  const reported = { message, address, customerId, now };
  switch (kind) {
    case "delivered":
      return;
    case "hard-bounce":
      return suppress(tx, "hard-bounce", reported);
    case "complaint":
      await suppress(tx, "complaint", reported);
      await stopMarketing(tx, { message, source: "complaint", now });
      return;
    case "soft-bounce": {
      const reports = await listFeedbackOf(tx, { shopId, addressHash, limit: REPORTS_LOOKED_AT });
      const count = countSoftBounces(reports);
      if (count >= SOFT_BOUNCE_LIMIT) return suppress(tx, "soft-bounces", reported, count);
      return writeDown(tx, { reason: "soft-bounce", count }, reported);
    }
  }
}

async function suppress(
  tx: Tx,
  reason: Extract<SuppressionReason, "hard-bounce" | "soft-bounces" | "complaint">,
  ...[reported, count = 1]: [Reported, number?]
): Promise<void> {
  const { message, address, now } = reported;
  const { shopId } = message;
  if ((await suppressAddress(tx, { shopId, address, topic: "all", reason, now })) === "new")
    await writeDown(tx, { reason, count }, reported);
}

/** One decision per mail and reason, however often its provider tells of it. */
async function writeDown(
  tx: Tx,
  { reason, count }: { reason: string; count: number },
  { message: { id, shopId }, customerId, now }: Reported,
): Promise<void> {
  await appendDecision(tx, {
    shopId,
    feature: "messaging",
    outcome: reason === "soft-bounce" ? "skipped" : "stopped",
    reason,
    params: { count, limit: SOFT_BOUNCE_LIMIT },
    customerId,
    subjectKind: "message",
    subjectId: id,
    dedupeKey: `messaging:${reason}:${id}`,
    now,
  });
}
