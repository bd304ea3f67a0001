import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { inTransaction, type RootDb } from "~/platform/db.server";
import { searchIndexOf } from "~/platform/search-index.server";

import { givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { customerPayload, deliver, orderPayload, SHOP } from "../../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { projectNodes } from "../nodes.server";

import { findCustomerFacts, findCustomerIdByEmail } from "./queries.server";

let testDb: TestDb;
let db: RootDb;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
});
afterEach(() => testDb.close());

const ADA = "s1_9001";
const ada = () => db.customer.findUniqueOrThrow({ where: { id: ADA }, include: { tags: true } });
const eventTypes = async () =>
  (await db.domainEvent.findMany({ orderBy: { occurredAt: "asc" } })).map(({ type }) => type);
const consent = (state: string | null) => ({
  state,
  opt_in_level: "single_opt_in",
  consent_updated_at: null,
});
const deletion = { id: 9001, tax_exemptions: [], admin_graphql_api_id: "gid://shopify/Customer/9001" };

const node = (over: Record<string, unknown> = {}) => ({
  id: "gid://shopify/Customer/9001",
  createdAt: "2026-02-01T09:00:00Z",
  updatedAt: "2026-03-01T09:00:00Z",
  firstName: "Ada",
  lastName: "King",
  locale: "pl",
  state: "ENABLED",
  tags: ["VIP", "tea"],
  numberOfOrders: "3",
  defaultEmailAddress: {
    emailAddress: "Ada@Example.com",
    marketingState: "SUBSCRIBED",
    marketingOptInLevel: "SINGLE_OPT_IN",
    marketingUpdatedAt: null,
  },
  defaultPhoneNumber: null,
  defaultAddress: { countryCodeV2: "GB", city: "London" },
  ...over,
});

const projectNode = (over: Record<string, unknown> = {}, now = "2026-03-02T00:00:00Z") =>
  inTransaction(db, (tx) =>
    projectNodes(tx, {
      shop: SHOP,
      resource: "customers",
      nodes: [node(over)],
      now: new Date(now),
      silent: false,
    }),
  );

describe("profile", () => {
  test("a created customer is stored with search text, and told once", async () => {
    const webhook = { topic: "customers/create", body: customerPayload(), at: "2026-02-01T09:00:00Z" };
    expect(await deliver(db, [webhook])).toEqual([{ kind: "projected" }]);
    await deliver(db, [webhook]);
    expect(await ada()).toMatchObject({
      email: "ada@example.com",
      countryCode: "PL",
      city: "Łódź",
      state: "ENABLED",
      searchText: searchIndexOf("ada lovelace ada@example.com"),
      registeredAt: new Date("2026-02-01T09:00:00Z"),
    });
    expect(await eventTypes()).toEqual(["customer.account-created", "customer.created"]);
  });

  test("an older version never overwrites a newer one", async () => {
    const newer = customerPayload({ last_name: "King", updated_at: "2026-02-02T10:00:00+01:00" });
    await deliver(db, [{ topic: "customers/update", body: newer, at: "2026-02-02T09:00:00Z" }]);
    const late = { topic: "customers/create", body: customerPayload(), at: "2026-02-01T09:00:00Z" };
    expect(await deliver(db, [late])).toEqual([{ kind: "ignored", reason: "older-version" }]);
    expect((await ada()).lastName).toBe("King");
  });

  test("of two versions in one second the one triggered later wins, whatever comes first", async () => {
    const [first, second] = ["Lovelace", "King"].map((name, index) => ({
      topic: "customers/update",
      body: customerPayload({ last_name: name }),
      at: `2026-02-01T09:00:00.${index + 1}00Z`,
    }));
    await deliver(db, [second!, first!]);
    expect((await ada()).lastName).toBe("King");
  });

  test("names and addresses hidden by Shopify are stored as unknown", async () => {
    const hidden = customerPayload({
      email: null,
      first_name: null,
      last_name: "",
      default_address: undefined,
    });
    await deliver(db, [{ topic: "customers/create", body: hidden, at: "2026-02-01T09:00:00Z" }]);
    expect(await ada()).toMatchObject({ email: null, firstName: null, lastName: null, searchText: "" });
  });
});

