import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { customerMetafieldsRegistration } from "~/engine/customer-metafields/registration.server";
import { decisionsRegistration } from "~/engine/decisions/registration.server";
import { flowsRegistration } from "~/engine/flows/registration.server";
import { experimentsRegistration } from "~/engine/experiments/registration.server";
import { automationsRegistration } from "~/features/automations/registration.server";
import { campaignsRegistration } from "~/features/campaigns/registration.server";
import { incentivesRegistration } from "~/engine/incentives/registration.server";
import { messagingRegistration } from "~/engine/messaging/registration.server";
import type { FeatureRegistration } from "~/engine/registration";
import { browsingRegistration } from "~/features/browsing/registration.server";
import { cartRecoveryRegistration } from "~/features/cart-recovery/registration.server";
import { loyaltyRegistration } from "~/features/loyalty/registration.server";
import { referralsRegistration } from "~/features/referrals/registration.server";
import { surveysRegistration } from "~/features/surveys/registration.server";
import { tasksRegistration } from "~/features/tasks/registration.server";
import { vipRegistration } from "~/features/vip/registration.server";
import { MODEL_COLUMNS, type ModelName } from "~/generated/columns";
import { inTransaction, type RootDb } from "~/platform/db.server";

import {
  givenCheckout,
  givenCustomer,
  givenOrder,
  givenShop,
  SHOP_ID,
} from "../../../../tests/support/factories";
import {
  checkoutPayload,
  customerPayload,
  deliver,
  orderPayload,
  SHOP,
  type Webhook,
} from "../../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { compareAggregates, recountAggregates } from "../aggregates/recount.server";
import { projectNodes } from "../nodes.server";
import { movedTables, registerMovedTables, UNMOVED } from "./hooks.server";
import { listMergedInto } from "./queries.server";
import { registerMerge } from "./registration.server";
import { undoMerge } from "./undo.server";

const FEATURES: readonly FeatureRegistration[] = [
  decisionsRegistration,
  flowsRegistration,
  incentivesRegistration,
  experimentsRegistration,
  messagingRegistration,
  vipRegistration,
  customerMetafieldsRegistration,
  loyaltyRegistration,
  cartRecoveryRegistration,
  automationsRegistration,
  campaignsRegistration,
  browsingRegistration,
  referralsRegistration,
  surveysRegistration,
  tasksRegistration,
];
const NOW = new Date("2026-11-22T12:00:00Z");
const OLD = "s1_9001";
const KEPT = "s1_9002";

let testDb: TestDb;
let db: RootDb;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
  registerMerge(FEATURES.flatMap((feature) => feature.movedTables ?? []));
});
afterEach(() => testDb.close());

function merge(over: Record<string, unknown> = {}, at = "2026-03-10T10:00:00Z"): Webhook {
  return {
    topic: "customers/merge",
    body: {
      admin_graphql_api_customer_kept_id: "gid://shopify/Customer/9002",
      admin_graphql_api_customer_deleted_id: "gid://shopify/Customer/9001",
      admin_graphql_api_job_id: null,
      status: "completed",
      errors: [],
      ...over,
    },
    at,
  };
}

