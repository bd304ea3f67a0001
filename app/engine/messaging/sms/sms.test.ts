import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction } from "~/platform/db.server";
import * as environment from "~/platform/env.server";

import { signatureOf } from "../../../../dev-store/sms/twilio";
import { givenCustomer, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { deliver } from "../../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { PRIORITY } from "../budget/priority";
import { queueMessage } from "../queue.server";
import { messagingRegistration } from "../registration.server";

import { isStop } from "./rules";
import { receiveSms } from "./service.server";

const NOW = new Date("2026-03-02T12:00:00Z");
const NUMBER = "+48600700800";
const URL = "https://perennial.example/hooks/sms";

let open: TestDb;
let world: World;
beforeEach(async () => {
  open = await createTestDb();
  const env = environment.getEnv();
  vi.spyOn(environment, "getEnv").mockReturnValue({
    ...env,
    SMS_URL: "twilio://ACdevstore:dev-store-token@127.0.0.1:1/?from=+48500100200",
  });
  const purpose = {
    purpose: "test",
    recheck: () => Promise.resolve({ kind: "go" as const }),
    onSettled: () => Promise.resolve(),
  };
  world = createWorld(open.db, [messagingRegistration, { name: "test", mailPurposes: [purpose] }], NOW);
  await givenShop(open.db);
  await givenCustomer(open.db, { legacyId: 7, phone: NUMBER, smsConsentState: "SUBSCRIBED" });
});
afterEach(async () => {
  vi.restoreAllMocks();
  world.close();
  await open.close();
});

const text = (occasionKey: string, shopId = SHOP_ID, topic: "service" | "offers" = "service") =>
  inTransaction(open.db, (tx) =>
    queueMessage(tx, {
      shopId,
      customerId: shopId === SHOP_ID ? `${SHOP_ID}_7` : null,
      purpose: "test",
      subjectId: "subject",
      topic,
      channel: "sms",
      toAddress: NUMBER,
      locale: "pl",
      occasionKey,
      render: () => Promise.resolve({ subject: "", html: "", text: "Paczka czeka" }),
      priority: PRIORITY.service,
      now: world.now(),
    }),
  );

const answer = (body: string, over: { signature?: string } = {}) => {
  const fields = { From: NUMBER, To: "+48500100200", Body: body };
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return receiveSms(open.db, {
    form,
    signature: over.signature ?? signatureOf(URL, fields),
    now: world.now(),
  });
};

test.each([
  ["STOP", true],
  [" stop. ", true],
  ["Rezygnuję", true],
  ["стоп", true],
  ["Stop sending me this", false],
  ["ok", false],
])("%j asks for no more texts: %s", (said, expected) => {
  expect(isStop(said)).toBe(expected);
});

/** The history of a shop has been read. */
function publishBackfilled(shopId: string) {
  const told = { customerId: null, subjectId: null, occurredAt: world.now() };
  const event: DomainEvent = {
    ...told,
    type: "backfill.completed",
    payload: { resources: ["customers"] },
    sourceKey: "backfill.completed:test",
  };
  return inTransaction(open.db, (tx) => publishEvents(tx, [event], { shopId, now: world.now() }));
}

describe("a text message", () => {
  test("leaves as text, and its answer STOP ends texts here and in the store", async () => {
    const { messageId } = await text("one");
    await world.runJobs();
    expect(world.sms.sent).toEqual([{ to: NUMBER, text: "Paczka czeka" }]);
    const subscribed = { state: "SUBSCRIBED", level: "SINGLE_OPT_IN", updatedAt: null } as const;
    world.shopify.consents.set("gid://shopify/Customer/7", { email: subscribed, sms: subscribed });
    expect(await answer("STOP")).toEqual({ outcome: "stopped", shopCount: 1 });
    expect(await answer("STOP")).toEqual({ outcome: "stopped", shopCount: 1 });
    await world.runJobs();
    const wishes = world.shopify.calls.filter(({ kind }) => kind === "update-consent");
    expect(wishes).toHaveLength(1);
    expect(wishes[0]).toMatchObject({ wish: { channel: "sms", state: "UNSUBSCRIBED" } });
    expect(
      await open.db.decision.findMany({ where: { shopId: SHOP_ID, reason: "unsubscribed-sms" } }),
    ).toMatchObject([{ subjectId: messageId, customerId: `${SHOP_ID}_7` }]);
    await text("two", SHOP_ID, "offers");
    await world.runJobs();
    expect(world.sms.sent).toHaveLength(1);
  });

  test("is answered to every shop that wrote to the number, and to no other", async () => {
    await givenShop(open.db, { id: "s2", domain: "two.myshopify.com" });
    await givenShop(open.db, { id: "s3", domain: "three.myshopify.com" });
    await text("one");
    await text("one", "s2");
    await world.runJobs();
    expect(await answer("stop")).toEqual({ outcome: "stopped", shopCount: 2 });
    const suppressed = await Promise.all(
      ["s1", "s2", "s3"].map((shopId) => open.db.suppression.count({ where: { shopId } })),
    );
    expect(suppressed).toEqual([1, 1, 0]);
  });

  const storeTells = async (state: string, consentAt: Date) => {
    const consent = { state, opt_in_level: "single_opt_in", consent_updated_at: consentAt.toISOString() };
    const body = { id: 7, phone: NUMBER, sms_marketing_consent: consent };
    const at = consentAt.toISOString();
    await deliver(open.db, [{ topic: "customers_marketing_consent/update", body, at }]);
    world.at("2026-11-22T12:00:00Z"); // Deliveries of tests come on that day.
    await world.runJobs();
  };
  const minutesLater = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

  test("comes again after a newer consent to texts in the store", async () => {
    await text("one");
    await world.runJobs();
    await answer("STOP");
    await world.runJobs();
    await storeTells("unsubscribed", NOW);
    expect(await open.db.suppression.count({ where: { shopId: SHOP_ID } })).toBe(1);
    await storeTells("subscribed", minutesLater(20));
    expect(await open.db.suppression.count({ where: { shopId: SHOP_ID } })).toBe(0);
    await text("two", SHOP_ID, "offers");
    await world.runJobs();
    expect(world.sms.sent).toHaveLength(2);
  });

  test("whose STOP came before the customer was known is told to the store when they are", async () => {
    await givenShop(open.db, { id: "s2", domain: "two.myshopify.com" });
    await text("one", "s2");
    await world.runJobs();
    await answer("STOP");
    await givenCustomer(open.db, { legacyId: 8, shopId: "s2", phone: NUMBER, smsConsentState: "SUBSCRIBED" });
    const sms = { state: "SUBSCRIBED", level: "SINGLE_OPT_IN", updatedAt: null } as const;
    world.shopify.consents.set("gid://shopify/Customer/8", { email: null, sms });
    await publishBackfilled("s2");
    await world.runJobs();
    expect(world.shopify.calls).toMatchObject([
      { kind: "update-consent", customerGid: "gid://shopify/Customer/8", wish: { channel: "sms", at: NOW } },
    ]);
  });

  test("whose number nobody has is given up on", async () => {
    world.sms.answers.push({ kind: "refused", error: "400 21211 not a number", isUnreachable: true });
    await text("one");
    await world.runJobs();
    await text("two");
    await world.runJobs();
    expect(world.sms.sent).toEqual([]);
    expect(await open.db.suppression.count({ where: { shopId: SHOP_ID, reason: "unknown-mailbox" } })).toBe(
      1,
    );
  });
});

test("an answer whose signature does not fit, and any other word, changes nothing", async () => {
  await text("one");
  await world.runJobs();
  expect(await answer("STOP", { signature: "bm8=" })).toEqual({ outcome: "forged" });
  expect(await answer("thanks")).toEqual({ outcome: "ignored" });
  expect(await open.db.suppression.count({ where: { shopId: SHOP_ID } })).toBe(0);
});
