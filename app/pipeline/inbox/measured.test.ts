import { afterEach, beforeEach, expect, test } from "vitest";

import { buildRegistry } from "~/pipeline/jobs/registry.server";
import { drainJobs } from "~/pipeline/jobs/runner.server";
import { setClock } from "~/platform/clock.server";

import { givenShop } from "../../../tests/support/factories";
import { addedBy, metricsNow } from "../../../tests/support/metrics";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { startWebhookServer, type WebhookServer } from "../../../tests/support/webhook-server";
import { inboxJobs } from "./project.server";

// What signedHeaders says that it was triggered at, and 40 s.
const NOW = new Date("2026-03-01T12:00:40Z");
const PRODUCT = JSON.stringify({
  id: 7,
  admin_graphql_api_id: "gid://shopify/Product/7",
  title: "Bowl",
  handle: "bowl",
  status: "active",
  updated_at: "2026-03-01T12:00:00Z",
  variants: [],
  tags: "",
});

let testDb: TestDb;
let server: WebhookServer;
let restoreClock: () => void;
beforeEach(async () => {
  testDb = await createTestDb();
  await givenShop(testDb.db);
  server = await startWebhookServer(testDb.db, { now: () => NOW, maxBytes: 10_000 });
  restoreClock = setClock({ now: () => NOW });
});
afterEach(async () => {
  restoreClock();
  await server.close();
  await testDb.close();
});

const deliver = (webhookId: string, topic: string, body = PRODUCT) =>
  server.deliver(body, { webhookId, headers: { "X-Shopify-Topic": topic } });
const project = () => drainJobs(testDb.db, buildRegistry(inboxJobs, []), () => NOW);

test("deliveries are counted by how they were answered, repeats apart", async () => {
  const added = await addedBy("perennial_delivery_re", async () => {
    await deliver("w1", "products/update");
    await deliver("w1", "products/update");
    await server.deliver("{}", {
      webhookId: "w2",
      headers: { "X-Shopify-Shop-Domain": "nobody.myshopify.com" },
    });
    await server.deliver("{}", { headers: { "X-Shopify-Hmac-Sha256": "wrong" } });
    await server.deliver("{}", { headers: { "X-Shopify-Webhook-Id": null } });
    await server.deliver("x".repeat(10_001));
    await server.deliver("", { method: "GET" });
  });
  expect(added).toEqual({
    'perennial_delivery_received_total{outcome="stored"}': 2,
    perennial_delivery_repeated_total: 1,
    'perennial_delivery_received_total{outcome="unknown-shop"}': 1,
    'perennial_delivery_received_total{outcome="unsigned"}': 1,
    'perennial_delivery_received_total{outcome="incomplete"}': 1,
    'perennial_delivery_received_total{outcome="too-large"}': 1,
    'perennial_delivery_received_total{outcome="not-posted"}': 1,
  });
});

test("what became of them is counted, with the time from the store's clock to ours for what was projected", async () => {
  await deliver("w1", "products/update");
  await deliver("w2", "planets/update");
  await deliver("w3", "orders/create");
  await deliver("w4", "orders/create", "no JSON");
  const added = await addedBy("perennial_delivery_", project);
  expect(added).toMatchObject({
    'perennial_delivery_settled_total{outcome="projected"}': 1,
    'perennial_delivery_settled_total{outcome="ignored"}': 1,
    'perennial_delivery_settled_total{outcome="refused"}': 1,
    'perennial_delivery_settled_total{outcome="dead"}': 1,
    perennial_delivery_lag_seconds_count: 1,
    perennial_delivery_lag_seconds_sum: 40,
  });
  expect(await addedBy("perennial_delivery_", project)).toEqual({});
});

test("a write's wait for its turn is timed", async () => {
  const added = await addedBy("perennial_write_wait_seconds_count", async () => {
    await deliver("w1", "products/update");
    await project();
  });
  expect(added.perennial_write_wait_seconds_count).toBeGreaterThan(0);
});

test("no figure names a shop", async () => {
  await deliver("w1", "products/update");
  await project();
  const names = [...(await metricsNow()).keys()].join("\n");
  expect(names).toContain("perennial_delivery_settled_total");
  expect(names).not.toMatch(/myshopify|s1/);
});