/** Both with all there is about a customer. */
async function givenTwo() {
  await givenCustomer(db, {
    legacyId: 9001,
    tags: ["tea", "VIP"],
    registeredAt: new Date("2024-05-01T10:00:00Z"),
  });
  await givenCustomer(db, {
    legacyId: 9002,
    firstName: "Grace",
    tags: ["vip", "coffee"],
    registeredAt: new Date("2025-01-01T10:00:00Z"),
  });
  await givenOrder(db, { legacyId: 1, customerId: OLD, placedAt: "2026-01-10T12:00:00Z" });
  await givenOrder(db, { legacyId: 2, customerId: KEPT, placedAt: "2026-01-10T13:00:00Z" });
  await givenOrder(db, {
    legacyId: 3,
    customerId: OLD,
    placedAt: "2026-02-10T12:00:00Z",
    isTest: true,
    isValid: false,
  });
  await recountAggregates(db, { shopId: SHOP_ID });
  const checkout = await givenCheckout(db, { legacyId: 5, customerId: OLD });
  const base = { shopId: SHOP_ID, customerId: OLD };
  await db.recovery.create({
    data: {
      ...base,
      id: "r1",
      checkoutId: checkout.id,
      dueAt: NOW,
      createdAt: NOW,
      updatedAt: NOW,
    },
  });
  await db.issuedCode.create({
    data: {
      ...base,
      id: "c1",
      occasionKey: "o1",
      code: "TEN",
      codeKey: "ten",
      percentBp: 1_000,
      state: "issued",
      startsAt: NOW,
      expiresAt: NOW,
      createdAt: NOW,
    },
  });
  await db.message.create({
    data: {
      ...base,
      id: "m1",
      purpose: "cart-recovery",
      topic: "reminders",
      toAddress: "ada@example.com",
      locale: "en",
      subject: "Your cart",
      htmlBody: "<p>Hello</p>",
      textBody: "Hello",
      messageId: "<m1@example.com>",
      state: "sent",
      createdAt: NOW,
    },
  });
  await db.decision.create({
    data: {
      ...base,
      id: "d1",
      feature: "vip",
      outcome: "moved",
      reason: "tier-reached",
      paramsJson: "{}",
      dedupeKey: "d1",
      decidedAt: NOW,
    },
  });
  await db.domainEvent.create({
    data: {
      ...base,
      id: "e1",
      type: "order.paid",
      sourceKey: "order.paid:s1_1",
      subjectId: "s1_1",
      payloadJson: JSON.stringify({ orderId: "s1_1", customerId: OLD, checkoutToken: null }),
      occurredAt: NOW,
      recordedAt: NOW,
    },
  });
  await db.vipMembership.create({ data: { ...base, tierId: "gold", since: NOW, updatedAt: NOW } });
  await db.vipMembership.create({
    data: { ...base, customerId: KEPT, tierId: "silver", since: NOW, updatedAt: NOW },
  });
  await db.vipTag.create({ data: { ...base, intendedTag: "Gold", updatedAt: NOW } });
  await db.suppression.create({
    data: { shopId: SHOP_ID, addressHash: "h", topic: "all", reason: "unsubscribed", createdAt: NOW },
  });
}

const MODELS = Object.keys(MODEL_COLUMNS) as ModelName[];
const TRACES = new Set([
  "CustomerMerge",
  "CustomerMergeMove",
  "RefetchRequest",
  "Job",
  "Shop",
  "ShopSetting",
]);

/** Every row of every table, but the log of merges and the queue. */
async function allRows(without: (table: string, row: Record<string, unknown>) => boolean = () => false) {
  const dump: Record<string, unknown[]> = {};
  for (const name of MODELS) {
    if (TRACES.has(name)) continue;
    const rows = await db.$queryRawUnsafe<Record<string, unknown>[]>(`SELECT * FROM "${name}"`);
    const shown = rows
      .filter((row) => !without(name, row))
      .map((row) => ({ ...row, updatedAt: null, createdAt: null }));
    dump[name] = shown
      .map((row) =>
        JSON.stringify(row, (_key, value: unknown) => (typeof value === "bigint" ? Number(value) : value)),
      )
      .sort();
  }
  return dump;
}

const isMergeEvent = (table: string, row: Record<string, unknown>) =>
  table === "DomainEvent" && /^customer\.(un)?merged$/.test(String(row["type"]));

