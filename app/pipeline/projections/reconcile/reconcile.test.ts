import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

import {
  addTags,
  createCustomer,
  deleteCustomer,
  updateCustomer,
} from "../../../../dev-store/commerce/customers";
import { mergeCustomers } from "../../../../dev-store/commerce/merge";
import { cancelOrder, refundOrder } from "../../../../dev-store/commerce/orders";
import { placeOrder } from "../../../../dev-store/commerce/order-placing";
import { setStock } from "../../../../dev-store/commerce/products";
import { checkoutOver, putOnSale } from "../../../../dev-store/commerce/shop-for-tests";
import type { Customer, Order, Product } from "../../../../dev-store/state/model";
import { givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { addedBy } from "../../../../tests/support/metrics";
import { deliver } from "../../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { openToldStore, type ToldStore } from "../../../../tests/support/told-store";
import { createWorld, type World } from "../../../../tests/support/world";

import { compareAggregates } from "../aggregates/recount.server";
import { mergeCustomers as projectMerge } from "../merge/merge.server";
import { undoMerge } from "../merge/undo.server";
import { projectDeletions } from "../nodes.server";
import { BACKFILL_RESOURCES } from "../backfill/rules";
import { provideReconcilePorts, type ReconcileReader } from "./ports.server";
import { presentReconcile } from "./queries.server";
import { createReconcileReader } from "./reader.server";
import { runSlice } from "./jobs.server";
import { reconcileRegistration } from "./registration.server";
import { requestReconcile } from "./request.server";
import type { ReconcileCause } from "./rules";

const OPENED = new Date("2026-11-03T08:00:00Z");
const TONIGHT = new Date("2026-11-04T02:00:00Z");

let testDb: TestDb;
let db: RootDb;
let world: World;
let told: ToldStore;
let reader: ReconcileReader;
let product: Product;
let ada: Customer;
let order: Order;

const minutes = (count: number) => new Date(OPENED.getTime() + count * 60_000);

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db, { scopes: "read_all_orders,read_customers,read_orders,read_products" });
  for (const resource of BACKFILL_RESOURCES) {
    await db.backfill.create({
      data: {
        id: resource,
        shopId: SHOP_ID,
        resource,
        state: "done",
        requestedAt: new Date("2026-11-01T00:00:00Z"),
      },
    });
  }
  world = createWorld(db, [reconcileRegistration], TONIGHT);
  told = openToldStore();
  reader = createReconcileReader(told.client);
  provideReconcilePorts({ reader: () => reader });
  product = told.act(minutes(1), (store) => putOnSale(store, 2_000));
  ada = told.act(minutes(2), (store) =>
    createCustomer(store, { email: "ada@example.com", firstName: "Ada", tags: ["tea"] }),
  );
  order = told.act(minutes(3), (store) =>
    placeOrder(store, { lines: line(2), customerId: ada.id, email: ada.email }),
  );
  await deliver(db, told.webhooks.splice(0));
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

function line(quantity: number) {
  return [{ key: "k", productId: product.id, variantId: product.variants[0]?.id ?? 0, quantity }];
}

async function reconcile(cause: ReconcileCause = "manual"): Promise<void> {
  await inTransaction(db, (tx) => requestReconcile(tx, { shopId: SHOP_ID, cause, now: world.now() }));
  await world.runJobs();
}

const run = () =>
  db.reconcileRun.findFirstOrThrow({ where: { shopId: SHOP_ID }, orderBy: { startedAt: "desc" } });
const results = async () => {
  const { id } = await run();
  const rows = await db.reconcileResult.findMany({ where: { shopId: SHOP_ID, runId: id } });
  return Object.fromEntries(rows.map((row) => [row.resource, row]));
};
const drifts = async () => {
  const rows = await db.reconcileDrift.findMany({ where: { shopId: SHOP_ID }, orderBy: { recordId: "asc" } });
  return rows.map(({ resource, recordId, kind, fieldsJson, healedAt }) => ({
    resource,
    legacyId: Number(recordId.split("_")[1]),
    kind,
    fields: JSON.parse(fieldsJson) as string[],
    isHealed: healedAt !== null,
  }));
};
const mergeHere = ({ from, to }: { from: Customer; to: Customer }) =>
  inTransaction(db, (tx) =>
    projectMerge(tx, {
      shopId: SHOP_ID,
      fromGid: `gid://shopify/Customer/${from.id}`,
      toGid: `gid://shopify/Customer/${to.id}`,
      mergedAt: TONIGHT,
      now: TONIGHT,
    }),
  );