describe("a customer an order mentions", () => {
  test("gets a row with what the order tells, and no registration", async () => {
    await deliver(db, [{ topic: "orders/create", body: orderPayload(), at: "2026-03-01T11:00:00Z" }]);
    expect(await ada()).toMatchObject({
      email: "ada@example.com",
      firstName: "Ada",
      registeredAt: null,
      versionAt: null,
    });
  });

  test("is filled by a payload of their own, however old, and then left alone by orders", async () => {
    await deliver(db, [
      { topic: "orders/create", body: orderPayload(), at: "2026-03-01T11:00:00Z" },
      { topic: "customers/create", body: customerPayload({ last_name: "King" }), at: "2026-02-01T09:00:00Z" },
      {
        topic: "orders/updated",
        body: orderPayload({ updated_at: "2026-03-01T12:05:00+01:00" }),
        at: "2026-03-01T11:05:00Z",
      },
    ]);
    expect(await ada()).toMatchObject({ lastName: "King", registeredAt: new Date("2026-02-01T09:00:00Z") });
  });
});

describe("tags and consent", () => {
  const tags = (topic: string, names: string[], occurredAt: string) => ({
    topic,
    body: { customerId: "gid://shopify/Customer/9001", tags: names, occurredAt },
    at: occurredAt,
  });

  test("come by topics of their own and survive customer payloads, which no longer carry them", async () => {
    await deliver(db, [
      tags("customer.tags_added", ["VIP"], "2026-02-03T00:00:00.000Z"),
      {
        topic: "customers_email_marketing_consent/update",
        body: {
          customer_id: 9001,
          email_address: "ada@example.com",
          email_marketing_consent: consent("subscribed"),
        },
        at: "2026-02-03T00:00:00Z",
      },
      {
        topic: "customers/update",
        body: customerPayload({ updated_at: "2026-02-04T10:00:00+01:00" }),
        at: "2026-02-04T09:00:00Z",
      },
    ]);
    expect(await ada()).toMatchObject({ emailConsentState: "SUBSCRIBED", tags: [{ tag: "VIP" }] });
  });

  test("a late addition does not bring back a removed tag, across batches too", async () => {
    await deliver(db, [tags("customer.tags_removed", ["VIP"], "2026-02-03T00:00:05.000Z")]);
    const late = await deliver(db, [tags("customer.tags_added", ["VIP"], "2026-02-03T00:00:01.000Z")]);
    expect(late).toEqual([{ kind: "ignored", reason: "older-version" }]);
    expect((await ada()).tags).toEqual([]);
  });

  test("a withdrawal dated back by the merchant still counts, and an older agreement that comes late does not", async () => {
    const update = (state: string, at: string) => ({
      topic: "customers_email_marketing_consent/update",
      body: {
        customer_id: 9001,
        email_marketing_consent: { ...consent(state), consent_updated_at: "2020-01-01T00:00:00Z" },
      },
      at,
    });
    await deliver(db, [
      update("subscribed", "2026-02-01T00:00:00Z"),
      update("unsubscribed", "2026-02-03T00:00:00Z"),
    ]);
    await deliver(db, [update("subscribed", "2026-02-02T00:00:00Z")]);
    expect(await ada()).toMatchObject({ emailConsentState: "UNSUBSCRIBED" });
    expect(await eventTypes()).toEqual(["customer.consent-changed", "customer.consent-changed"]);
  });

  test("consent by SMS is kept apart, and a payload that does not know the state changes nothing", async () => {
    const sms = (state: string | null, at: string) => ({
      topic: "customers_marketing_consent/update",
      body: { id: 9001, phone: "+48600100200", sms_marketing_consent: consent(state) },
      at,
    });
    await deliver(db, [sms("subscribed", "2026-02-01T00:00:00Z"), sms(null, "2026-02-02T00:00:00Z")]);
    expect(await ada()).toMatchObject({
      smsConsentState: "SUBSCRIBED",
      emailConsentState: null,
      phone: "+48600100200",
    });
  });

  test("payloads from before 2025-01 still bring tags, consent and count", async () => {
    const old = customerPayload({
      tags: "VIP, Léon",
      email_marketing_consent: consent("subscribed"),
      orders_count: 4,
    });
    await deliver(db, [{ topic: "customers/update", body: old, at: "2026-02-01T09:00:00Z" }]);
    const row = await ada();
    expect(row).toMatchObject({ emailConsentState: "SUBSCRIBED", shopifyOrderCount: 4 });
    expect(row.tags.map(({ tag }) => tag).sort()).toEqual(["Léon", "VIP"]);
  });
});