describe("a finished merge", () => {
  test("gives all rows to the kept customer, counts both anew and keeps the earliest registration", async () => {
    await givenTwo();
    expect(await deliver(db, [merge()])).toEqual([{ kind: "projected" }]);
    for (const { model, isCopied } of movedTables()) {
      if (isCopied) continue;
      const [row] = await db.$queryRawUnsafe<{ count: bigint }[]>(
        `SELECT COUNT(*) AS count FROM "${model}" WHERE "customerId" = '${OLD}'`,
      );
      expect([model, Number(row?.count)]).toEqual([model, 0]);
    }
    expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
    const kept = await db.customer.findFirstOrThrow({
      where: { shopId: SHOP_ID, id: KEPT },
      include: { tags: true },
    });
    expect(kept.registeredAt).toEqual(new Date("2024-05-01T10:00:00Z"));
    expect(kept.firstName).toBe("Grace");
    expect(kept.tags.map(({ tag }) => tag).sort()).toEqual(["coffee", "tea", "vip"]);
    expect(await db.customerStats.findMany({ where: { shopId: SHOP_ID } })).toEqual([
      expect.objectContaining({ customerId: KEPT, orderCount: 2 }),
    ]);
    expect(await db.vipMembership.findMany({ where: { shopId: SHOP_ID } })).toEqual([
      expect.objectContaining({ customerId: KEPT, tierId: "silver" }),
    ]);
    const event = await db.domainEvent.findFirstOrThrow({ where: { shopId: SHOP_ID, id: "e1" } });
    expect(event.payloadJson).toContain(`"customerId":"${KEPT}"`);
    expect(await db.suppression.count()).toBe(1);
    expect(await db.refetchRequest.findMany({ where: { shopId: SHOP_ID } })).toEqual([
      expect.objectContaining({ gid: "gid://shopify/Customer/9002" }),
    ]);
  });

  test("told twice moves nothing twice", async () => {
    await givenTwo();
    await deliver(db, [merge()]);
    const once = await allRows();
    expect(await deliver(db, [merge()])).toEqual([{ kind: "ignored", reason: "merged-before" }]);
    expect(await allRows()).toEqual(once);
  });

  test("of customers of another shop touches none of ours", async () => {
    await givenTwo();
    await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
    await givenCustomer(db, { shopId: "s2", legacyId: 9001 });
    await givenOrder(db, { shopId: "s2", legacyId: 1, customerId: "s2_9001" });
    await deliver(db, [merge()]);
    expect(await db.order.findFirstOrThrow({ where: { shopId: "s2" } })).toMatchObject({
      customerId: "s2_9001",
    });
  });
});

describe("a merge that is not one", () => {
  test.each(["in_progress", "failed"])("status %s moves nothing", async (status) => {
    await givenTwo();
    const before = await allRows();
    expect(await deliver(db, [merge({ status })])).toEqual([{ kind: "ignored", reason: `merge-${status}` }]);
    expect(await allRows()).toEqual(before);
  });

  test("a body without the ids is set aside for a person, with the place named", async () => {
    expect(await deliver(db, [merge({ admin_graphql_api_customer_kept_id: 9002 })])).toEqual([
      expect.objectContaining({
        kind: "dead",
        problem: expect.objectContaining({ path: "admin_graphql_api_customer_kept_id" }) as object,
      }),
    ]);
  });

  test("of a customer with themselves is ignored", async () => {
    const both = { admin_graphql_api_customer_kept_id: "gid://shopify/Customer/9001" };
    expect(await deliver(db, [merge(both)])).toEqual([{ kind: "ignored", reason: "same-customer" }]);
  });
});

