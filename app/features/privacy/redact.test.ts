import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";

import { isSuppressed, suppressAddress } from "~/engine/messaging/suppression.server";
import { PRIVACY_HOOKS } from "~/composition-features.server";
import { MODEL_COLUMNS } from "~/generated/columns";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { registerPrivacyHooks } from "~/platform/privacy/registry.server";
import { findTexts, listTables } from "~/platform/privacy/scan.server";

import { givenShop } from "../../../tests/support/factories";
import {
  checkoutPayload,
  customerPayload,
  orderPayload,
  refundPayload,
} from "../../../tests/support/payloads";
import {
  createPrivacyWorld,
  fillEveryTable,
  type Marked,
  readEverything,
  receive,
  rowsWith,
} from "../../../tests/support/privacy-world";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import type { World } from "../../../tests/support/world";

const NOW = "2026-11-24T12:00:00Z";
const ADA: Marked = {
  shopId: "s1",
  domain: "demo-shop.myshopify.com",
  number: 9001,
  mark: "ada-one@marks.example",
};
const BOB: Marked = {
  shopId: "s1",
  domain: "demo-shop.myshopify.com",
  number: 9501,
  mark: "bob-one@marks.example",
};
const EVE: Marked = {
  shopId: "s2",
  domain: "other.myshopify.com",
  number: 9001,
  mark: "eve-two@marks.example",
};
const DAN: Marked = {
  shopId: "s2",
  domain: "other.myshopify.com",
  number: 9501,
  mark: "dan-two@marks.example",
};

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createPrivacyWorld(db, NOW);
  await givenShop(db);
  await givenShop(db, { id: "s2", domain: "other.myshopify.com", email: null });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const NAMES = { last_name: "Surmark", note: "Notemark" };
const phoneOf = ({ number }: { number: number }) => `+4860010${number}`;

/** A customer, an order with its refund, and a checkout, as Shopify tells of them. */
function lifeOf({ shopId, number, mark }: Marked) {
  const phone = phoneOf({ number });
  const customer = { id: number, email: mark, phone, ...NAMES, first_name: `Namemark-${shopId}-${number}` };
  const order = {
    id: number + 100,
    email: mark,
    customer,
    checkout_token: `token-${number}`,
    cart_token: `cart-${number}`,
  };
  const refund = { id: number + 200, order_id: number + 100, note: `for ${mark}` };
  const checkout = { token: `token-${number}`, cart_token: `cart-${number}`, email: mark, phone, customer };
  return [
    {
      topic: "customers/create",
      body: customerPayload({ ...customer, default_address: null }),
      at: "2026-03-01T10:00:00Z",
    },
    { topic: "checkouts/create", body: checkoutPayload(checkout), at: "2026-03-01T10:30:00Z" },
    { topic: "orders/create", body: orderPayload(order), at: "2026-03-01T11:00:00Z" },
    { topic: "refunds/create", body: refundPayload(refund), at: "2026-03-05T09:00:00Z" },
  ];
}

const redactBody = (over: object = {}) => ({
  shop_id: 1,
  shop_domain: ADA.domain,
  customer: { id: ADA.number, email: ADA.mark, phone: phoneOf(ADA) },
  orders_to_redact: [ADA.number + 100],
  ...over,
});
const redact = (body: object = redactBody(), at = NOW) =>
  receive(db, { shopId: "s1", now: world.now() }, [
    { topic: "customers/redact", body: body as Record<string, unknown>, at },
  ]);
const live = async (people: readonly Marked[]) => {
  for (const person of people) await receive(db, { shopId: person.shopId, now: world.now() }, lifeOf(person));
  await world.runJobs();
};
const traces = () => findTexts(db, [ADA.mark, `Namemark-s1-${ADA.number}`]);
const figures = async () => ({
  days: await db.dayStats.findMany({ where: { shopId: "s1" } }),
  cohorts: await db.cohortMonth.findMany({ where: { shopId: "s1" } }),
  orders: (await db.order.findMany({ where: { shopId: "s1" }, orderBy: { id: "asc" } })).map(
    ({ id, netMinor, isValid, placedOn }) => ({ id, netMinor, isValid, placedOn }),
  ),
  customers: (await db.customerStats.findMany({ where: { shopId: "s1" } })).map(
    ({ netMinor, orderCount }) => [netMinor, orderCount],
  ),
});