const lose = () => told.webhooks.splice(0);

describe("a copy that is in step", () => {
  test("shows no drift, and what deliveries never tell is completed", async () => {
    await reconcile();
    expect(await drifts()).toEqual([]);
    expect(await run()).toMatchObject({ state: "done", openKey: null });
    expect(await results()).toMatchObject({
      customers: { state: "done", checkedCount: 1, driftCount: 0, localCount: 1, remoteCount: 1 },
      orders: { state: "done", checkedCount: 1, driftCount: 0, localCount: 1, remoteCount: 1 },
      products: { state: "done", checkedCount: 1, driftCount: 0, localCount: 1, remoteCount: 1 },
      checkouts: { state: "done", driftCount: 0, localCount: null, remoteCount: null },
    });
    const [customer] = await db.customer.findMany({ include: { tags: true } });
    expect(customer).toMatchObject({ locale: "en", tags: [{ tag: "tea" }] });
  });

  test("is left alone by a second run", async () => {
    await reconcile();
    const before = await db.order.findMany({ include: { lines: true, refunds: true } });
    const events = await db.domainEvent.count({ where: { type: { not: "reconcile.completed" } } });
    world.at("2026-11-04T03:00:00Z");
    await reconcile();
    expect(await db.order.findMany({ include: { lines: true, refunds: true } })).toEqual(before);
    expect(await db.domainEvent.count({ where: { type: { not: "reconcile.completed" } } })).toBe(events);
  });
});

