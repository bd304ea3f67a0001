import { z } from "zod";

import { bracketed, type Feedback, type FeedbackKind } from "./schema";

/*
 * Amazon SES over SNS. https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html (identity notifications,
 * `notificationType`) and …/event-publishing-retrieving-sns-contents.html (configuration sets, `eventType`).
 * "Include original headers" must be on: SES puts a Message-ID of its own into `mail.messageId`.
 */

const SnsSchema = z.object({
  Type: z.enum(["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"]),
  MessageId: z.string().min(1),
  TopicArn: z.string(),
  Message: z.string(),
  SubscribeURL: z.string().optional(),
});

/** What SNS wraps around a report. */
export type SnsEnvelope = z.infer<typeof SnsSchema>;

/** Reads SNS's envelope. @throws ZodError when it is none. */
export function parseSns(body: string): SnsEnvelope {
  return SnsSchema.parse(JSON.parse(body));
}

const instant = z.coerce.date();
const ReportSchema = z.object({
  notificationType: z.string().optional(),
  eventType: z.string().optional(),
  mail: z.object({
    headers: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
    commonHeaders: z.object({ messageId: z.string().optional() }).default({}),
  }),
  bounce: z
    .object({ bounceType: z.string(), bounceSubType: z.string(), feedbackId: z.string(), timestamp: instant })
    .optional(),
  complaint: z
    .object({
      feedbackId: z.string(),
      timestamp: instant,
      complaintFeedbackType: z.string().nullish(),
    })
    .optional(),
  delivery: z.object({ timestamp: instant }).optional(),
});
type Report = z.infer<typeof ReportSchema>;

/** Transient bounces that are about what we sent, not about the mailbox. */
const ABOUT_THE_MAIL = new Set(["MessageTooLarge", "ContentRejected", "AttachmentRejected"]);

/** What a notification of SES says; null for what is no news about a mailbox. @throws ZodError when it is none of SES. */
export function mapSes({ MessageId, Message }: SnsEnvelope): Feedback | null {
  const report = ReportSchema.parse(JSON.parse(Message));
  const { headers, commonHeaders } = report.mail;
  const original = headers.find(({ name }) => name.toLowerCase() === "message-id")?.value;
  const messageId = bracketed(original ?? commonHeaders.messageId);
  const told = tell(report);
  if (!told || !messageId) return null;
  return { messageId, eventKey: told.key ?? MessageId, kind: told.kind, at: told.at };
}

function tell(report: Report): { kind: FeedbackKind; at: Date; key?: string } | null {
  const { bounce, complaint, delivery } = report;
  switch (report.notificationType ?? report.eventType ?? "") {
    case "Bounce": {
      const kind = bounce && kindOfBounce(bounce);
      return kind ? { kind, at: bounce.timestamp, key: bounce.feedbackId } : null;
    }
    case "Complaint":
      // Somebody took the mail out of their spam folder.
      if (!complaint || complaint.complaintFeedbackType === "not-spam") return null;
      return { kind: "complaint", at: complaint.timestamp, key: complaint.feedbackId };
    case "Delivery":
      return delivery ? { kind: "delivered", at: delivery.timestamp } : null;
    default:
      return null;
  }
}

function kindOfBounce({ bounceType, bounceSubType }: NonNullable<Report["bounce"]>): FeedbackKind | null {
  if (bounceType === "Permanent") return bounceSubType === "UnsubscribedRecipient" ? null : "hard-bounce";
  return ABOUT_THE_MAIL.has(bounceSubType) ? null : "soft-bounce";
}