test("of an erased person nothing is left in any column of any table; of others everything is as it was", async () => {
  const people = [ADA, BOB, EVE, DAN];
  await live(people);
  for (const person of people) await fillEveryTable(db, person);
  const before = await readEverything(db);
  const marked = new Set((await findTexts(db, [ADA.mark])).map(({ table }) => table));
  expect(marked.size).toBeGreaterThan(20);
  const isOthers = (row: string) =>
    [BOB, EVE, DAN].some(({ mark }) => row.includes(mark)) || row.includes('"s2"');
  const isBobs = (row: string) =>
    isOthers(row) || row.includes(`s1_${BOB.number}"`) || row.includes(`-s1-${BOB.number}`);

  await redact();
  await world.runJobs();

  expect(await traces()).toEqual([]);
  const after = await readEverything(db);
  expect(rowsWith(after, isBobs)).toEqual(rowsWith(before, isBobs));
  const ids = rowsWith(
    after,
    (row) =>
      !row.includes('"s2"') &&
      (row.includes(`"s1_${ADA.number}"`) || row.includes(`/Customer/${ADA.number}"`)),
  );
  expect(ids).toEqual({});
  expect(await db.privacyRequest.findFirst({ where: { kind: "redact" } })).toMatchObject({
    state: "done",
    subjectJson: null,
  });
}, 120_000);

test("the scan knows every table of the schema, so nothing can hide from it", async () => {
  const tables = (await listTables(db)).map((table) => table.replaceAll('"', "").split(".").at(-1));
  expect(Object.keys(MODEL_COLUMNS).filter((model) => !tables.includes(model))).toEqual([]);
});

