import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { inTransaction, type RootDb } from "~/platform/db.server";

import { givenShop } from "../../../../tests/support/factories";
import { customerPayload, deliver, SHOP } from "../../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { projectNodes } from "../nodes.server";

let testDb: TestDb;
let db: RootDb;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
});
afterEach(() => testDb.close());

const day = (number: number) => `2026-02-0${number}T10:00:00Z`;

const email = (state: string, at: string, over: object = {}) => ({
  topic: "customers_email_marketing_consent/update",
  body: {
    customer_id: 9001,
    email_address: "ada@example.com",
    email_marketing_consent: { state, opt_in_level: "single_opt_in", consent_updated_at: at, ...over },
  },
  at,
});

const sms = (state: string, at: string) => ({
  topic: "customers_marketing_consent/update",
  body: {
    id: 9001,
    phone: "+48600100200",
    sms_marketing_consent: {
      state,
      opt_in_level: "confirmed_opt_in",
      consent_updated_at: at,
      consent_collected_from: "shopify",
    },
  },
  at,
});

const node = (over: object = {}) => ({
  id: "gid://shopify/Customer/9001",
  createdAt: day(1),
  updatedAt: day(1),
  defaultEmailAddress: {
    emailAddress: "ada@example.com",
    marketingState: "SUBSCRIBED",
    marketingOptInLevel: "CONFIRMED_OPT_IN",
    marketingUpdatedAt: day(1),
  },
  defaultPhoneNumber: {
    phoneNumber: "+48600100200",
    smsMarketingConsent: {
      state: "NEVER_SUBSCRIBED",
      optInLevel: null,
      updatedAt: null,
      collectedFrom: null,
    },
  },
  ...over,
});

const projectNode = (over: object = {}, now = day(1)) =>
  inTransaction(db, (tx) =>
    projectNodes(tx, {
      shop: SHOP,
      resource: "customers",
      nodes: [node(over)],
      now: new Date(now),
      silent: true,
    }),
  );

const log = async () =>
  (await db.consentChange.findMany({ orderBy: [{ occurredAt: "asc" }, { channel: "asc" }] })).map((line) => [
    line.channel,
    line.fromState,
    line.toState,
    line.optInLevel,
    line.source,
    line.occurredAt.toISOString().slice(0, 10),
  ]);

describe("the consent log", () => {
  test("has a line with level, source and date for every change the store tells of, by each channel", async () => {
    await deliver(db, [
      email("subscribed", day(1)),
      sms("subscribed", day(2)),
      email("unsubscribed", day(3)),
    ]);
    expect(await log()).toEqual([
      ["email", null, "SUBSCRIBED", "SINGLE_OPT_IN", "store", "2026-02-01"],
      ["sms", null, "SUBSCRIBED", "CONFIRMED_OPT_IN", "store", "2026-02-02"],
      ["email", "SUBSCRIBED", "UNSUBSCRIBED", "SINGLE_OPT_IN", "store", "2026-02-03"],
    ]);
  });

  test("holds ids, and neither address nor number", async () => {
    await deliver(db, [email("subscribed", day(1)), sms("subscribed", day(2))]);
    const text = JSON.stringify(await db.consentChange.findMany());
    expect(text).not.toMatch(/ada|example|48600100200/);
  });

  test("has each change once, however often and in whatever order it is told", async () => {
    const told = [email("subscribed", day(1)), email("unsubscribed", day(2)), email("subscribed", day(3))];
    await deliver(db, [told[2]!, told[2]!]);
    await deliver(db, [told[0]!]);
    await deliver(db, [told[1]!, told[0]!, told[2]!]);
    expect((await log()).map(([, , state, , , on]) => [state, on])).toEqual([
      ["SUBSCRIBED", "2026-02-01"],
      ["UNSUBSCRIBED", "2026-02-02"],
      ["SUBSCRIBED", "2026-02-03"],
    ]);
    expect(await db.customer.findFirst()).toMatchObject({ emailConsentState: "SUBSCRIBED" });
  });

  test("does not take it for a change when the whole customer is read again", async () => {
    await deliver(db, [email("subscribed", day(1), { opt_in_level: "confirmed_opt_in" })]);
    await projectNode({}, day(2));
    await projectNode({ updatedAt: day(3) }, day(3));
    expect(await log()).toHaveLength(1);
  });

  test("calls what was found with the store's history imported, and leaves out who was never asked", async () => {
    await projectNode();
    expect(await log()).toEqual([["email", null, "SUBSCRIBED", "CONFIRMED_OPT_IN", "import", "2026-02-01"]]);
    expect(await db.customer.findFirst()).toMatchObject({ smsConsentState: "NOT_SUBSCRIBED" });
  });

  test("has a line when the same is held to be surer, and when it is said again later", async () => {
    await deliver(db, [
      email("subscribed", day(1)),
      email("subscribed", day(2), { opt_in_level: "confirmed_opt_in", consent_updated_at: day(1) }),
      email("subscribed", day(3), { opt_in_level: "confirmed_opt_in" }),
    ]);
    expect((await log()).map(([, from, to, level]) => [from, to, level])).toEqual([
      [null, "SUBSCRIBED", "SINGLE_OPT_IN"],
      ["SUBSCRIBED", "SUBSCRIBED", "CONFIRMED_OPT_IN"],
      ["SUBSCRIBED", "SUBSCRIBED", "CONFIRMED_OPT_IN"],
    ]);
  });

  test("keeps to itself what a late delivery without a date says, and what a payload does not know", async () => {
    await deliver(db, [email("unsubscribed", day(2))]);
    await deliver(db, [
      email("subscribed", day(1), { consent_updated_at: null }),
      {
        ...email("subscribed", day(3)),
        body: { customer_id: 9001, email_marketing_consent: { state: null } },
      },
    ]);
    expect(await log()).toHaveLength(1);
  });

  test("outlives the deletion of the customer in the store, and takes nothing from before it", async () => {
    const deletion = { id: 9001, tax_exemptions: [], admin_graphql_api_id: "gid://shopify/Customer/9001" };
    await deliver(db, [
      { topic: "customers/create", body: customerPayload(), at: day(1) },
      email("subscribed", day(2)),
      { topic: "customers/delete", body: deletion, at: day(4) },
    ]);
    await deliver(db, [email("unsubscribed", day(3))]);
    expect(await log()).toHaveLength(1);
  });
});

test("consent by SMS is kept with state, level, date and where it was collected", async () => {
  await deliver(db, [sms("subscribed", day(1))]);
  expect(await db.customer.findFirst()).toMatchObject({
    smsConsentState: "SUBSCRIBED",
    smsConsentLevel: "CONFIRMED_OPT_IN",
    smsConsentSource: "SHOPIFY",
    smsConsentAt: new Date(day(1)),
  });
  const consent = {
    state: "UNSUBSCRIBED",
    optInLevel: "SINGLE_OPT_IN",
    updatedAt: day(2),
    collectedFrom: "OTHER",
  };
  await projectNode(
    { updatedAt: day(2), defaultPhoneNumber: { phoneNumber: "+48600100200", smsMarketingConsent: consent } },
    day(2),
  );
  expect(await db.customer.findFirst()).toMatchObject({
    smsConsentState: "UNSUBSCRIBED",
    smsConsentLevel: "SINGLE_OPT_IN",
    smsConsentSource: "OTHER",
  });
});
