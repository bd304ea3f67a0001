import { z } from "zod";

import { bracketed, type Feedback, type FeedbackKind } from "./schema";

/*
 * Mailgun's webhooks: one event each. https://documentation.mailgun.com/docs/mailgun/user-manual/events/webhooks
 */

const SignatureSchema = z.object({
  timestamp: z.coerce.string().regex(/^\d{1,12}$/),
  token: z.string().min(1).max(200),
  signature: z.string(),
});
const WebhookSchema = z.object({
  signature: SignatureSchema,
  "event-data": z.object({
    id: z.string().min(1),
    event: z.string(),
    /** Seconds since 1970, with a fraction. */
    timestamp: z.number(),
    severity: z.string().optional(),
    reason: z.string().optional(),
    "delivery-status": z.object({ "enhanced-code": z.string().nullish() }).nullish(),
    message: z.object({ headers: z.object({ "message-id": z.string().optional() }) }).optional(),
  }),
});
type MailgunEvent = z.infer<typeof WebhookSchema>["event-data"];

/** Mailgun's signature: of its time and token only, not of the event. */
export type MailgunSignature = z.infer<typeof SignatureSchema>;

/** Reads the signature of a webhook. @throws ZodError when there is none. */
export function parseMailgunSignature(body: string): MailgunSignature {
  return z.object({ signature: SignatureSchema }).parse(JSON.parse(body)).signature;
}

/** Reasons of permanent failures that are not the mailbox's refusal. Null: no news about it. */
const PERMANENT: Readonly<Record<string, FeedbackKind | null>> = {
  "suppress-bounce": "hard-bounce",
  "suppress-complaint": "complaint",
  "suppress-unsubscribe": null,
  old: "soft-bounce",
};

/** What a webhook of Mailgun says; none for what is no news about a mailbox. @throws ZodError when it is none. */
export function mapMailgun(body: string): Feedback[] {
  const event = WebhookSchema.parse(JSON.parse(body))["event-data"];
  const kind = kindOf(event);
  const messageId = bracketed(event.message?.headers["message-id"]);
  if (!kind || !messageId) return [];
  return [{ eventKey: event.id, messageId, kind, at: new Date(Math.round(event.timestamp * 1_000)) }];
}

function kindOf(event: MailgunEvent): FeedbackKind | null {
  switch (event.event) {
    case "delivered":
      return "delivered";
    case "complained":
      return "complaint";
    case "failed":
      return event.severity === "temporary" ? "soft-bounce" : kindOfPermanent(event);
    default:
      return null;
  }
}

function kindOfPermanent({ reason = "", "delivery-status": status }: MailgunEvent): FeedbackKind | null {
  const known = PERMANENT[reason];
  if (known !== undefined) return known;
  // Refused by policy (5.7.x): that may be about us, so it must not silence an address at once.
  return status?.["enhanced-code"]?.startsWith("5.7.") ? "soft-bounce" : "hard-bounce";
}
