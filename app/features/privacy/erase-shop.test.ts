import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { ChangeOutcome } from "~/integrations/shopify/admin";
import { findTexts } from "~/platform/privacy/scan.server";
import type { RootDb } from "~/platform/db.server";
import { installShop } from "~/shops/lifecycle.server";
import { provideRemovalCheck } from "~/shops/removal.server";

import { givenShop } from "../../../tests/support/factories";
import { customerPayload } from "../../../tests/support/payloads";
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

const REMOVED = "2026-11-22T12:00:00Z";
const NOW = "2026-11-24T12:00:00Z";
const ONE: Marked = {
  shopId: "shop-one",
  domain: "one.myshopify.com",
  number: 9001,
  mark: "ada@marks.example",
};
const TWO: Marked = {
  shopId: "shop-two",
  domain: "two.myshopify.com",
  number: 9001,
  mark: "eve@marks.example",
};

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createPrivacyWorld(db, NOW);
  await givenShop(db, { id: ONE.shopId, domain: ONE.domain, uninstalledAt: new Date(REMOVED) });
  await givenShop(db, { id: TWO.shopId, domain: TWO.domain });
  // What comes once a day has come: it would change the other shop's rows in between.
  await world.runJobs();
  await fillEveryTable(db, ONE);
  await fillEveryTable(db, TWO);
  // Nobody waits to be told of, and no tier ends: the sweeps would take them up in between.
  await db.customerMetafieldState.updateMany({ where: { shopId: TWO.shopId }, data: { wantedAt: null } });
  await db.vipMembership.updateMany({ where: { shopId: TWO.shopId }, data: { nextAt: null } });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const body = { shop_id: 1, shop_domain: ONE.domain };
const redact = (at = NOW) =>
  receive(db, { shopId: ONE.shopId, now: world.now() }, [{ topic: "shop/redact", body, at }]);
const runUntil = async (instant: string) => {
  await world.runJobs();
  world.at(instant);
  await world.runJobs();
};
const traces = () => findTexts(db, [ONE.shopId, ONE.domain, ONE.mark]);
const isOfTwo = (row: string) => row.includes(TWO.shopId) || row.includes(TWO.domain);