describe("nodes of the API", () => {
  test("bring profile, tags, consent and count at once", async () => {
    expect(await projectNode()).toEqual({ projectedCount: 1, problems: [] });
    expect(await findCustomerFacts(db, { shopId: SHOP_ID, customerId: ADA })).toMatchObject({
      email: "ada@example.com",
      locale: "pl",
      countryCode: "GB",
      emailConsentState: "SUBSCRIBED",
      tags: ["tea", "VIP"],
      orders: null,
    });
    expect((await ada()).shopifyOrderCount).toBe(3);
  });

  test("what a query did not select stays as stored", async () => {
    await projectNode();
    await projectNode(
      { tags: undefined, defaultEmailAddress: undefined, updatedAt: "2026-03-02T09:00:00Z" },
      "2026-03-03T00:00:00Z",
    );
    expect(await ada()).toMatchObject({
      email: "ada@example.com",
      emailConsentState: "SUBSCRIBED",
      tags: [{}, {}],
    });
  });

  test("one that cannot be used does not stop the others", async () => {
    const result = await inTransaction(db, (tx) =>
      projectNodes(tx, {
        shop: SHOP,
        resource: "customers",
        nodes: [{ id: "gid://shopify/Order/1" }, node()],
        now: new Date(),
        silent: true,
      }),
    );
    expect(result).toMatchObject({ projectedCount: 1, problems: [{ index: 0, problem: { path: "id" } }] });
  });
});

describe("deletion", () => {
  test("takes the person and keeps the id; what was triggered before it stays away", async () => {
    await deliver(db, [
      { topic: "customers/create", body: customerPayload(), at: "2026-02-01T09:00:00Z" },
      {
        topic: "customer.tags_added",
        body: {
          customerId: "gid://shopify/Customer/9001",
          tags: ["VIP"],
          occurredAt: "2026-02-01T10:00:00Z",
        },
        at: "2026-02-01T10:00:00Z",
      },
    ]);
    await deliver(db, [{ topic: "customers/delete", body: deletion, at: "2026-02-05T09:00:00Z" }]);
    const late = {
      topic: "customers/update",
      body: customerPayload({ updated_at: "2026-02-04T10:00:00+01:00" }),
      at: "2026-02-04T09:00:00Z",
    };
    expect(await deliver(db, [late])).toEqual([{ kind: "ignored", reason: "deleted" }]);
    expect(await ada()).toMatchObject({
      email: null,
      firstName: null,
      searchText: "",
      tags: [],
      deletedAt: new Date("2026-02-05T09:00:00Z"),
    });
    expect(await findCustomerFacts(db, { shopId: SHOP_ID, customerId: ADA })).toBeNull();
    expect(await findCustomerIdByEmail(db, { shopId: SHOP_ID, email: "ada@example.com" })).toBeNull();
  });

  test("before creation leaves nothing behind but the id, and an order's mention does not bring the person back", async () => {
    await deliver(db, [
      { topic: "customers/delete", body: deletion, at: "2026-02-05T09:00:00Z" },
      { topic: "customers/create", body: customerPayload(), at: "2026-02-01T09:00:00Z" },
      { topic: "orders/create", body: orderPayload(), at: "2026-03-01T11:00:00Z" },
    ]);
    expect(await ada()).toMatchObject({
      email: null,
      firstName: null,
      deletedAt: new Date("2026-02-05T09:00:00Z"),
    });
  });

  test("is undone by a payload triggered later: the customer lives after all", async () => {
    await deliver(db, [
      { topic: "customers/delete", body: deletion, at: "2026-02-05T09:00:00Z" },
      { topic: "customers/update", body: customerPayload(), at: "2026-02-06T09:00:00Z" },
    ]);
    expect(await ada()).toMatchObject({ email: "ada@example.com", deletedAt: null });
  });
});

test("customers of one shop are not seen by another", async () => {
  await deliver(db, [{ topic: "customers/create", body: customerPayload(), at: "2026-02-01T09:00:00Z" }]);
  expect(await findCustomerFacts(db, { shopId: "s2", customerId: ADA })).toBeNull();
  expect(await findCustomerIdByEmail(db, { shopId: SHOP_ID, email: " ADA@example.com" })).toBe(ADA);
});
