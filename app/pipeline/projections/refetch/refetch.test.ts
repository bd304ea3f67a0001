import { setTimeout as sleep } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { ChangeOutcome } from "~/integrations/shopify/admin";
import type { NodeKind, ReadNode } from "~/integrations/shopify/node-reader";
import { buildRegistry } from "~/pipeline/jobs/registry.server";
import { drainJobs, startRunner } from "~/pipeline/jobs/runner.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { customerPayload, deliver } from "../../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { projectDeletions, projectNodes } from "../nodes.server";
import { sweepRequests } from "./jobs.server";
import { provideRefetchPorts } from "./ports.server";
import { refetchRegistration } from "./registration.server";
import { requestRefetch } from "./request.server";
import type { RefetchResource } from "./rules";

const NOW = new Date("2026-11-22T12:00:00Z");
const LATER = new Date(NOW.getTime() + 5_000);
const UNTIL = { timeout: 15_000 };
const REGISTRY = buildRegistry(refetchRegistration.jobs, refetchRegistration.schedules);

let testDb: TestDb;
let db: RootDb;
let reads: { kind: NodeKind; gids: readonly string[] }[];
let answer: (
  kind: NodeKind,
  gids: readonly string[],
) => ChangeOutcome<ReadNode[]> | Promise<ChangeOutcome<ReadNode[]>>;

const gid = (id: number) => `gid://shopify/Customer/${id}`;

function node(id: string, over: Record<string, unknown> = {}): ReadNode {
  return {
    id,
    createdAt: "2026-02-01T09:00:00Z",
    updatedAt: "2026-11-22T11:59:00Z",
    firstName: "Ada",
    lastName: "Lovelace",
    state: "ENABLED",
    tags: ["VIP", "tea"],
    numberOfOrders: "3",
    defaultEmailAddress: { emailAddress: "ada@example.com", marketingState: "SUBSCRIBED" },
    defaultPhoneNumber: null,
    defaultAddress: null,
    ...over,
  };
}

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
  reads = [];
  answer = (_kind, gids) => ({ kind: "done", result: gids.map((id) => node(id)) });
  provideRefetchPorts({
    reader: () => ({
      readNodes: async (kind, gids) => {
        reads.push({ kind, gids });
        return answer(kind, gids);
      },
    }),
    projectNodes: (tx, batch) => projectNodes(tx, { ...batch, silent: false }),
    projectDeletions,
  });
});
afterEach(() => testDb.close());

const ask = (gids: string[], resource: RefetchResource = "customers", now = NOW) =>
  inTransaction(db, (tx) => requestRefetch(tx, { shopId: SHOP_ID, resource, gids, now }));
const work = (now = LATER) => drainJobs(db, REGISTRY, () => now);
const update = (minute: number) => ({
  topic: "customers/update",
  body: customerPayload({ updated_at: new Date(Date.UTC(2026, 10, 22, 10, minute)).toISOString() }),
  at: new Date(Date.UTC(2026, 10, 22, 10, minute)).toISOString(),
});

describe("coalescing", () => {
  test("a hundred updates of one customer are one read", async () => {
    for (let minute = 0; minute < 50; minute += 1) await deliver(db, [update(minute)]);
    await deliver(
      db,
      Array.from({ length: 50 }, (_none, index) => update(50 + index)),
    );
    await work();
    expect(reads).toEqual([{ kind: "customers", gids: [gid(9001)] }]);
    const customer = await db.customer.findFirstOrThrow({
      where: { shopId: SHOP_ID },
      include: { tags: true },
    });
    expect(customer).toMatchObject({ emailConsentState: "SUBSCRIBED", shopifyOrderCount: 3 });
    expect(customer.tags.map(({ tag }) => tag).sort()).toEqual(["VIP", "tea"]);
    expect(await db.refetchRequest.count()).toBe(0);
  });

  test("nothing is read before the gathering time is over", async () => {
    await ask([gid(1)]);
    await work(new Date(NOW.getTime() + 2_999));
    expect(reads).toEqual([]);
    await work(new Date(NOW.getTime() + 3_000));
    expect(reads).toHaveLength(1);
  });

  test("a customer whose tags and consent are known is not read again", async () => {
    await deliver(db, [update(0)]);
    await work();
    await deliver(db, [update(1)]);
    await work(new Date(NOW.getTime() + 60_000));
    expect(reads).toHaveLength(1);
  });

  test("many customers are read page by page, kinds apart", async () => {
    await ask(Array.from({ length: 450 }, (_none, index) => gid(index + 1)));
    await ask(["gid://shopify/Product/1"], "products");
    answer = (kind, gids) => ({
      kind: "done",
      result: kind === "customers" ? gids.map((id) => node(id, { defaultEmailAddress: null })) : [],
    });
    await work();
    expect(reads.map(({ kind, gids }) => [kind, gids.length])).toEqual([
      ["customers", 200],
      ["customers", 200],
      ["customers", 50],
      ["products", 1],
    ]);
  });
});