describe("an erasure", () => {
  test("leaves revenue, orders and days exactly as they were, for nobody in particular", async () => {
    await live([ADA, BOB]);
    const before = await figures();
    await redact();
    await world.runJobs();
    expect(await figures()).toEqual(before);
    const order = await db.order.findFirstOrThrow({ where: { shopId: "s1", id: `s1_${ADA.number + 100}` } });
    expect(order).toMatchObject({ email: null, emailHash: null });
    expect(order.customerId).toMatch(/^s1_erased-[0-9a-f]{20}$/);
    expect(await db.customer.count({ where: { id: `s1_${ADA.number}` } })).toBe(0);
  });

  test("that is asked for twice is the same as once", async () => {
    await live([ADA, BOB]);
    await redact();
    await world.runJobs();
    const before = rowsWith(
      await readEverything(db),
      (row) => !row.includes("webhookId") && !row.includes("requestKey"),
    );
    await redact();
    await world.runJobs();
    expect(await traces()).toEqual([]);
    const after = rowsWith(
      await readEverything(db),
      (row) => !row.includes("webhookId") && !row.includes("requestKey"),
    );
    expect(after).toEqual(before);
  });

  test("goes on after a stop in its middle, although half of what named the person is gone", async () => {
    await live([ADA, BOB]);
    await fillEveryTable(db, ADA);
    let stops = 0;
    const stopping = PRIVACY_HOOKS.map((hook) => ({
      ...hook,
      redact: (...asked: Parameters<typeof hook.redact>) => {
        // Customers are gone by then, mails are not.
        if (hook.name !== "messaging" || stops > 0) return hook.redact(...asked);
        stops += 1;
        throw new Error("the worker stopped");
      },
    }));
    registerPrivacyHooks(stopping);
    await redact(
      redactBody({ customer: { id: ADA.number, email: null, phone: null }, orders_to_redact: [] }),
    );
    await world.runJobs();
    expect([stops, await db.customer.count({ where: { id: `s1_${ADA.number}` } })]).toEqual([1, 0]);
    expect(await traces()).not.toEqual([]);
    world.at("2026-11-24T13:00:00Z");
    await world.runJobs();
    expect(await traces()).toEqual([]);
  });

  test("that was given up begins anew the next day, and so does a request for data", async () => {
    await live([ADA, BOB]);
    const broken = () => Promise.reject(new Error("no answer of the database"));
    registerPrivacyHooks(PRIVACY_HOOKS.map((hook) => ({ ...hook, redact: broken, exportOf: broken })));
    await redact();
    await receive(db, { shopId: "s1", now: world.now() }, [
      {
        topic: "customers/data_request",
        body: { customer: { id: BOB.number }, orders_requested: [], data_request: { id: 1 } },
        at: NOW,
      },
    ]);
    await world.runJobs();
    registerPrivacyHooks(PRIVACY_HOOKS);
    const works = { name: { in: ["privacy.redact-person", "privacy.prepare-export"] } };
    const { count } = await db.job.updateMany({ where: works, data: { state: "dead", attempt: 20 } });
    expect(count).toBe(2);
    world.at("2026-11-25T11:00:00Z");
    await world.runJobs();
    expect(await traces()).not.toEqual([]);
    for (const at of ["2026-11-26T11:00:00Z", "2026-11-27T11:00:00Z"]) {
      world.at(at);
      await world.runJobs();
    }
    expect(await traces()).toEqual([]);
    const requests = await db.privacyRequest.findMany({ orderBy: { kind: "asc" }, select: { state: true } });
    expect(requests.map(({ state }) => state)).toEqual(["prepared", "done"]);
    expect(await db.job.count({ where: works })).toBe(0);
  });

  test("takes work about the person that waits, due or for later, and leaves that of others", async () => {
    await live([ADA, BOB]);
    const job = {
      kind: "transactional",
      name: "test.wait",
      schema: z.object({}).passthrough(),
      maxAttempts: 3,
    } as const;
    const later = new Date("2026-12-01T00:00:00Z");
    await inTransaction(db, async (tx) => {
      for (const { mark, number } of [ADA, BOB]) {
        const payload = { customerId: `s1_${number}`, note: mark };
        const entry = { payload, shopId: "s1", now: world.now() };
        const run = () => Promise.resolve();
        await enqueueJob(tx, { ...job, priority: 500, run }, { ...entry, dedupeKey: `due:${number}` });
        await enqueueJob(
          tx,
          { ...job, priority: 500, run },
          { ...entry, runAt: later, dedupeKey: `later:${number}` },
        );
      }
    });
    expect((await findTexts(db, [ADA.mark])).map(({ column }) => column).join()).toMatch(/payload/i);
    await redact();
    await world.runJobs();
    expect(await traces()).toEqual([]);
    expect((await findTexts(db, [BOB.mark])).map(({ column }) => column).join()).toMatch(/payload/i);
  });

  test("works after the app was removed, when there is no token", async () => {
    await live([ADA]);
    await receive(db, { shopId: "s1", now: world.now() }, [
      { topic: "app/uninstalled", body: { id: 1, myshopify_domain: ADA.domain }, at: NOW },
    ]);
    await redact();
    await world.runJobs();
    expect(await traces()).toEqual([]);
  });

  test.each([
    ["a mail address", { id: null, email: "ADA-one@marks.example", phone: null }],
    ["a phone number", { id: null, email: null, phone: phoneOf(ADA) }],
    ["a number", { id: ADA.number, email: null, phone: null }],
  ])("finds the person by %s alone", async (_title, customer) => {
    await live([ADA, BOB]);
    await redact(redactBody({ customer, orders_to_redact: [] }));
    await world.runJobs();
    expect(await traces()).toEqual([]);
    expect(await db.customer.count({ where: { id: `s1_${BOB.number}` } })).toBe(1);
  });

  test("of a person nobody knows ends well and changes nothing", async () => {
    await live([BOB]);
    const before = await figures();
    await redact();
    await world.runJobs();
    expect(await figures()).toEqual(before);
    expect(await traces()).toEqual([]);
  });

  test("keeps an unsubscription, as a keyed hash that names nobody", async () => {
    await live([ADA]);
    await inTransaction(db, (tx) =>
      suppressAddress(tx, {
        shopId: "s1",
        address: ADA.mark,
        topic: "all",
        reason: "unsubscribed",
        now: world.now(),
      }),
    );
    await redact();
    await world.runJobs();
    expect(await isSuppressed(db, { shopId: "s1", address: ADA.mark, topic: "cart-recovery" })).toBe(true);
    expect(await traces()).toEqual([]);
  });
});