describe("undo", () => {
  const undo = (mergeId: string) =>
    inTransaction(db, (tx) => undoMerge(tx, { shopId: SHOP_ID, mergeId, now: NOW }));

  test("after a merge gives the same rows as before", async () => {
    await givenTwo();
    const before = await allRows();
    await deliver(db, [merge()]);
    expect(await allRows(isMergeEvent)).not.toEqual(before);
    const [merged] = await listMergedInto(db, { shopId: SHOP_ID, customerId: KEPT });
    expect(merged).toMatchObject({
      customerId: OLD,
      email: "customer-9001@example.com",
      isDirect: true,
      counts: expect.arrayContaining([{ table: "Order", count: 2 }]) as object,
    });
    expect(await undo(merged?.mergeId ?? "")).toBe("undone");
    expect(await allRows(isMergeEvent)).toEqual(before);
    expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
  });

  test("twice does nothing the second time, and a repeat of the news does not merge again", async () => {
    await givenTwo();
    await deliver(db, [merge()]);
    const [merged] = await listMergedInto(db, { shopId: SHOP_ID, customerId: KEPT });
    await undo(merged?.mergeId ?? "");
    expect(await undo(merged?.mergeId ?? "")).toBe("not-found");
    expect(await deliver(db, [merge()])).toEqual([{ kind: "ignored", reason: "merged-before" }]);
    expect(await listMergedInto(db, { shopId: SHOP_ID, customerId: KEPT })).toEqual([]);
  });

  test("gives back what came under the old name since, not what the kept customer did", async () => {
    await givenTwo();
    await deliver(db, [merge()]);
    const late = (id: number, customer: number): Webhook => ({
      topic: "orders/create",
      body: orderPayload({ id, customer: { id: customer }, checkout_token: null, cart_token: null }),
      at: "2026-03-01T11:00:00Z",
    });
    await deliver(db, [late(7001, 9001), late(7002, 9002)]);
    const owners = async () =>
      (
        await db.order.findMany({
          where: { shopId: SHOP_ID, id: { in: ["s1_7001", "s1_7002"] } },
          orderBy: { id: "asc" },
        })
      ).map(({ customerId }) => customerId);
    expect(await owners()).toEqual([KEPT, KEPT]);
    const [merged] = await listMergedInto(db, { shopId: SHOP_ID, customerId: KEPT });
    await undo(merged?.mergeId ?? "");
    expect(await owners()).toEqual([OLD, KEPT]);
    const paid = await db.domainEvent.findFirstOrThrow({
      where: { shopId: SHOP_ID, sourceKey: "order.paid:s1_7001" },
    });
    expect(paid.customerId).toBe(OLD);
    expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
  });

  test("of somebody merged on waits until the later merge is undone; of an erased person it is not possible", async () => {
    await givenTwo();
    await deliver(db, [
      merge(),
      merge(
        {
          admin_graphql_api_customer_kept_id: "gid://shopify/Customer/9003",
          admin_graphql_api_customer_deleted_id: "gid://shopify/Customer/9002",
        },
        "2026-03-11T10:00:00Z",
      ),
    ]);
    const merges = await listMergedInto(db, { shopId: SHOP_ID, customerId: "s1_9003" });
    expect(merges.map(({ customerId, isDirect }) => [customerId, isDirect])).toEqual([
      [KEPT, true],
      [OLD, false],
    ]);
    const idOf = (customerId: string) => merges.find((one) => one.customerId === customerId)?.mergeId ?? "";
    expect(await undo(idOf(OLD))).toBe("merged-on");
    expect(await undo(idOf(KEPT))).toBe("undone");
    expect(await listMergedInto(db, { shopId: SHOP_ID, customerId: KEPT })).toHaveLength(1);
    await db.customer.deleteMany({ where: { shopId: SHOP_ID, id: OLD } });
    expect(await undo(idOf(OLD))).toBe("erased");
    expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
  });
});

const at = (minute: number) => new Date(Date.UTC(2026, 2, 10, 10, minute)).toISOString();
const customer = (id: number, minute: number, over: Record<string, unknown> = {}): Webhook => ({
  topic: "customers/update",
  body: customerPayload({ id, email: `c${id}@example.com`, updated_at: at(minute), ...over }),
  at: at(minute),
});
const order = (id: number, customerId: number, minute: number): Webhook => ({
  topic: "orders/paid",
  body: orderPayload({
    id,
    customer: { id: customerId, email: `c${customerId}@example.com` },
    email: `c${customerId}@example.com`,
    updated_at: at(minute),
    checkout_token: `checkout-${id}`,
    cart_token: `cart-${id}`,
  }),
  at: at(minute),
});

const CHAIN: Webhook[] = [
  customer(9001, 0, { created_at: "2024-01-01T10:00:00Z" }),
  customer(9002, 1, { created_at: "2025-01-01T10:00:00Z" }),
  order(7001, 9001, 2),
  {
    topic: "checkouts/update",
    body: checkoutPayload({ customer: { id: 9001 }, email: "c9001@example.com", updated_at: at(3) }),
    at: at(3),
  },
  order(7002, 9002, 4),
  {
    topic: "customer.tags_added",
    body: { customerId: "gid://shopify/Customer/9001", tags: ["late"], occurredAt: at(4) },
    at: at(4),
  },
  merge({}, at(5)),
  order(7003, 9001, 6),
  merge(
    {
      admin_graphql_api_customer_kept_id: "gid://shopify/Customer/9003",
      admin_graphql_api_customer_deleted_id: "gid://shopify/Customer/9002",
    },
    at(7),
  ),
  { topic: "orders/updated", body: { ...(order(7001, 9001, 8).body as object), tags: "gift" }, at: at(8) },
  order(7004, 9002, 9),
];

