import { createHmac, createSign, generateKeyPairSync } from "node:crypto";

/*
 * Reports of mail providers as their documentation shows them, signed as they sign them:
 * docs.aws.amazon.com/ses/latest/dg/notification-examples.html, twilio.com/docs/sendgrid/for-developers/tracking-events/event,
 * postmarkapp.com/developer/webhooks/bounce-webhook, documentation.mailgun.com/docs/mailgun/user-manual/events/webhooks.
 */

/** The Message-ID of the mail that reports are about, unless they say otherwise. */
export const OURS = "<0123456789abcdef@example.com>";
const BARE = "0123456789abcdef@example.com";
const AT = "2026-03-01T12:00:00.000Z";
const AT_SECONDS = Date.parse(AT) / 1_000;

export const TOPIC_ARN = "arn:aws:sns:eu-central-1:123456789012:bounces";

/** What SNS wraps around a notification of SES. */
export function sesReport(message: object, { id = "sns-1", messageId = OURS } = {}) {
  const mail = {
    timestamp: AT,
    source: "hello@example.com",
    messageId: "00000138111222aa-33322211-cccc-cccc-cccc-ddddaaaa0680-000000",
    destination: ["ada@example.com"],
    headersTruncated: false,
    headers: [
      { name: "From", value: "Demo shop <hello@example.com>" },
      { name: "Message-ID", value: messageId },
    ],
    commonHeaders: { subject: "Hello", date: "Sun, 01 Mar 2026 12:00:00 +0000" },
  };
  return {
    Type: "Notification" as const,
    MessageId: id,
    TopicArn: TOPIC_ARN,
    Message: JSON.stringify({ mail, ...message }),
    Timestamp: AT,
    SignatureVersion: "1",
    Signature: "EXAMPLE",
    SigningCertURL: "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0000.pem",
  };
}

export function sendgridEvent(over: object) {
  return {
    email: "ada@example.com",
    timestamp: AT_SECONDS,
    "smtp-id": "<14c5d75ce93.dfd.64b469@ismtpd-555>",
    "perennial-message-id": BARE as string | undefined,
    sg_event_id: "sg-1",
    sg_message_id: "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0",
    ...over,
  };
}

export function postmarkRecord(over: object) {
  return {
    RecordType: "Bounce",
    MessageStream: "outbound",
    ID: 42,
    Type: "HardBounce",
    TypeCode: 1,
    Name: "Hard bounce",
    Tag: "",
    MessageID: "883953f4-6105-42a2-a16a-77a8eac79483",
    Metadata: { "perennial-message-id": BARE },
    ServerID: 1234,
    Description: "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
    Details: "smtp;550 5.1.1 The email account that you tried to reach does not exist",
    Email: "ada@example.com",
    From: "hello@example.com",
    BouncedAt: AT,
    DumpAvailable: true,
    Inactive: true,
    CanActivate: true,
    Subject: "Hello",
    ...over,
  };
}

export function mailgunEvent(over: object) {
  return {
    id: "mg-1",
    event: "failed",
    severity: "permanent",
    reason: "bounce",
    timestamp: AT_SECONDS,
    "log-level": "error",
    recipient: "ada@example.com",
    "delivery-status": { code: 550, "attempt-no": 1, message: "No such mailbox", "enhanced-code": "5.1.1" },
    message: { headers: { to: "ada@example.com", "message-id": BARE, from: "hello@example.com" } },
    ...over,
  };
}

const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });

/** An environment in which all four providers may report. */
export const REPORT_ENV = {
  SES_WEBHOOK_SECRET: "ses-secret-0123456789",
  SES_TOPIC_ARNS: `arn:aws:sns:us-east-1:123456789012:other, ${TOPIC_ARN}`,
  SENDGRID_WEBHOOK_KEY: keys.publicKey.export({ format: "der", type: "spki" }).toString("base64"),
  POSTMARK_WEBHOOK_SECRET: "postmark:password-0123456789",
  MAILGUN_SIGNING_KEY: "key-0123456789abcdef",
} as const;

export type SignedReport = { path: string; headers: Record<string, string>; body: string };

/** A message of SNS, sent as SNS sends it: the secret is in the address. */
export function signedSes(envelope: object, secret: string = REPORT_ENV.SES_WEBHOOK_SECRET): SignedReport {
  const headers = { "Content-Type": "text/plain; charset=UTF-8" };
  return { path: `ses?key=${secret}`, headers, body: JSON.stringify(envelope) };
}

export function signedSendgrid(events: readonly object[], timestamp = "1772366400"): SignedReport {
  const body = JSON.stringify(events);
  const signature = createSign("sha256")
    .update(timestamp + body)
    .sign(keys.privateKey, "base64");
  return {
    path: "sendgrid",
    headers: {
      "X-Twilio-Email-Event-Webhook-Signature": signature,
      "X-Twilio-Email-Event-Webhook-Timestamp": timestamp,
    },
    body,
  };
}

export function signedPostmark(
  record: object,
  login: string = REPORT_ENV.POSTMARK_WEBHOOK_SECRET,
): SignedReport {
  const headers = { Authorization: `Basic ${Buffer.from(login).toString("base64")}` };
  return { path: "postmark", headers, body: JSON.stringify(record) };
}

export function signedMailgun(
  event: object,
  { timestamp = String(AT_SECONDS), token = "token-1", key = REPORT_ENV.MAILGUN_SIGNING_KEY as string } = {},
): SignedReport {
  const signature = createHmac("sha256", key)
    .update(timestamp + token)
    .digest("hex");
  const body = JSON.stringify({ signature: { timestamp, token, signature }, "event-data": event });
  return { path: "mailgun", headers: { "Content-Type": "application/json" }, body };
}