describe("after an erasure", () => {
  beforeEach(async () => {
    await live([ADA, BOB]);
    await redact();
    await world.runJobs();
  });

  test("late deliveries of the same events bring nothing back, and figures stay", async () => {
    const before = await figures();
    await live([ADA]);
    expect(await traces()).toEqual([]);
    expect(await figures()).toEqual(before);
  });

  test("an order of theirs that was never told before counts, for nobody in particular", async () => {
    const [, , order] = lifeOf(ADA);
    const body = {
      ...(order?.body as object),
      id: 7777,
      admin_graphql_api_id: "gid://shopify/Order/7777",
      name: "#7777",
    };
    await receive(db, { shopId: "s1", now: world.now() }, [
      { topic: "orders/create", body, at: "2026-03-02T10:00:00Z" },
    ]);
    await world.runJobs();
    expect(await traces()).toEqual([]);
    const stored = await db.order.findFirstOrThrow({ where: { id: "s1_7777" } });
    expect(stored).toMatchObject({ email: null, isValid: true });
    const other = await db.order.findFirstOrThrow({ where: { id: `s1_${ADA.number + 100}` } });
    expect(stored.customerId).toBe(other.customerId);
  });

  test("an order of a guest with their address, placed before, names nobody", async () => {
    const body = orderPayload({ id: 7778, email: ADA.mark, customer: null });
    await receive(db, { shopId: "s1", now: world.now() }, [
      { topic: "orders/create", body, at: "2026-03-02T10:00:00Z" },
    ]);
    await world.runJobs();
    expect(await findTexts(db, [ADA.mark])).toEqual([]);
  });

  test("the same person who comes back as a new customer is a customer like any other", async () => {
    const later = "2026-12-24T12:00:00Z";
    world.at(later);
    const back = { id: 9999, email: ADA.mark, first_name: "Anew", updated_at: later, created_at: later };
    const order = {
      id: 7779,
      email: ADA.mark,
      customer: back,
      updated_at: later,
      created_at: later,
      processed_at: later,
    };
    await receive(db, { shopId: "s1", now: world.now() }, [
      { topic: "customers/create", body: customerPayload(back), at: later },
      { topic: "orders/create", body: orderPayload(order), at: later },
    ]);
    await world.runJobs();
    expect(await db.customer.findFirst({ where: { id: "s1_9999" } })).toMatchObject({
      email: ADA.mark,
      firstName: "Anew",
    });
    expect(await db.order.findFirst({ where: { id: "s1_7779" } })).toMatchObject({
      email: ADA.mark,
      customerId: "s1_9999",
    });
  });
});

describe("a body that does not fit the topic is refused", () => {
  test.each([
    ["customers/redact", { shop_id: 1, shop_domain: ADA.domain, customer: { id: 1 } }],
    ["customers/data_request", redactBody()],
    ["shop/redact", redactBody()],
    ["shop/redact", { shop_domain: ADA.domain }],
  ])("%s: %j", async (topic, body) => {
    await receive(db, { shopId: "s1", now: world.now() }, [{ topic, body, at: NOW }]);
    await world.runJobs();
    expect(await db.inboxDelivery.findFirst()).toMatchObject({ state: "refused" });
    expect(await db.privacyRequest.count()).toBe(0);
    expect(await db.shop.count()).toBe(2);
  });
});