/** The kept customer as the store gives it, whatever we made of it. */
const KEPT_NODE = {
  id: "gid://shopify/Customer/9003",
  createdAt: "2025-06-01T10:00:00Z",
  updatedAt: at(30),
  firstName: "Grace",
  tags: ["coffee", "late"],
  defaultEmailAddress: { emailAddress: "c9003@example.com", marketingState: "SUBSCRIBED" },
};

async function endOf(batches: readonly (readonly Webhook[])[]) {
  for (const name of MODELS) if (name !== "Shop") await db.$executeRawUnsafe(`DELETE FROM "${name}"`);
  for (const batch of batches) await deliver(db, batch);
  await inTransaction(db, (tx) =>
    projectNodes(tx, { shop: SHOP, resource: "customers", nodes: [KEPT_NODE], now: NOW, silent: false }),
  );
  expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
  const ids = ["s1_9001", "s1_9002"];
  const kept = await db.customer.findFirstOrThrow({
    where: { shopId: SHOP_ID, id: "s1_9003" },
    include: { tags: true },
  });
  const merged = await db.customer.findMany({
    where: { shopId: SHOP_ID, id: { in: ids } },
    orderBy: { id: "asc" },
  });
  const owned = { where: { shopId: SHOP_ID }, orderBy: { id: "asc" } } as const;
  const facts = await db.domainEvent.findMany({
    where: {
      shopId: SHOP_ID,
      OR: [
        { sourceKey: { startsWith: "order.p" } },
        { type: "checkout.started" },
        { type: "customer.created" },
      ],
    },
    orderBy: { sourceKey: "asc" },
  });
  return {
    kept: { ...kept, createdAt: null, updatedAt: null, tags: kept.tags.map(({ tag }) => tag).sort() },
    merged: merged.map(({ mergedIntoId, deletedAt, email }) => ({ mergedIntoId, deletedAt, email })),
    orders: (await db.order.findMany(owned)).map(({ id, customerId, versionAt }) => ({
      id,
      customerId,
      versionAt,
    })),
    checkouts: (await db.checkout.findMany(owned)).map(({ id, customerId }) => ({ id, customerId })),
    stats: await db.customerStats.findMany({ where: { shopId: SHOP_ID } }),
    facts: facts.map(({ sourceKey, customerId, payloadJson }) => ({ sourceKey, customerId, payloadJson })),
  };
}

test("whatever order merges, orders and news of the merged come in, all ends with the last kept customer", async () => {
  const expected = await endOf(CHAIN.map((webhook) => [webhook]));
  expect(expected).toMatchObject({
    kept: { registeredAt: new Date("2024-01-01T10:00:00Z"), tags: ["coffee", "late"] },
    merged: [{ mergedIntoId: "s1_9003" }, { mergedIntoId: "s1_9003" }],
    stats: [{ customerId: "s1_9003", orderCount: 4 }],
  });
  const arrivals = fc.tuple(
    fc.shuffledSubarray([...CHAIN, ...CHAIN], { minLength: CHAIN.length * 2 }),
    fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 22, maxLength: 22 }),
  );
  await fc.assert(
    fc.asyncProperty(arrivals, async ([shuffled, sizes]) => {
      const rest = [...shuffled];
      const batches = sizes.map((size) => rest.splice(0, size)).filter((batch) => batch.length > 0);
      expect(await endOf(batches)).toEqual(expected);
    }),
    { numRuns: 25 },
  );
}, 120_000);

describe("what moves", () => {
  test("every table with a customer is moved by a merge, or said why not", () => {
    const withCustomer = MODELS.filter((name) => "customerId" in MODEL_COLUMNS[name]);
    expect(withCustomer.length).toBeGreaterThan(10);
    const covered = [...movedTables().map(({ model }) => model), ...Object.keys(UNMOVED)];
    expect(covered.sort()).toEqual(withCustomer.sort());
  });

  test("a table is contributed once", () => {
    expect(() => registerMovedTables([{ model: "Order", key: ["id"] }])).toThrow("the rows of Order");
  });
});
