import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import type { TokenOutcome } from "~/integrations/shopify/tokens/offline-token.server";

import { createTestDb, type TestDb } from "../../tests/support/test-db";
import { createWorld, type World } from "../../tests/support/world";
import { registerTokenKeeping } from "./keep-tokens-alive.server";

const DAY = 86_400_000;

let testDb: TestDb;
let world: World;
let renewed: string[];
let outcome: TokenOutcome;

beforeAll(async () => {
  testDb = await createTestDb();
});
afterAll(() => testDb.close());
beforeEach(async () => {
  await testDb.db.session.deleteMany();
  await testDb.db.job.deleteMany();
  await testDb.db.jobSchedule.deleteMany();
  renewed = [];
  outcome = { kind: "token", accessToken: "shpat_2" };
  const registration = registerTokenKeeping({
    renewToken: (shopDomain) => {
      renewed.push(shopDomain);
      return Promise.resolve(outcome);
    },
  });
  world = createWorld(testDb.db, [registration], "2026-03-01T12:00:00Z");
});
afterEach(() => world.close());

async function givenSession(shop: string, refreshLeftDays: number) {
  await testDb.db.session.create({
    data: {
      id: `offline_${shop}`,
      shop,
      state: "",
      accessToken: "shpat_1",
      refreshToken: "shprt_1",
      refreshTokenExpires: new Date(Date.now() + refreshLeftDays * DAY),
    },
  });
}

test("renews shops whose refresh token is older than thirty days, and only those", async () => {
  await givenSession("old.myshopify.com", 59);
  await givenSession("young.myshopify.com", 61);
  await world.runJobs();
  expect(renewed).toEqual(["old.myshopify.com"]);
});

test("a second look on the same day renews nobody again", async () => {
  await givenSession("old.myshopify.com", 59);
  await world.runJobs();
  await world.runJobs();
  expect(renewed).toHaveLength(1);
});

test("while Shopify is down it is tried again later without giving up", async () => {
  await givenSession("old.myshopify.com", 59);
  outcome = { kind: "unavailable", error: "503", retryAfterMs: 60_000 };
  await world.runJobs();
  expect(await testDb.db.job.findMany({ select: { state: true, attempt: true } })).toEqual([
    { state: "queued", attempt: 0 },
  ]);
  outcome = { kind: "token", accessToken: "shpat_2" };
  world.at("2026-03-01T12:01:00Z");
  await world.runJobs();
  expect(renewed).toHaveLength(2);
  expect(await testDb.db.job.count()).toBe(0);
});

test("a shop that is gone is not tried for ever", async () => {
  await givenSession("old.myshopify.com", 59);
  outcome = { kind: "shop-gone", error: "invalid_grant" };
  await world.runJobs();
  expect(await testDb.db.job.count()).toBe(0);
});
