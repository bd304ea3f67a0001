import { z } from "zod";

import { bracketed, type Feedback, type FeedbackKind, MESSAGE_ID_FIELD } from "./schema";

/*
 * Postmark's webhooks: one record each. https://postmarkapp.com/developer/webhooks/bounce-webhook, …/delivery-webhook,
 * …/spam-complaint-webhook. `MessageID` is Postmark's own: ours comes back as metadata.
 */

const RecordSchema = z.object({
  RecordType: z.string(),
  ID: z.number().optional(),
  MessageID: z.string().min(1),
  Type: z.string().optional(),
  Metadata: z.record(z.string()).default({}),
  BouncedAt: z.coerce.date().optional(),
  DeliveredAt: z.coerce.date().optional(),
});
type PostmarkRecord = z.infer<typeof RecordSchema>;

/** Types of bounces: https://postmarkapp.com/developer/api/bounce-api#bounce-types. Others are no news about a mailbox. */
const BOUNCES: Readonly<Record<string, FeedbackKind>> = {
  HardBounce: "hard-bounce",
  BadEmailAddress: "hard-bounce",
  ManuallyDeactivated: "hard-bounce",
  SpamComplaint: "complaint",
  SoftBounce: "soft-bounce",
  Transient: "soft-bounce",
  DnsError: "soft-bounce",
  Undeliverable: "soft-bounce",
  Blocked: "soft-bounce",
  Unknown: "soft-bounce",
};

/** What a record of Postmark says; none for what is no news about a mailbox. @throws ZodError when it is no record. */
export function mapPostmark(body: string): Feedback[] {
  const record = RecordSchema.parse(JSON.parse(body));
  const told = tell(record);
  const messageId = bracketed(record.Metadata[MESSAGE_ID_FIELD]);
  if (!told || !messageId) return [];
  const { RecordType, ID, MessageID } = record;
  return [{ eventKey: `${RecordType}:${ID ?? MessageID}`, messageId, ...told }];
}

function tell({
  RecordType,
  Type = "",
  BouncedAt,
  DeliveredAt,
}: PostmarkRecord): { kind: FeedbackKind; at: Date } | null {
  if (RecordType === "Delivery" && DeliveredAt) return { kind: "delivered", at: DeliveredAt };
  if (RecordType === "SpamComplaint" && BouncedAt) return { kind: "complaint", at: BouncedAt };
  const kind = RecordType === "Bounce" ? BOUNCES[Type] : undefined;
  return kind && BouncedAt ? { kind, at: BouncedAt } : null;
}