describe("what was lost", () => {
  test("comes back, is written down without a value, and leaves aggregates equal to a recount", async () => {
    told.act(minutes(10), (store) => updateCustomer(store, ada, { firstName: "Augusta", note: "Secret" }));
    told.act(minutes(11), (store) =>
      refundOrder(store, order, { lineQuantities: new Map([[order.lines[0]?.id ?? 0, 1]]) }),
    );
    const lost = told.act(minutes(12), (store) => placeOrder(store, { lines: line(1), customerId: ada.id }));
    told.act(minutes(13), (store) =>
      setStock(store, product, { variantId: product.variants[0]?.id ?? 0, quantity: 7 }),
    );
    lose();
    const measured = await addedBy("perennial_drift_", reconcile);
    expect(measured).toMatchObject({
      'perennial_drift_found_total{resource="orders"}': 2,
      'perennial_drift_healed_total{resource="orders"}': 2,
      'perennial_drift_found_total{resource="products"}': 1,
    });
    const found = await drifts();
    expect(found.map(({ isHealed }) => isHealed)).not.toContain(false);
    expect(found).toMatchObject([
      { resource: "products", legacyId: product.id, kind: "older", fields: ["variants.inventoryQuantity"] },
      { resource: "customers", legacyId: ada.id, kind: "older" },
      { resource: "orders", legacyId: order.id, kind: "older" },
      { resource: "orders", legacyId: lost.id, kind: "missing" },
    ]);
    expect(found[1]?.fields).toEqual(["firstName", "note", "shopifyOrderCount", "shopifySpentMinor"]);
    expect(JSON.stringify(await db.reconcileDrift.findMany())).not.toMatch(/Augusta|Secret/);
    expect(await db.customer.findFirst()).toMatchObject({ firstName: "Augusta" });
    expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
    expect(await db.customerStats.findFirst()).toMatchObject({ orderCount: 2 });
  });

  test("is told to whoever reacts, as if the deliveries had come", async () => {
    told.act(minutes(10), (store) => cancelOrder(store, order, "CUSTOMER"));
    lose();
    await reconcile();
    const types = (await db.domainEvent.findMany()).map(({ type }) => type);
    expect(types).toEqual(
      expect.arrayContaining(["order.cancelled", "order.refunded", "reconcile.completed"]),
    );
  });

  test("a deletion that was not told is found by the sweep", async () => {
    const bob = told.act(minutes(10), (store) => createCustomer(store, { email: "bob@example.com" }));
    await deliver(db, told.webhooks.splice(0));
    told.act(minutes(11), (store) => {
      store.orders.delete(order.id);
      deleteCustomer(store, bob);
    });
    lose();
    await reconcile("reinstalled");
    expect(await drifts()).toMatchObject([
      {
        resource: "customers",
        legacyId: ada.id,
        fields: ["shopifyOrderCount", "shopifySpentMinor"],
        isHealed: true,
      },
      { resource: "orders", legacyId: order.id, kind: "deleted", isHealed: true },
      { resource: "customers", legacyId: bob.id, kind: "deleted", isHealed: true },
    ]);
    expect(await db.customer.findFirst({ where: { email: "bob@example.com" } })).toBeNull();
    expect(await db.order.findFirst()).toMatchObject({ isValid: false, deletedAt: TONIGHT });
    expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
  });

  test("a merge that was not told is found by the sweep, for the orders are another's now", async () => {
    const bob = told.act(minutes(10), (store) => createCustomer(store, { email: "bob@example.com" }));
    const bobs = told.act(minutes(11), (store) =>
      placeOrder(store, { lines: line(1), customerId: bob.id, email: bob.email }),
    );
    await deliver(db, told.webhooks.splice(0));
    told.act(minutes(12), (store) => mergeCustomers(store, { kept: ada, other: bob }));
    lose();
    await reconcile("reinstalled");
    expect(await drifts()).toContainEqual({
      ...{ resource: "customers", legacyId: bob.id, kind: "merged", fields: [], isHealed: true },
    });
    expect(await db.customer.findFirst({ where: { id: `${SHOP_ID}_${bob.id}` } })).toMatchObject({
      mergedIntoId: `${SHOP_ID}_${ada.id}`,
    });
    expect(await db.order.findFirst({ where: { id: `${SHOP_ID}_${bobs.id}` } })).toMatchObject({
      customerId: `${SHOP_ID}_${ada.id}`,
    });
    expect(await db.domainEvent.count({ where: { type: "customer.merged" } })).toBe(1);
    expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
  });

  test("a merge of which only the end of the other customer was told is found by it, too", async () => {
    const bob = told.act(minutes(10), (store) => createCustomer(store, { email: "bob@example.com" }));
    const bobs = told.act(minutes(11), (store) =>
      placeOrder(store, { lines: line(1), customerId: bob.id, email: bob.email }),
    );
    await deliver(db, told.webhooks.splice(0));
    told.act(minutes(12), (store) => mergeCustomers(store, { kept: ada, other: bob }));
    lose();
    const shop = await db.shop.findUniqueOrThrow({ where: { id: SHOP_ID } });
    const gids = [`gid://shopify/Customer/${bob.id}`];
    await inTransaction(db, (tx) =>
      projectDeletions(tx, { shop, resource: "customers", gids, now: minutes(12) }),
    );
    await reconcile("nightly");
    expect(await db.customer.findFirst({ where: { id: `${SHOP_ID}_${bob.id}` } })).toMatchObject({
      mergedIntoId: `${SHOP_ID}_${ada.id}`,
    });
    expect(await db.order.findFirst({ where: { id: `${SHOP_ID}_${bobs.id}` } })).toMatchObject({
      customerId: `${SHOP_ID}_${ada.id}`,
    });
    expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
    world.at("2026-11-05T02:00:00Z");
    await reconcile("nightly");
    expect((await drifts()).filter(({ kind }) => kind === "merged")).toHaveLength(1);
  });

  test("a merge that was taken back here is not made again by it, nor is whom the store lacks deleted", async () => {
    const bob = told.act(minutes(10), (store) => createCustomer(store, { email: "bob@example.com" }));
    told.act(minutes(11), (store) =>
      placeOrder(store, { lines: line(1), customerId: bob.id, email: bob.email }),
    );
    await deliver(db, told.webhooks.splice(0));
    told.act(minutes(12), (store) => mergeCustomers(store, { kept: ada, other: bob }));
    lose();
    await reconcile("reinstalled");
    const { id: mergeId } = await db.customerMerge.findFirstOrThrow({ where: { shopId: SHOP_ID } });
    await inTransaction(db, (tx) => undoMerge(tx, { shopId: SHOP_ID, mergeId, now: TONIGHT }));
    await reconcile("reinstalled");
    const ofBob = (await drifts()).filter(
      ({ resource, legacyId }) => resource === "customers" && legacyId === bob.id,
    );
    expect(ofBob.map(({ kind }) => kind)).toEqual(["merged"]);
    expect(await db.customer.findFirst({ where: { id: `${SHOP_ID}_${bob.id}` } })).toMatchObject({
      ...{ mergedIntoId: null, deletedAt: null },
    });
    // Shopify counts one of them; here they are two, as the merchant wants it.
    expect((await results()).customers).toMatchObject({ localCount: 1, remoteCount: 1 });
    expect((await presentReconcile(db, { shopId: SHOP_ID, now: TONIGHT })).inStepAt).toBe(
      (await run()).startedAt.toISOString(),
    );
  });

  test("counts that tell of too many here lead to a look for every record in the same night", async () => {
    told.act(minutes(10), (store) => store.orders.delete(order.id));
    await db.reconcilePosition.create({ data: { shopId: SHOP_ID, resource: "orders", sweepAfter: "s1_9" } });
    await reconcile("nightly");
    expect(await db.order.findFirst()).toMatchObject({ deletedAt: TONIGHT });
    expect((await results()).orders).toMatchObject({ localCount: 0, remoteCount: 0, driftCount: 1 });
  });

  test("counts that tell of records missing here have all of it read anew, once a week", async () => {
    told.store.quietly(() =>
      told.act(new Date("2026-11-02T09:00:00Z"), (store) =>
        createCustomer(store, { email: "old@example.com" }),
      ),
    );
    await db.reconcilePosition.create({
      data: { shopId: SHOP_ID, resource: "customers", watermarkAt: new Date("2026-11-03T23:00:00Z") },
    });
    const state = async () =>
      (await db.backfill.findFirstOrThrow({ where: { resource: "customers" } })).state;
    await reconcile();
    expect((await results()).customers).toMatchObject({ localCount: 1, remoteCount: 2 });
    expect(await state()).toBe("requested");
    await db.backfill.updateMany({ where: { resource: "customers" }, data: { state: "done" } });
    world.at("2026-11-05T02:00:00Z");
    await reconcile();
    expect(await state()).toBe("done");
  });
});