describe("while it is being read", () => {
  test("a new request is not lost: the record is read once more", async () => {
    await ask([gid(1)]);
    answer = async (_kind, gids) => {
      if (reads.length === 1) await ask([gid(1)], "customers", new Date(LATER.getTime() + 1));
      return { kind: "done", result: gids.map((id) => node(id)) };
    };
    await work();
    expect(reads).toHaveLength(1);
    expect(await db.refetchRequest.count()).toBe(1);
    await work(new Date(LATER.getTime() + 10_000));
    expect(reads).toHaveLength(2);
    expect(await db.refetchRequest.count()).toBe(0);
  });

  test("what is asked for while a long reading goes on is read by that one, not beside it", async () => {
    const go: (() => void)[] = [];
    answer = async (_kind, gids) => {
      await new Promise<void>((resolve) => go.push(resolve));
      return { kind: "done", result: gids.map((id) => node(id)) };
    };
    let now = NOW;
    const runner = await startRunner(db, REGISTRY, { concurrency: 4, now: () => now });
    try {
      await ask([gid(1)]);
      now = LATER;
      await vi.waitUntil(() => reads.length === 1, UNTIL);
      await ask([gid(2)], "customers", LATER);
      now = new Date(LATER.getTime() + 120_000); // Its gathering time is over, and the sweep has looked.
      await vi.waitUntil(
        async () => (await db.jobSchedule.count({ where: { lastTickAt: now } })) === 1,
        UNTIL,
      );
      await sleep(300);
      expect(reads).toHaveLength(1);
      go.shift()?.();
      now = new Date(now.getTime() + 60_000);
      await vi.waitUntil(() => reads.length === 2, UNTIL);
      go.shift()?.();
      await vi.waitUntil(async () => (await db.refetchRequest.count()) === 0, UNTIL);
      expect(reads.map(({ gids }) => gids)).toEqual([[gid(1)], [gid(2)]]);
    } finally {
      for (const resolve of go) resolve();
      await runner.stop();
    }
  });

  test("a request whose job got lost is found by the sweep", async () => {
    await ask([gid(1)]);
    await db.job.deleteMany({});
    const later = new Date(NOW.getTime() + 61_000);
    await inTransaction(db, (tx) => sweepRequests.run(tx, later));
    await work(later);
    expect(reads).toHaveLength(1);
  });
});

describe("what Shopify answers", () => {
  test("throttled: asked again when Shopify said, and the try does not count", async () => {
    await ask([gid(1)]);
    answer = () => ({ kind: "unavailable", error: "throttled", retryAfterMs: 30_000 });
    await work();
    const [job] = await db.job.findMany({});
    expect(job).toMatchObject({ state: "queued", attempt: 0, runAt: new Date(LATER.getTime() + 30_000) });
    answer = (_kind, gids) => ({ kind: "done", result: gids.map((id) => node(id)) });
    await work(new Date(LATER.getTime() + 30_000));
    expect(await db.refetchRequest.count()).toBe(0);
  });

  test("a customer that is not given any more is deleted", async () => {
    await givenCustomer(db, { legacyId: 1 });
    await ask([gid(1)]);
    answer = () => ({ kind: "done", result: [] });
    await work();
    expect(await db.customer.findFirstOrThrow({ where: { shopId: SHOP_ID } })).toMatchObject({
      deletedAt: LATER,
      email: null,
    });
  });

  test("a customer with orders that is not given any more was merged: they stay until it is told into whom", async () => {
    const customer = await givenCustomer(db, { legacyId: 1, email: "ada@example.com" });
    await givenOrder(db, { customerId: customer.id });
    await ask([gid(1)]);
    answer = () => ({ kind: "done", result: [] });
    await work();
    expect(await db.customer.findFirstOrThrow({ where: { shopId: SHOP_ID } })).toMatchObject({
      deletedAt: null,
      email: "ada@example.com",
    });
    expect(await db.refetchRequest.count()).toBe(0);
  });

  test("without read_all_orders an order from before the window is not taken for deleted, a newer one is", async () => {
    await db.shop.update({ where: { id: SHOP_ID }, data: { scopes: "read_customers,read_orders" } });
    await givenOrder(db, { legacyId: 1, placedAt: "2026-01-01T12:00:00Z" });
    await givenOrder(db, { legacyId: 2, placedAt: "2026-11-20T12:00:00Z" });
    await ask(["gid://shopify/Order/1", "gid://shopify/Order/2"], "orders");
    answer = () => ({ kind: "done", result: [] });
    await work();
    const orders = await db.order.findMany({ where: { shopId: SHOP_ID }, orderBy: { id: "asc" } });
    expect(orders.map(({ deletedAt }) => deletedAt)).toEqual([null, LATER]);
  });

  test("a refusal drops what was asked for, and others are still read", async () => {
    await ask(["gid://shopify/Product/1"], "products");
    await ask([gid(1)], "customers", new Date(NOW.getTime() + 1));
    answer = (kind, gids) =>
      kind === "products"
        ? { kind: "rejected", error: "Access denied" }
        : { kind: "done", result: gids.map((id) => node(id)) };
    await work();
    expect(reads.map(({ kind }) => kind)).toEqual(["products", "customers"]);
    expect(await db.refetchRequest.count()).toBe(0);
  });

  test("of a shop that has gone nothing is asked", async () => {
    await ask([gid(1)]);
    await db.shop.update({ where: { id: SHOP_ID }, data: { uninstalledAt: NOW } });
    await work();
    expect(reads).toEqual([]);
    expect(await db.refetchRequest.count()).toBe(0);
  });

  test("an older version than ours changes nothing, and the same answer twice neither", async () => {
    await givenCustomer(db, { legacyId: 1, firstName: "Grace", versionAt: new Date("2026-11-22T12:30:00Z") });
    await ask([gid(1)]);
    await work();
    await ask([gid(1)]);
    await work(new Date(LATER.getTime() + 60_000));
    expect(await db.customer.findFirstOrThrow({ where: { shopId: SHOP_ID } })).toMatchObject({
      firstName: "Grace",
    });
  });
});

test("requests of one shop are none of another's", async () => {
  await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
  await ask([gid(1)]);
  await inTransaction(db, (tx) =>
    requestRefetch(tx, { shopId: "s2", resource: "customers", gids: [gid(1)], now: NOW }),
  );
  await work();
  const ids = await db.customer.findMany({ orderBy: { id: "asc" }, select: { id: true } });
  expect(ids.map(({ id }) => id)).toEqual(["s1_1", "s2_1"]);
});
