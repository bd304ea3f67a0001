import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { provideDb } from "~/platform/database.server";
import { action } from "~/routes/hooks.mail.$provider";

import { givenCustomer, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import {
  mailgunEvent,
  OURS,
  postmarkRecord,
  REPORT_ENV,
  sendgridEvent,
  sesReport,
  type SignedReport,
  signedMailgun,
  signedPostmark,
  signedSendgrid,
  signedSes,
  TOPIC_ARN,
} from "../../../../tests/support/mail-reports";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { messagingRegistration } from "../registration.server";
import { presentSender } from "../sender-check/presenter.server";
import { isSuppressed } from "../suppression.server";
import { feedbackHeaders } from "./headers.server";

Object.assign(process.env, REPORT_ENV);

const NOW = new Date("2026-03-01T12:01:00Z");
const ADDRESS = "ada@example.com";
let open: TestDb;
let world: World;

beforeEach(async () => {
  open = await createTestDb();
  provideDb(open.db);
  world = createWorld(open.db, [messagingRegistration], NOW);
  await givenShop(open.db);
  await givenCustomer(open.db, { legacyId: 7, email: ADDRESS });
  await givenMail("m1", OURS);
});
afterEach(async () => {
  world.close();
  await open.close();
});

async function givenMail(id: string, messageId: string, over: { shopId?: string; toAddress?: string } = {}) {
  const { shopId = SHOP_ID, toAddress = ADDRESS } = over;
  await open.db.message.create({
    data: {
      ...{ id, shopId, toAddress, messageId, purpose: "test", topic: "cart", locale: "en" },
      ...{ customerId: shopId === SHOP_ID ? `${SHOP_ID}_7` : null, subject: "", htmlBody: "", textBody: "" },
      ...{ state: "sent", createdAt: NOW },
    },
  });
}

async function send({ path, headers, body }: SignedReport): Promise<number> {
  const request = new Request(`https://perennial.example/hooks/mail/${path}`, {
    method: "POST",
    headers,
    body,
  });
  const provider = path.split("?")[0]!;
  return (await action({ params: { provider }, request, context: { clientIp: "203.0.113.9" } })).status;
}

const bounce = (bounceType = "Permanent", feedbackId = "f-1", at = "2026-03-01T12:00:00Z") => ({
  notificationType: "Bounce",
  bounce: { bounceType, bounceSubType: "General", feedbackId, timestamp: at, bouncedRecipients: [] },
});
const suppressed = async (topic = "transactional", shopId = SHOP_ID) =>
  isSuppressed(open.db, { shopId, address: ADDRESS, topic });
const reasons = async () =>
  (await open.db.decision.findMany({ where: { shopId: SHOP_ID }, orderBy: { id: "asc" } })).map(
    ({ reason }) => reason,
  );

describe("a hard bounce", () => {
  test.each<[string, () => SignedReport]>([
    ["Amazon SES", () => signedSes(sesReport(bounce()))],
    ["SendGrid", () => signedSendgrid([sendgridEvent({ event: "bounce", type: "bounce" })])],
    ["Postmark", () => signedPostmark(postmarkRecord({}))],
    ["Mailgun", () => signedMailgun(mailgunEvent({}))],
  ])("told by %s suppresses the address for everything, at once and logged", async (_who, report) => {
    expect(await send(report())).toBe(200);
    expect(await suppressed()).toBe(true);
    expect(await reasons()).toEqual(["hard-bounce"]);
    expect(await open.db.consentChange.count()).toBe(0);
  });

  test("told again, and three times at once, counts once", async () => {
    const report = signedSes(sesReport(bounce()));
    expect(await Promise.all([send(report), send(report), send(report)])).toEqual([200, 200, 200]);
    await send(report);
    expect(await open.db.messageFeedback.count({ where: { shopId: SHOP_ID } })).toBe(1);
    expect(await reasons()).toEqual(["hard-bounce"]);
  });

  test("is kept without the address", async () => {
    await send(signedSendgrid([sendgridEvent({ event: "bounce", type: "bounce" })]));
    const kept = await open.db.messageFeedback.findMany({ where: { shopId: SHOP_ID } });
    expect(kept).toHaveLength(1);
    expect(JSON.stringify([kept, await open.db.decision.findMany()])).not.toContain("ada@");
  });
});

test("a complaint suppresses the address and withdraws the consent, here and in the store", async () => {
  const report = signedSendgrid([sendgridEvent({ event: "spamreport" })]);
  expect([await send(report), await send(report)]).toEqual([200, 200]);
  await world.runJobs();
  expect(await suppressed("service")).toBe(true);
  expect(await suppressed("transactional")).toBe(false);
  expect(world.shopify.calls).toMatchObject([{ kind: "update-consent", wish: { state: "UNSUBSCRIBED" } }]);
  const [line] = await open.db.consentChange.findMany({ where: { shopId: SHOP_ID } });
  expect(line).toMatchObject({ source: "complaint", fromState: "SUBSCRIBED", toState: "UNSUBSCRIBED" });
  expect(await reasons()).toEqual(["complaint", "unsubscribed-complaint", "consent-written"]);
});

describe("soft bounces", () => {
  const soft = async (number: number, { again = 1 } = {}) => {
    const messageId = `<soft-${number}@example.com>`;
    if (again === 1) await givenMail(`soft-${number}`, messageId);
    const at = new Date(Date.parse("2026-03-01T12:00:00Z") + number * 60_000 + again).toISOString();
    await send(signedSes(sesReport(bounce("Transient", `soft-${number}-${again}`, at), { messageId })));
  };

  test("of four mails in a row suppress nothing, of the fifth for good", async () => {
    for (const number of [1, 2, 3, 4]) await soft(number);
    expect(await suppressed()).toBe(false);
    await soft(5);
    expect(await suppressed()).toBe(true);
    expect(await reasons()).toEqual([...Array<string>(4).fill("soft-bounce"), "soft-bounces"]);
  });

  test("of one mail that is tried again and again are one", async () => {
    for (const again of [1, 2, 3, 4, 5, 6]) await soft(1, { again });
    expect(await suppressed()).toBe(false);
    expect(await reasons()).toEqual(["soft-bounce"]);
  });

  test("begin anew after a delivery, in whatever order they are told", async () => {
    const at = "2026-03-01T12:02:30Z";
    const delivery = { notificationType: "Delivery", delivery: { timestamp: at } };
    for (const number of [1, 2]) await soft(number);
    for (const number of [3, 4]) await soft(number);
    await send(signedSes(sesReport(delivery, { id: "sns-d" })));
    await soft(5);
    expect(await suppressed()).toBe(false);
  });
});

describe("another shop", () => {
  test("is told of its own mails, whatever the same report says of others'", async () => {
    await givenShop(open.db, { id: "s2", domain: "other.myshopify.com" });
    await givenMail("m2", "<of-s2@example.com>", { shopId: "s2" });
    const other = sendgridEvent({
      ...{ event: "bounce", type: "blocked", sg_event_id: "sg-2" },
      "perennial-message-id": "of-s2@example.com",
    });
    await send(signedSendgrid([sendgridEvent({ event: "bounce", type: "bounce" }), other]));
    expect([await suppressed("cart"), await suppressed("cart", "s2")]).toEqual([true, false]);
    expect(await open.db.messageFeedback.count({ where: { shopId: "s2" } })).toBe(1);
  });

  test("a mail that is nobody's is left out, and the provider is content", async () => {
    await open.db.message.deleteMany({ where: { shopId: SHOP_ID } });
    expect(await send(signedPostmark(postmarkRecord({})))).toBe(200);
    expect(await open.db.messageFeedback.count()).toBe(0);
  });

  test("of an erased person nothing is written again", async () => {
    await open.db.customer.deleteMany({ where: { shopId: SHOP_ID } });
    await open.db.message.updateMany({ where: { shopId: SHOP_ID }, data: { toAddress: "" } });
    expect(await send(signedSes(sesReport(bounce())))).toBe(200);
    expect(await open.db.messageFeedback.count()).toBe(0);
    expect(await open.db.suppression.count()).toBe(0);
  });
});

describe("a report that its provider did not sign", () => {
  const unsigned: [string, () => SignedReport][] = [
    ["SES without the secret", () => ({ ...signedSes(sesReport(bounce())), path: "ses" })],
    ["SES with another secret", () => signedSes(sesReport(bounce()), "x".repeat(21))],
    ["SES of another topic", () => signedSes({ ...sesReport(bounce()), TopicArn: `${TOPIC_ARN}-x` })],
    ["SES that is no message of SNS", () => signedSes({ hello: "world" })],
    ["SendGrid without a signature", () => ({ ...signedSendgrid([sendgridEvent({})]), headers: {} })],
    ["SendGrid with another body", () => ({ ...signedSendgrid([sendgridEvent({})]), body: "[]" })],
    [
      "SendGrid with a signature that is none",
      () => ({
        ...signedSendgrid([sendgridEvent({})]),
        headers: {
          "X-Twilio-Email-Event-Webhook-Signature": "AAAA",
          "X-Twilio-Email-Event-Webhook-Timestamp": "1",
        },
      }),
    ],
    ["Postmark with another password", () => signedPostmark(postmarkRecord({}), "postmark:wrong-password")],
    ["Postmark without a login", () => ({ ...signedPostmark(postmarkRecord({})), headers: {} })],
    ["Mailgun with another key", () => signedMailgun(mailgunEvent({}), { key: "key-of-somebody-else" })],
    ["Mailgun of more than a day ago", () => signedMailgun(mailgunEvent({}), { timestamp: "1772280059" })],
    ["Mailgun without a signature", () => ({ ...signedMailgun({}), body: "{}" })],
    ["Mailgun that is no JSON", () => ({ ...signedMailgun({}), body: "<xml/>" })],
  ];

  test.each(unsigned)("%s gets 401, and nothing is done", async (_what, report) => {
    expect(await send(report())).toBe(401);
    expect(await open.db.suppression.count()).toBe(0);
    expect(await open.db.mailHook.count()).toBe(0);
  });

  test("Mailgun: a signature that was used cannot carry another event; the same may come again", async () => {
    const first = signedMailgun(mailgunEvent({ event: "delivered" }));
    expect([await send(first), await send(first)]).toEqual([200, 200]);
    expect(await send(signedMailgun(mailgunEvent({})))).toBe(401);
    expect(await suppressed()).toBe(false);
  });

  test("of a provider we do not know gets 404", async () => {
    expect(await send({ path: "brevo", headers: {}, body: "{}" })).toBe(404);
  });
});

test.each<[string, SignedReport]>([
  ["a notification that is no report", signedSes({ ...sesReport({}), Message: "hello" })],
  ["events that are none", signedSendgrid([{ event: "bounce" }])],
  ["a record that is none", signedPostmark({ hello: "world" })],
])("%s is signed and yet refused, so that its sender hears of it", async (_what, report) => {
  expect(await send(report)).toBe(400);
});

test("more than 2 MB are not read", async () => {
  expect(await send({ ...signedPostmark({}), body: "x".repeat(2_000_001) })).toBe(413);
});

describe("SNS asks to confirm a subscription", () => {
  const confirmation = (SubscribeURL: string) =>
    signedSes({
      ...sesReport({}),
      Type: "SubscriptionConfirmation",
      Message: "You have chosen to subscribe to the topic.",
      Token: "2336412f37",
      SubscribeURL,
    });
  const shown = async () => {
    const shop = await open.db.shop.findFirstOrThrow({ where: { id: SHOP_ID } });
    const { hooks } = await presentSender(open.db, {
      shop: shop as Parameters<typeof presentSender>[1]["shop"],
    });
    return hooks.find(({ provider }) => provider === "ses");
  };
  const GOOD = "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=2336412f37";

  test("it is shown to a person and not opened; the first report takes it away", async () => {
    expect(await send(confirmation(GOOD))).toBe(200);
    expect(await shown()).toMatchObject({
      isSetUp: true,
      lastReportedAt: null,
      confirm: { url: GOOD, topic: TOPIC_ARN },
    });
    await send(signedSes(sesReport(bounce())));
    expect(await shown()).toMatchObject({ lastReportedAt: NOW.toISOString(), confirm: null });
  });

  test.each([
    "http://sns.eu-central-1.amazonaws.com/",
    "https://sns.eu-central-1.amazonaws.com.evil.example/",
    "https://evil.example/?sns.eu-central-1.amazonaws.com",
    "javascript:alert(1)",
    "",
  ])("a link that does not lead to SNS is not even shown: %s", async (url) => {
    expect(await send(confirmation(url))).toBe(400);
    expect((await shown())?.confirm).toBeNull();
  });
});

test("mails carry our Message-ID for the providers that put one of their own in its place", () => {
  expect(feedbackHeaders(OURS)).toEqual({
    "X-PM-Metadata-perennial-message-id": "0123456789abcdef@example.com",
    "X-SMTPAPI": '{"unique_args":{"perennial-message-id":"0123456789abcdef@example.com"}}',
  });
  // Postmark takes names of at most 20 letters.
  expect("perennial-message-id".length).toBe(20);
});