describe("what is not drift", () => {
  test("a change of the last minutes, whose delivery may be on its way, is taken over only", async () => {
    told.act(new Date("2026-11-04T01:55:00Z"), (store) => addTags(store, ada, ["vip"]));
    lose();
    await reconcile();
    expect(await drifts()).toEqual([]);
    expect(await db.customerTag.count({ where: { tagKey: "vip" } })).toBe(1);
  });

  test("a checkout that was finished at once, as Shopify lists abandoned ones only", async () => {
    told.act(minutes(10), (store) => checkoutOver(store, [[product, 1]], { email: null }));
    await deliver(db, told.webhooks.splice(0));
    await reconcile("reinstalled");
    expect(await drifts()).toEqual([]);
    expect(await db.checkout.count({ where: { deletedAt: null } })).toBe(1);
  });

  test("orders placed before the window of a token that sees sixty days", async () => {
    await db.shop.updateMany({ data: { scopes: "read_customers,read_orders,read_products" } });
    told.setScopes(["read_customers", "read_orders", "read_products"]);
    world.at("2027-02-01T02:00:00Z");
    await reconcile("reinstalled");
    expect((await results()).orders).toMatchObject({
      state: "done",
      driftCount: 0,
      localCount: 0,
      remoteCount: 0,
    });
    expect(await db.order.findFirst()).toMatchObject({ deletedAt: null });
  });

  test("what a merge and an address tell, and the store's own record does not", async () => {
    const bob = told.act(minutes(10), (store) => createCustomer(store, { email: "bob@example.com" }));
    told.act(minutes(11), (store) => placeOrder(store, { lines: line(1), email: "ada@example.com" }));
    told.act(minutes(12), (store) => mergeCustomers(store, { kept: bob, other: ada }));
    await deliver(db, told.webhooks.splice(0));
    await mergeHere({ from: ada, to: bob });
    expect(await db.order.count({ where: { customerId: `${SHOP_ID}_${bob.id}` } })).toBe(2);
    await reconcile();
    expect(await drifts()).toEqual([]);
    const { customers, orders } = await results();
    expect([customers, orders]).toMatchObject([{ driftCount: 0 }, { driftCount: 0 }]);
    expect(await db.customer.findFirst({ where: { id: `${SHOP_ID}_${bob.id}` } })).toMatchObject({
      registeredAt: minutes(2),
    });
  });
});