describe("shop/redact", () => {
  test("leaves nothing of the shop in any table, and all of another shop", async () => {
    const before = rowsWith(await readEverything(db), isOfTwo);
    expect((await traces()).length).toBeGreaterThan(50);
    await redact();
    await runUntil("2026-11-24T14:00:00Z");
    expect(await traces()).toEqual([]);
    expect(rowsWith(await readEverything(db), isOfTwo)).toEqual(before);
    expect(await db.job.count({ where: { name: { startsWith: "privacy." } } })).toBe(0);
  });

  test("twice is the same as once", async () => {
    await redact();
    await redact();
    await runUntil("2026-11-24T14:00:00Z");
    await receive(db, { shopId: ONE.shopId, now: world.now() }, [{ topic: "shop/redact", body, at: NOW }]);
    await runUntil("2026-11-24T16:00:00Z");
    expect(await traces()).toEqual([]);
  });

  test("what a job of the shop still wrote after the first round goes in the second", async () => {
    await redact();
    await world.runJobs();
    expect(await db.shop.count({ where: { id: ONE.shopId } })).toBe(0);
    await db.product.create({
      data: { id: `${ONE.shopId}_1`, shopId: ONE.shopId, gid: "gid://shopify/Product/1", title: "late" },
    });
    await runUntil("2026-11-24T14:00:00Z");
    expect(await traces()).toEqual([]);
  });

  test("a delivery that arrives while the door still knows the shop is not kept", async () => {
    await redact();
    await world.runJobs();
    await receive(db, { shopId: ONE.shopId, now: world.now() }, [
      { topic: "customers/create", body: customerPayload({ email: ONE.mark }), at: NOW },
    ]);
    await runUntil("2026-11-24T14:00:00Z");
    expect(await traces()).toEqual([]);
  });

  test("leaves a shop alone that was installed again within the 48 hours", async () => {
    await db.shop.update({
      where: { id: ONE.shopId },
      data: { uninstalledAt: null, installedAt: new Date("2026-11-23T09:00:00Z") },
    });
    await redact();
    await world.runJobs();
    expect(await db.customer.count({ where: { shopId: ONE.shopId } })).toBe(2);
    const delivery = await db.inboxDelivery.findFirstOrThrow({ where: { topic: "shop/redact" } });
    expect(delivery).toMatchObject({ state: "ignored", problemJson: '{"message":"reinstalled"}' });
  });

  describe("of a shop whose removal was never told", () => {
    const ask = async (answer: ChangeOutcome<unknown>) => {
      const asked: string[] = [];
      provideRemovalCheck({
        readShopDetails: (domain) => {
          asked.push(domain);
          return Promise.resolve(answer);
        },
      });
      await redact();
      await world.runJobs();
      return asked;
    };
    const GONE = { kind: "shop-gone", error: "the Admin API refuses our tokens" } as const;
    beforeEach(() => db.shop.update({ where: { id: ONE.shopId }, data: { uninstalledAt: null } }));

    test("asks Shopify, which lets us in no more, and erases it", async () => {
      expect(await ask(GONE)).toEqual([ONE.domain]);
      await runUntil("2026-11-24T14:00:00Z");
      expect(await traces()).toEqual([]);
      expect(await db.shop.count()).toBe(1);
    });

    test("erases nothing where Shopify lets us in", async () => {
      await ask({ kind: "done", result: {} });
      expect(await db.shop.findUnique({ where: { id: ONE.shopId } })).toMatchObject({ uninstalledAt: null });
      expect(await db.customer.count({ where: { shopId: ONE.shopId } })).toBe(2);
    });

    test("asks again while Shopify does not answer", async () => {
      await ask({ kind: "unavailable", error: "no answer", retryAfterMs: 1_000 });
      expect(await db.shop.count()).toBe(2);
      provideRemovalCheck({ readShopDetails: () => Promise.resolve(GONE) });
      await runUntil("2026-11-24T14:00:00Z");
      expect(await db.shop.count()).toBe(1);
    });

    test("leaves one alone that was set up since, though its tokens are refused", async () => {
      const factsVersionAt = new Date("2026-11-23T09:00:00Z");
      await db.shop.update({ where: { id: ONE.shopId }, data: { factsVersionAt } });
      await ask(GONE);
      expect(await db.shop.count()).toBe(2);
    });
  });

  test("stops in its middle when the shop is installed again", async () => {
    await redact();
    const facts = {
      domain: ONE.domain,
      name: "One",
      email: null,
      currencyCode: "EUR",
      ianaTimezone: "Europe/Warsaw",
      countryCode: "PL",
      scopes: "read_orders",
      gid: null,
    };
    // The delivery is taken over and the erasure waits in the queue: then the merchant comes back.
    await db.inboxDelivery.updateMany({ where: { topic: "shop/redact" }, data: { state: "stored" } });
    const { eraseShop } = await import("./jobs.server");
    await installShop(db, { facts, now: world.now() });
    await eraseShop.run(
      { shopId: ONE.shopId, isAfterwards: false } as never,
      { db, now: world.now(), attempt: 1 } as never,
    );
    expect(await db.customer.count({ where: { shopId: ONE.shopId } })).toBe(2);
  });
});

describe("the grace period of a shop that removed the app", () => {
  test.each([
    ["a day before its end nothing is erased", "2027-01-20T12:00:00Z", 1],
    ["at its end nothing is erased yet", "2027-01-21T12:00:00Z", 1],
    ["right after it everything is", "2027-01-21T12:00:01Z", 0],
  ])("%s", async (_title, at, count) => {
    world.at(at);
    await world.runJobs();
    expect(await db.shop.count({ where: { id: ONE.shopId } })).toBe(count);
    expect(await db.shop.count({ where: { id: TWO.shopId } })).toBe(1);
  });
});
