import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { ChangeOutcome } from "~/integrations/shopify/admin";
import type { BulkStart, BulkState } from "~/integrations/shopify/bulk/schema";
import { provideShopFetch } from "~/integrations/shopify/shop-fetch.server";
import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import { defineSubscriber } from "~/pipeline/events/subscriber";
import { inTransaction } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { handleBulkFinishDelivery } from "./handlers.server";
import { provideBackfillPorts } from "./ports.server";
import { presentSyncState } from "./queries.server";
import { backfillRegistration } from "./registration.server";
import { handleBulkOperationFinish, requestBackfill, restartResource, retryBackfill } from "./request.server";
import { BACKFILL_RESOURCES, type BackfillResource } from "./rules";

const START = new Date("2026-03-01T12:00:00Z");

/** The far side: files over HTTP, and what Shopify says of the operations. */
type FarSide = {
  files: Map<string, string>;
  started: { resource: BackfillResource; since: Date | null }[];
  starts: ChangeOutcome<BulkStart>[];
  state: (resource: string) => ChangeOutcome<BulkState>;
  projected: { resource: string; ids: string[] }[];
  loaded: string[];
  failProjecting: ((resource: string, ids: string[]) => boolean) | null;
  /** The shop removes the app while a batch with this record is loaded. */
  uninstallsAt: string | null;
  fileRequests: string[];
};

let testDb: TestDb;
let server: Server;
let restoreFetch: () => void;
let baseUrl: string;
let stagingDirectory: string;
let far: FarSide;
let world: World;
const completions: string[] = [];

const onCompleted = defineSubscriber({
  name: "test.on-backfill-completed",
  events: ["backfill.completed"],
  run: (event) => {
    completions.push(event.sourceKey);
    return Promise.resolve();
  },
});