describe("a run", () => {
  const many = (count: number) => {
    for (let index = 0; index < count; index += 1)
      told.act(new Date(minutes(20).getTime() + index * 1_000), (store) =>
        createCustomer(store, { email: `lost-${index}@example.com` }),
      );
    lose();
  };

  test("goes on after a crash where it stood, and counts nothing twice", async () => {
    many(230);
    const question = reader.readPage;
    let isBroken = true;
    reader = {
      ...reader,
      readPage: (resource, page) => {
        if (page.after !== null && isBroken) throw new Error("the worker died");
        return question(resource, page);
      },
    };
    await reconcile();
    expect(await run()).toMatchObject({ state: "running", resource: "customers", phase: "changes" });
    expect(await db.customer.count()).toBe(100);
    isBroken = false;
    world.at("2026-11-04T03:00:00Z");
    await world.runJobs();
    expect(await run()).toMatchObject({ state: "done" });
    expect((await results()).customers).toMatchObject({
      checkedCount: 231,
      driftCount: 230,
      healedCount: 230,
    });
    expect(await db.customer.count()).toBe(231);
  });

  test("asked for twice is one, and its slice done twice changes nothing", async () => {
    await inTransaction(db, async (tx) => {
      const request = { shopId: SHOP_ID, cause: "manual", now: world.now() } as const;
      expect(await requestReconcile(tx, request)).toBe(true);
      expect(await requestReconcile(tx, request)).toBe(false);
    });
    const { id: runId } = await run();
    await world.runJobs();
    const questions = told.questionCount();
    await inTransaction(db, (tx) =>
      enqueueJob(tx, runSlice, {
        payload: { shopId: SHOP_ID, runId, seq: 2 },
        shopId: SHOP_ID,
        now: world.now(),
      }),
    );
    await world.runJobs();
    expect(told.questionCount()).toBe(questions);
    expect(await db.reconcileRun.count()).toBe(1);
  });

  test("waits as long as Shopify throttles, and goes on", async () => {
    const question = reader.readPage;
    let isThrottled = true;
    reader = {
      ...reader,
      readPage: (resource, page) =>
        isThrottled
          ? Promise.resolve({ kind: "unavailable", error: "throttled", retryAfterMs: 30_000 })
          : question(resource, page),
    };
    await reconcile();
    expect((await run()).state).toBe("running");
    isThrottled = false;
    world.at("2026-11-04T02:01:00Z");
    await world.runJobs();
    expect((await run()).state).toBe("done");
  });

  test("leaves out what the app may not read, says so, and does not ask for it", async () => {
    await db.shop.updateMany({ data: { scopes: "read_customers,read_products" } });
    told.setScopes(["read_customers", "read_products"]);
    await reconcile();
    const { customers, orders, checkouts } = await results();
    expect(customers).toMatchObject({ state: "done" });
    expect(orders).toMatchObject({ state: "skipped", error: "missing-scope: read_orders" });
    expect(checkouts).toMatchObject({ state: "skipped" });
    expect(await db.order.findFirst()).toMatchObject({ deletedAt: null });
  });

  test("of a shop that granted it again finds what was missed meanwhile", async () => {
    await db.shop.updateMany({ data: { scopes: "read_customers,read_products" } });
    await reconcile();
    told.act(minutes(40), (store) => cancelOrder(store, order, "CUSTOMER"));
    lose();
    await db.shop.updateMany({
      data: { scopes: "read_all_orders,read_customers,read_orders,read_products" },
    });
    world.at("2026-11-09T02:00:00Z");
    await reconcile("scopes-changed");
    expect((await db.order.findFirst())?.cancelledAt).not.toBeNull();
  });

  test("ends when the shop removes the app, and nothing is asked any more", async () => {
    await inTransaction(db, (tx) =>
      requestReconcile(tx, { shopId: SHOP_ID, cause: "manual", now: world.now() }),
    );
    await db.shop.updateMany({ data: { uninstalledAt: TONIGHT } });
    await world.runJobs();
    expect(await run()).toMatchObject({ state: "cancelled", openKey: null });
    expect(told.questionCount()).toBe(0);
  });

  test("whose job was given up goes on when the next night asks for one", async () => {
    await inTransaction(db, (tx) =>
      requestReconcile(tx, { shopId: SHOP_ID, cause: "nightly", now: world.now() }),
    );
    await db.job.updateMany({ where: { name: runSlice.name }, data: { state: "dead", attempt: 8 } });
    await world.runJobs();
    expect((await run()).state).toBe("running");
    await reconcile("nightly");
    expect(await run()).toMatchObject({ state: "done", cause: "nightly" });
    expect(await db.reconcileRun.count()).toBe(1);
  });

  test("of before an uninstall gives way to a whole one when the shop comes back", async () => {
    await inTransaction(db, (tx) =>
      requestReconcile(tx, { shopId: SHOP_ID, cause: "nightly", now: world.now() }),
    );
    world.at("2026-11-05T02:00:00Z");
    await reconcile("reinstalled");
    expect(await db.reconcileRun.findMany({ orderBy: { startedAt: "asc" } })).toMatchObject([
      { cause: "nightly", state: "cancelled", isFull: false },
      { cause: "reinstalled", state: "done", isFull: true },
    ]);
  });

  test("of an erased shop leaves no work", async () => {
    await inTransaction(db, (tx) =>
      requestReconcile(tx, { shopId: SHOP_ID, cause: "manual", now: world.now() }),
    );
    await db.reconcileRun.deleteMany();
    await world.runJobs();
    expect(await db.job.count({ where: { name: runSlice.name } })).toBe(0);
  });

  test("begins by itself, once a night", async () => {
    await world.runJobs();
    expect(await db.reconcileRun.count()).toBe(0);
    for (const day of ["05", "06"]) {
      world.at(`2026-11-${day}T06:00:00Z`);
      await world.runJobs();
      world.at(`2026-11-${day}T12:00:00Z`);
      await world.runJobs();
    }
    expect(await db.reconcileRun.findMany({ orderBy: { startedAt: "asc" } })).toMatchObject([
      { cause: "nightly", state: "done" },
      { cause: "nightly", state: "done" },
    ]);
  });
});

test("a shop whose names and addresses the app may not see is kept in step all the same", async () => {
  told.act(minutes(10), (store) =>
    updateCustomer(store, ada, { email: null, firstName: null, lastName: null }),
  );
  const anonymous = told.act(minutes(11), (store) =>
    placeOrder(store, { lines: line(3), customerId: ada.id, email: null }),
  );
  lose();
  await reconcile();
  expect(await db.customer.findFirst()).toMatchObject({ email: null, firstName: null });
  expect(await db.order.findFirst({ where: { gid: `gid://shopify/Order/${anonymous.id}` } })).toMatchObject({
    email: null,
    isValid: true,
  });
  expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
});
