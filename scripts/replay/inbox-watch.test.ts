import { afterEach, beforeEach, expect, test } from "vitest";

import { givenShop, SHOP_ID } from "../../tests/support/factories";
import { createTestDb, type TestDb } from "../../tests/support/test-db";
import { type InboxWatch, openInboxWatch, waitForFates } from "./inbox-watch";

const DOMAIN = "demo-shop.myshopify.com";
const NOW = new Date("2026-11-22T12:00:00Z");

let testDb: TestDb;
let watch: InboxWatch;

beforeEach(async () => {
  testDb = await createTestDb();
  await givenShop(testDb.db);
  watch = openInboxWatch(testDb.url, DOMAIN);
});
afterEach(async () => {
  watch.close();
  await testDb.close();
});

const put = (webhookId: string, state: string, problemJson: string | null = null) =>
  testDb.db.inboxDelivery.create({
    data: {
      id: webhookId,
      shopId: SHOP_ID,
      webhookId,
      topic: "orders/create",
      triggeredAt: NOW,
      receivedAt: NOW,
      body: "{}",
      state,
      problemJson,
    },
  });

test("tells what became of the deliveries it is asked for, and only those", async () => {
  await put("w1", "projected");
  await put("w2", "dead", `{"path":"id","value":"x","message":"expected a numeric id"}`);
  await put("w3", "projected");
  expect(watch.fates(["w1", "w2", "w4"])).toEqual([
    { webhookId: "w1", state: "projected", problem: null },
    { webhookId: "w2", state: "dead", problem: { path: "id", value: "x", message: "expected a numeric id" } },
  ]);
});

test("knows nothing of another shop's deliveries", async () => {
  await put("w1", "projected");
  const other = openInboxWatch(testDb.url, "other-shop.myshopify.com");
  expect(other.fates(["w1"])).toEqual([]);
  other.close();
});

test("waits until the last one is settled", async () => {
  await put("w1", "ignored");
  await put("w2", "stored");
  const waiting = waitForFates(watch, { webhookIds: ["w1", "w2"], timeoutMs: 20_000 });
  await testDb.db.inboxDelivery.update({ where: { id: "w2" }, data: { state: "projected" } });
  const fates = await waiting;
  expect([...fates.values()].map(({ state }) => state)).toEqual(["ignored", "projected"]);
});

test("tells what it knows when the time is over", async () => {
  await put("w1", "retrying");
  const fates = await waitForFates(watch, { webhookIds: ["w1", "w2"], timeoutMs: 0 });
  expect([...fates]).toEqual([["w1", { webhookId: "w1", state: "retrying", problem: null }]]);
});

test("a file that does not exist is not made", () => {
  expect(() => openInboxWatch("file:/nowhere/perennial.db", DOMAIN)).toThrow();
});
