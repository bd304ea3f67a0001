/** Payloads are those of the providers' documentation, with our Message-ID where ours would be. */
import { describe, expect, test } from "vitest";

import { mapMailgun } from "./mailgun-mapping";
import { mapPostmark } from "./postmark-mapping";
import { bracketed } from "./schema";
import { mapSendgrid } from "./sendgrid-mapping";
import { mapSes } from "./ses-mapping";
import {
  mailgunEvent,
  OURS,
  postmarkRecord,
  sendgridEvent,
  sesReport,
} from "../../../../tests/support/mail-reports";

const AT = new Date("2026-03-01T12:00:00.000Z");

describe("Amazon SES", () => {
  const kindOf = (message: object) => mapSes(sesReport(message))?.kind ?? null;
  const bounce = (bounceType: string, bounceSubType: string) => ({
    notificationType: "Bounce",
    bounce: { bounceType, bounceSubType, feedbackId: "f-1", timestamp: AT, bouncedRecipients: [] },
  });

  test("names the mail by its original header, the report by its feedback id", () => {
    expect(mapSes(sesReport(bounce("Permanent", "General")))).toEqual({
      eventKey: "f-1",
      messageId: OURS,
      kind: "hard-bounce",
      at: AT,
    });
  });

  test.each([
    ["Permanent", "General", "hard-bounce"],
    ["Permanent", "NoEmail", "hard-bounce"],
    ["Permanent", "OnAccountSuppressionList", "hard-bounce"],
    ["Permanent", "UnsubscribedRecipient", null],
    ["Transient", "General", "soft-bounce"],
    ["Transient", "MailboxFull", "soft-bounce"],
    ["Transient", "MessageTooLarge", null],
    ["Transient", "ContentRejected", null],
    ["Undetermined", "Undetermined", "soft-bounce"],
  ])("a bounce that is %s, %s: %s", (type, subType, kind) => {
    expect(kindOf(bounce(type, subType))).toBe(kind);
  });

  test.each(["notificationType", "eventType"])("is understood with %s", (field) => {
    expect(kindOf({ [field]: "Delivery", delivery: { timestamp: AT } })).toBe("delivered");
    expect(kindOf({ [field]: "Open", open: { timestamp: AT } })).toBeNull();
  });

  test("a complaint counts, one taken back does not", () => {
    const complaint = { feedbackId: "f-2", timestamp: AT, complainedRecipients: [] };
    expect(kindOf({ notificationType: "Complaint", complaint })).toBe("complaint");
    const notSpam = { ...complaint, complaintFeedbackType: "not-spam" };
    expect(kindOf({ notificationType: "Complaint", complaint: notSpam })).toBeNull();
  });

  test("without the original headers nobody can tell which mail it was", () => {
    const mail = { messageId: "00000138111222aa", headersTruncated: false };
    expect(kindOf({ ...bounce("Permanent", "General"), mail })).toBeNull();
  });
});

describe("SendGrid", () => {
  const kindsOf = (...events: object[]) =>
    mapSendgrid(JSON.stringify(events.map(sendgridEvent))).map(({ kind }) => kind);

  test("names the mail by our own field, else by smtp-id", () => {
    const [withOurs, withSmtpId] = mapSendgrid(
      JSON.stringify([
        sendgridEvent({ event: "bounce", type: "bounce", "smtp-id": "<theirs@ismtpd>" }),
        sendgridEvent({ event: "delivered", "perennial-message-id": undefined, "smtp-id": OURS }),
      ]),
    );
    expect(withOurs).toEqual({ eventKey: "sg-1", messageId: OURS, kind: "hard-bounce", at: AT });
    expect(withSmtpId?.messageId).toBe(OURS);
  });

  test.each([
    [{ event: "bounce", type: "bounce" }, ["hard-bounce"]],
    [{ event: "bounce", type: "blocked" }, ["soft-bounce"]],
    [{ event: "dropped", reason: "Bounced Address" }, ["hard-bounce"]],
    [{ event: "dropped", reason: "Spam Reporting Address" }, ["complaint"]],
    [{ event: "dropped", reason: "Unsubscribed Address" }, []],
    [{ event: "spamreport" }, ["complaint"]],
    [{ event: "delivered" }, ["delivered"]],
    [{ event: "deferred" }, []],
    [{ event: "click" }, []],
  ])("%j: %j", (event, kinds) => {
    expect(kindsOf(event)).toEqual(kinds);
  });
});

describe("Postmark", () => {
  const told = (over: object) => mapPostmark(JSON.stringify(postmarkRecord(over)));

  test("names the mail by its metadata, the report by its kind and number", () => {
    expect(told({})).toEqual([{ eventKey: "Bounce:42", messageId: OURS, kind: "hard-bounce", at: AT }]);
    expect(told({ Metadata: {} })).toEqual([]);
  });

  test.each([
    [{ Type: "HardBounce" }, ["hard-bounce"]],
    [{ Type: "BadEmailAddress" }, ["hard-bounce"]],
    [{ Type: "SoftBounce" }, ["soft-bounce"]],
    [{ Type: "Transient" }, ["soft-bounce"]],
    [{ Type: "SpamNotification" }, []],
    [{ Type: "AutoResponder" }, []],
    [{ RecordType: "SpamComplaint", Type: "SpamComplaint" }, ["complaint"]],
    [{ RecordType: "Delivery", BouncedAt: undefined, DeliveredAt: AT }, ["delivered"]],
    [{ RecordType: "Open" }, []],
    [{ RecordType: "SubscriptionChange" }, []],
  ])("%j: %j", (over, kinds) => {
    expect(told(over).map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe("Mailgun", () => {
  const told = (over: object) => mapMailgun(JSON.stringify({ signature, "event-data": mailgunEvent(over) }));
  const signature = { timestamp: "1772366400", token: "t", signature: "s" };

  test("names the mail by its header without brackets", () => {
    expect(told({})).toEqual([{ eventKey: "mg-1", messageId: OURS, kind: "hard-bounce", at: AT }]);
  });

  test.each([
    [{ severity: "permanent", reason: "bounce" }, ["hard-bounce"]],
    [{ severity: "permanent", reason: "suppress-bounce" }, ["hard-bounce"]],
    [{ severity: "permanent", reason: "suppress-complaint" }, ["complaint"]],
    [{ severity: "permanent", reason: "suppress-unsubscribe" }, []],
    [{ severity: "permanent", reason: "old" }, ["soft-bounce"]],
    [{ severity: "permanent", "delivery-status": { "enhanced-code": "5.7.1" } }, ["soft-bounce"]],
    [{ severity: "permanent", "delivery-status": { "enhanced-code": "5.1.1" } }, ["hard-bounce"]],
    [{ severity: "temporary", reason: "generic" }, ["soft-bounce"]],
    [{ event: "delivered", severity: undefined }, ["delivered"]],
    [{ event: "complained", severity: undefined }, ["complaint"]],
    [{ event: "opened" }, []],
  ])("%j: %j", (over, kinds) => {
    expect(told(over).map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe("what is none of a provider's reports", () => {
  test.each(["", "{", "null", "[]", "{}", '"x"'])("%j throws instead of meaning something", (body) => {
    expect(() => mapPostmark(body)).toThrow();
    expect(() => mapMailgun(body)).toThrow();
    if (body !== "[]") expect(() => mapSendgrid(body)).toThrow();
  });
});

test.each([
  ["<a@b>", "<a@b>"],
  [" a@b ", "<a@b>"],
  ["", null],
  ["<>", null],
  [undefined, null],
])("the Message-ID %j is %j", (written, read) => {
  expect(bracketed(written)).toBe(read);
});