beforeAll(async () => {
  testDb = await createTestDb();
  restoreFetch = provideShopFetch((input, init) => fetch(input, init));
  server = createServer((request, response) => {
    far.fileRequests.push(`${request.url ?? ""} ${request.headers.range ?? ""}`.trim());
    const file = far.files.get((request.url ?? "").slice(1));
    if (file === undefined) return void response.writeHead(404).end();
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200).end(Buffer.from(file).subarray(from));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  restoreFetch();
  await new Promise((resolve) => server.close(resolve));
  await testDb.close();
});

beforeEach(async () => {
  const { db } = testDb;
  await db.backfill.deleteMany();
  await db.job.deleteMany();
  await db.jobSchedule.deleteMany();
  await db.domainEvent.deleteMany();
  await db.shop.deleteMany();
  await givenShop(db);
  completions.length = 0;
  stagingDirectory = mkdtempSync(join(tmpdir(), "perennial-backfill-test-"));
  far = {
    files: new Map([
      ["customers", lines([{ id: "gid://shopify/Customer/1" }, { id: "gid://shopify/Customer/2" }])],
      ["orders", lines([line(11, 1), { id: "gid://shopify/Order/1" }, line(12, 1)])],
    ]),
    started: [],
    starts: [],
    state: (resource) => done(completed(resource)),
    projected: [],
    loaded: [],
    failProjecting: null,
    uninstallsAt: null,
    fileRequests: [],
  };
  provideBackfillPorts({
    bulk: () => ({
      startQuery: (query) => {
        const bulkGid = `gid://shopify/BulkOperation/${1 + BACKFILL_RESOURCES.indexOf(query as BackfillResource)}`;
        return Promise.resolve(far.starts.shift() ?? done({ kind: "started", bulkGid }));
      },
      readState: (gid) => Promise.resolve(far.state(BACKFILL_RESOURCES[Number(gid.slice(-1)) - 1] ?? "")),
    }),
    queryOf: (resource, since) => {
      far.started.push({ resource, since });
      return resource;
    },
    projectNodes: async (tx, { resource, nodes }) => {
      const ids = nodes.map((node) => node.id ?? "");
      if (far.failProjecting?.(resource, ids)) throw new Error("projecting broke");
      if (far.uninstallsAt !== null && ids.includes(far.uninstallsAt))
        await tx.shop.updateMany({ where: { id: SHOP_ID }, data: { uninstalledAt: START } });
      far.projected.push({ resource, ids });
      const problems = ids.includes("odd")
        ? [{ problem: { path: "id", message: "expected gid://shopify/…" } }]
        : [];
      return { problems };
    },
    afterLoad: (_db, { resource }) => {
      far.loaded.push(resource);
      return Promise.resolve();
    },
    stagingDirectory,
  });
  world = createWorld(db, [backfillRegistration, { name: "test", subscribers: [onCompleted] }], START);
});
afterEach(() => {
  world.close();
  rmSync(stagingDirectory, { recursive: true });
});

function done<Result>(result: Result): ChangeOutcome<Result> {
  return { kind: "done", result };
}

function completed(resource: string): BulkState {
  const isEmpty = !far.files.has(resource);
  const url = isEmpty ? null : `${baseUrl}/${resource}`;
  return { kind: "completed", url, objectCount: 9, rootObjectCount: isEmpty ? 0 : 2, fileBytes: 100 };
}

function lines(rows: object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

function line(id: number, orderId: number) {
  return { id: `gid://shopify/LineItem/${id}`, __parentId: `gid://shopify/Order/${orderId}` };
}

const request = (now = world.now()) =>
  inTransaction(testDb.db, (tx) => requestBackfill(tx, { shopId: SHOP_ID, now }));
const sync = () => presentSyncState(testDb.db, { shopId: SHOP_ID });
const stateOf = async (resource: BackfillResource) =>
  (await sync()).resources.find((row) => row.resource === resource);

async function later(ms: number): Promise<void> {
  world.at(new Date(world.now().getTime() + ms));
  await world.runJobs();
}

describe("a backfill", () => {
  test("loads customers and products before orders and orders before checkouts, and tells once that all is there", async () => {
    far.files.set("products", lines([{ id: "gid://shopify/Product/1" }]));
    far.files.set("checkouts", lines([{ id: "gid://shopify/AbandonedCheckout/1" }]));
    await request();
    await world.runJobs();
    await later(60_000);
    expect(far.projected.map(({ resource }) => resource)).toEqual([
      "customers",
      "products",
      "orders",
      "checkouts",
    ]);
    expect(completions).toEqual([`backfill.completed:${START.getTime()}`]);
    expect(far.loaded).toEqual(["customers", "products", "orders", "checkouts"]);
    expect(await sync()).toMatchObject({ isComplete: true, hasFailed: false, percent: 100 });
    expect(await testDb.db.job.count()).toBe(0);
    expect(readdirSync(stagingDirectory)).toEqual([]);
  });

  test("requested twice runs once", async () => {
    expect(await request()).toHaveLength(4);
    expect(await request()).toEqual([]);
    await world.runJobs();
    await later(60_000);
    expect(await request()).toEqual([]);
    expect(far.started).toHaveLength(4);
  });

  test("without read_all_orders asks for sixty days of orders and says so", async () => {
    await testDb.db.shop.updateMany({ data: { scopes: "read_orders" } });
    await request();
    await world.runJobs();
    const since = new Date("2025-12-31T12:00:00Z");
    expect(far.started).toContainEqual({ resource: "orders", since });
    expect(far.started).toContainEqual({ resource: "customers", since: null });
    expect((await testDb.db.shop.findFirstOrThrow()).historySinceAt).toEqual(since);
    expect((await stateOf("orders"))?.windowStartAt).toBe(since.toISOString());
  });

  test("with read_all_orders knows the whole history", async () => {
    await request();
    await world.runJobs();
    expect(far.started).toContainEqual({ resource: "orders", since: null });
    expect((await testDb.db.shop.findFirstOrThrow()).historySinceAt).toBeNull();
  });

  test("a resource without rows is done without a file", async () => {
    far.files.clear();
    await request();
    await world.runJobs();
    await later(60_000);
    expect(await stateOf("products")).toMatchObject({ state: "done", percent: 100, loadedCount: 0 });
    expect(far.fileRequests).toEqual([]);
  });

  test("waits while all bulk slots are taken", async () => {
    far.starts = [done({ kind: "no-slot", error: "already in progress" })];
    await request();
    await world.runJobs();
    expect(await stateOf("customers")).toMatchObject({ state: "requested" });
    await later(60_000);
    expect(await stateOf("customers")).toMatchObject({ state: "done" });
  });

  test("looks by itself when the webhook is lost, and at once when it comes", async () => {
    let isRunning = true;
    far.state = (resource) => done(isRunning ? { kind: "running", objectCount: 5 } : completed(resource));
    await request();
    await world.runJobs();
    expect(await stateOf("customers")).toMatchObject({ state: "running", objectCount: 5 });
    isRunning = false;
    const bulkGid = "gid://shopify/BulkOperation/1";
    const finish = { shopId: SHOP_ID, bulkGid, now: world.now() };
    expect(await inTransaction(testDb.db, (tx) => handleBulkOperationFinish(tx, finish))).toBe(true);
    expect(await inTransaction(testDb.db, (tx) => handleBulkOperationFinish(tx, finish))).toBe(true);
    await world.runJobs();
    expect(await stateOf("customers")).toMatchObject({ state: "done" });
    expect(await stateOf("products")).toMatchObject({ state: "running" });
    await later(2_000);
    expect(await stateOf("products")).toMatchObject({ state: "done" });
  });

  test("gives a finish delivery without an operation to a person", async () => {
    const delivery = { shop: { id: SHOP_ID }, body: { admin_graphql_api_id: 7 }, now: START };
    expect(await inTransaction(testDb.db, (tx) => handleBulkFinishDelivery(tx, delivery))).toMatchObject({
      kind: "dead",
      problem: { path: "admin_graphql_api_id", value: "7" },
    });
  });

  test("ignores the end of a bulk operation of somebody else", async () => {
    const finish = { shopId: SHOP_ID, bulkGid: "gid://shopify/BulkOperation/99", now: START };
    expect(await inTransaction(testDb.db, (tx) => handleBulkOperationFinish(tx, finish))).toBe(false);
  });

  test("loads on after the last batch that was committed", async () => {
    const count = 1_200;
    far.files.set(
      "customers",
      lines(Array.from({ length: count }, (_, index) => ({ id: `gid://shopify/Customer/${index + 1}` }))),
    );
    let crashes = 1;
    far.failProjecting = (_resource, ids) => ids.includes("gid://shopify/Customer/501") && crashes-- > 0;
    await request();
    await world.runJobs();
    expect(await stateOf("customers")).toMatchObject({ state: "loading", loadedCount: 500 });
    await later(3_600_000);
    const sizes = far.projected
      .filter(({ resource }) => resource === "customers")
      .map(({ ids }) => ids.length);
    expect(sizes).toEqual([500, 500, 200]);
    expect(await stateOf("customers")).toMatchObject({
      state: "done",
      objectCount: count,
      loadedCount: count,
    });
    expect(far.fileRequests.filter((entry) => entry === "/customers")).toHaveLength(1);
  });

  test("a file whose address died gets a new one", async () => {
    let looks = 0;
    far.state = (resource) => {
      const state = completed(resource);
      const isFirst = resource === "customers" && ++looks === 1;
      return done(isFirst && state.kind === "completed" ? { ...state, url: `${baseUrl}/expired` } : state);
    };
    await request();
    await world.runJobs();
    expect(far.fileRequests).toContain("/expired");
    expect(await stateOf("customers")).toMatchObject({ state: "done", loadedCount: 2 });
  });
});

test("records that cannot be understood are left out, counted and shown", async () => {
  const rows = Array.from({ length: 1_100 }, (_, index) => ({ id: `gid://shopify/Customer/${index + 1}` }));
  far.files.set(
    "customers",
    lines([...rows.slice(0, 600), { id: "odd" }, ...rows.slice(600), { id: "odd" }]),
  );
  await request();
  await world.runJobs();
  expect(await stateOf("customers")).toMatchObject({
    state: "done",
    loadedCount: 1_102,
    error: { code: "records-skipped", detail: "2 (id: expected gid://shopify/…)" },
  });
});

describe("a shop", () => {
  const publish = (event: Pick<DomainEvent, "type" | "payload">) =>
    inTransaction(testDb.db, (tx) =>
      publishEvents(
        tx,
        [
          {
            ...event,
            sourceKey: newId(),
            customerId: null,
            subjectId: SHOP_ID,
            occurredAt: world.now(),
          } as DomainEvent,
        ],
        { shopId: SHOP_ID, now: world.now() },
      ),
    );

  test("that installs the app is read once, also when it comes back", async () => {
    await publish({ type: "shop.installed", payload: { scopes: "" } });
    await world.runJobs();
    await later(60_000);
    expect(far.started).toHaveLength(4);
    await publish({ type: "shop.installed", payload: { scopes: "" } });
    await world.runJobs();
    await later(60_000);
    expect(far.started).toHaveLength(4);
    expect(completions).toHaveLength(1);
  });

  test("that comes back in the middle of its reading is read on, and what was read is not read again", async () => {
    const rows = Array.from({ length: 1_200 }, (_, index) => ({ id: `gid://shopify/Order/${index + 1}` }));
    far.files.set("orders", lines(rows));
    far.uninstallsAt = "gid://shopify/Order/1";
    await publish({ type: "shop.installed", payload: { scopes: "" } });
    await world.runJobs();
    await later(60_000);
    expect(await stateOf("customers")).toMatchObject({ state: "done" });
    expect(await stateOf("orders")).toMatchObject({ state: "failed", error: { code: "shop-gone" } });
    far.uninstallsAt = null;
    const started = far.started.length;
    await testDb.db.shop.updateMany({ data: { uninstalledAt: null } });
    await publish({ type: "shop.installed", payload: { scopes: "" } });
    await world.runJobs();
    await later(60_000);
    await later(60_000);
    expect(await stateOf("orders")).toMatchObject({ state: "done" });
    expect(far.started.slice(started).map(({ resource }) => resource)).not.toContain("customers");
    expect(completions).toHaveLength(1);
  });

  test("that grants read_all_orders has its orders read without a window", async () => {
    await testDb.db.shop.updateMany({ data: { scopes: "read_orders" } });
    await request();
    await world.runJobs();
    await later(60_000);
    const scopes = "read_orders,read_all_orders";
    await testDb.db.shop.updateMany({ data: { scopes } });
    await publish({ type: "shop.scopes-changed", payload: { scopes } });
    await world.runJobs();
    expect(far.started.slice(4)).toEqual([{ resource: "orders", since: null }]);
    expect((await testDb.db.shop.findFirstOrThrow()).historySinceAt).toBeNull();
  });
});

describe("a failure", () => {
  test("is visible, holds up no other resource, and can be retried", async () => {
    far.state = (resource) =>
      done(resource === "customers" ? { kind: "failed", code: "ACCESS_DENIED" } : completed(resource));
    await request();
    await world.runJobs();
    await later(60_000);
    expect(await stateOf("customers")).toMatchObject({
      state: "failed",
      error: { code: "access-denied", detail: "ACCESS_DENIED" },
    });
    expect(await stateOf("orders")).toMatchObject({ state: "done" });
    expect(completions).toEqual([]);

    far.state = (resource) => done(completed(resource));
    const now = world.now();
    const retry = { shopId: SHOP_ID, resource: "customers", now } as const;
    expect(await inTransaction(testDb.db, (tx) => retryBackfill(tx, retry))).toBe(true);
    expect(await inTransaction(testDb.db, (tx) => retryBackfill(tx, retry))).toBe(false);
    await later(60_000);
    expect(await sync()).toMatchObject({ isComplete: true, hasFailed: false });
    expect(completions).toEqual([`backfill.completed:${now.getTime()}`]);
  });

  test("of Shopify's is tried again by itself after an hour, a refusal is not", async () => {
    far.state = (resource) =>
      done(
        resource === "customers"
          ? { kind: "failed", code: "TIMEOUT" }
          : resource === "products"
            ? { kind: "failed", code: "ACCESS_DENIED" }
            : completed(resource),
      );
    await request();
    await world.runJobs();
    far.state = (resource) => done(completed(resource));
    await later(3_600_000);
    await later(60_000);
    expect(await stateOf("customers")).toMatchObject({ state: "done" });
    expect(await stateOf("products")).toMatchObject({ state: "failed" });
  });

  test("of ours is written down after the last try", async () => {
    far.failProjecting = (resource) => resource === "customers";
    await request();
    await world.runJobs();
    for (let hour = 0; hour < 12; hour += 1) await later(600_000);
    expect(await stateOf("customers")).toMatchObject({ state: "failed", error: { code: "load-failed" } });
    expect(await testDb.db.job.count({ where: { state: "dead" } })).toBe(0);
  });

  test("an uninstalled shop is not read", async () => {
    await testDb.db.shop.updateMany({ data: { uninstalledAt: START } });
    await request();
    await world.runJobs();
    expect(far.started).toEqual([]);
    expect(await stateOf("orders")).toMatchObject({ state: "failed", error: { code: "shop-gone" } });
  });

  test("a shop that uninstalls in the middle of a file is not loaded further", async () => {
    const rows = Array.from({ length: 1_200 }, (_, index) => ({ id: `gid://shopify/Customer/${index + 1}` }));
    far.files.set("customers", lines(rows));
    far.uninstallsAt = "gid://shopify/Customer/1";
    await request();
    await world.runJobs();
    await later(60_000);
    expect(far.projected.filter(({ resource }) => resource === "customers")).toHaveLength(1);
    expect(await stateOf("customers")).toMatchObject({ state: "failed", error: { code: "shop-gone" } });
  });

  test("an erased shop leaves nothing to do", async () => {
    await request();
    await testDb.db.backfill.deleteMany();
    await world.runJobs();
    expect(await testDb.db.job.count()).toBe(0);
    expect(await stateOf("orders")).toMatchObject({ state: "missing", percent: 0 });
  });

  test("while the shop throttles us it waits as long as it is told", async () => {
    far.starts = [{ kind: "unavailable", error: "throttled", retryAfterMs: 18_000 }];
    await request();
    await world.runJobs();
    expect(await stateOf("customers")).toMatchObject({ state: "requested" });
    await later(18_000);
    expect(await stateOf("customers")).toMatchObject({ state: "done" });
  });
});

test("a repeat reads everything once more and leaves alone what is being read", async () => {
  let isRunning = false;
  far.state = (resource) =>
    done(isRunning && resource === "products" ? { kind: "running", objectCount: 1 } : completed(resource));
  await request();
  await world.runJobs();
  await later(60_000);
  const repeat = () =>
    inTransaction(testDb.db, async (tx) => {
      const begun: BackfillResource[] = [];
      for (const resource of BACKFILL_RESOURCES)
        if (await restartResource(tx, { shopId: SHOP_ID, resource, now: world.now() })) begun.push(resource);
      return begun;
    });
  isRunning = true;
  expect(await repeat()).toHaveLength(4);
  await world.runJobs();
  expect(await repeat()).toEqual(["customers", "checkouts"]); // Products are read, and orders wait for them.
  isRunning = false;
  await later(60_000);
  await later(60_000);
  expect(completions).toHaveLength(2);
});
