import { z } from "zod";

import { bracketed, type Feedback, type FeedbackKind, MESSAGE_ID_FIELD } from "./schema";

/*
 * SendGrid's event webhook: a list of events. https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
 */

const EventSchema = z.object({
  event: z.string(),
  sg_event_id: z.string().min(1),
  /** Seconds since 1970. */
  timestamp: z.number(),
  "smtp-id": z.string().optional(),
  [MESSAGE_ID_FIELD]: z.string().optional(),
  /** Of bounces: `bounce` for good, `blocked` for now. */
  type: z.string().optional(),
  reason: z.string().optional(),
});
type SendgridEvent = z.infer<typeof EventSchema>;

/** Why SendGrid did not even try: it keeps lists of its own. */
const DROPPED: Readonly<Record<string, FeedbackKind>> = {
  "Bounced Address": "hard-bounce",
  Invalid: "hard-bounce",
  "Spam Reporting Address": "complaint",
};

/** What a delivery of events says; `deferred` and everything about opening and clicking is left out. @throws ZodError */
export function mapSendgrid(body: string): Feedback[] {
  const events = z.array(EventSchema).parse(JSON.parse(body));
  return events.flatMap((event) => {
    const kind = kindOf(event);
    const messageId = bracketed(event[MESSAGE_ID_FIELD] ?? event["smtp-id"]);
    if (!kind || !messageId) return [];
    return { eventKey: event.sg_event_id, messageId, kind, at: new Date(event.timestamp * 1_000) };
  });
}

function kindOf({ event, type, reason = "" }: SendgridEvent): FeedbackKind | null {
  switch (event) {
    case "delivered":
      return "delivered";
    case "bounce":
      return type === "blocked" ? "soft-bounce" : "hard-bounce";
    case "spamreport":
      return "complaint";
    case "dropped":
      return DROPPED[reason] ?? null;
    default:
      return null;
  }
}
