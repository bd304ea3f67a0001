import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { DAY_MS } from "~/kit/duration";
import type { RootDb } from "~/platform/db.server";
import { readSetting } from "~/shops/settings.server";

import { givenCustomer, givenOrder, givenShop } from "../../../tests/support/factories";
import { givenRandomStore, randomOrders } from "../../../tests/support/random-orders";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createWorld, type World } from "../../../tests/support/world";
import { presentIsVipOn, presentTierNames, presentVipPage } from "./presenter.server";
import { vipRegistration } from "./registration.server";
import { PREVIEW_LIMIT, type Tier, VIP_SETTINGS_KEY, type VipSettings, VipSettingsSchema } from "./schema";
import { previewVipSettings, saveVipSettings } from "./service.server";

const NOW = new Date("2026-11-23T10:00:00Z");
const NOT_ASKED = { minMarginMinor: null, minPoints: null, minRfmScore: null, perks: [] };
const SILVER: Tier = {
  ...NOT_ASKED,
  id: "silver",
  name: "Silver",
  tag: "Silver",
  minOrderCount: 2,
  minNetMinor: null,
};
const GOLD: Tier = {
  ...NOT_ASKED,
  id: "gold",
  name: "Gold",
  tag: "Gold",
  minOrderCount: 4,
  minNetMinor: 20_000,
};
const settings = (over: Partial<VipSettings> = {}) =>
  VipSettingsSchema.parse({ tiers: [SILVER, GOLD], ...over });

let testDb: TestDb;
let db: RootDb;
let world: World;
let shops = 0;

beforeAll(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createWorld(db, [vipRegistration], NOW);
});
afterAll(async () => {
  world.close();
  await testDb.close();
});

const nextShopId = () => `vip${(shops += 1)}`;
const newShop = async () => {
  const id = nextShopId();
  return givenShop(db, { id, domain: `${id}.myshopify.com` });
};
const membersOf = async (shopId: string) =>
  Object.fromEntries(
    (await db.vipMembership.findMany({ where: { shopId } })).map(({ customerId, tierId }) => [
      customerId,
      tierId,
    ]),
  );
const save = async (shopId: string, saved: VipSettings) => {
  await saveVipSettings(db, { shopId, settings: saved, now: world.now() });
  await world.runJobs();
};

describe("preview", () => {
  const tiers = fc
    .record({ orders: fc.integer({ min: 1, max: 6 }), spend: fc.integer({ min: 1, max: 200_000 }) })
    .map(({ orders, spend }): Tier[] => [
      { ...SILVER, minOrderCount: orders },
      { ...GOLD, minOrderCount: orders, minNetMinor: spend },
    ]);
  const draft = fc.record({
    isEnabled: fc.constantFrom(true, true, true, false),
    window: fc.constantFrom<VipSettings["window"]>(
      { kind: "lifetime" },
      { kind: "rolling", days: 30 },
      { kind: "rolling", days: 365 },
    ),
    tiers,
  });

  test("whoever it names moves by saving, exactly as it says, and nobody else", async () => {
    await fc.assert(
      fc.asyncProperty(randomOrders, draft, draft, async (orders, first, second) => {
        const { id: shopId } = await givenRandomStore(db, {
          shopId: nextShopId(),
          zone: "Europe/Warsaw",
          now: NOW,
          orders,
        });
        for (const change of [first, second]) {
          const wanted = settings(change);
          const before = await membersOf(shopId);
          const preview = await previewVipSettings(db, { shopId, zone: "UTC", draft: wanted, now: NOW });
          expect(await membersOf(shopId)).toEqual(before);
          await save(shopId, wanted);
          const after = await membersOf(shopId);
          const moved = [...new Set([...Object.keys(before), ...Object.keys(after)])]
            .filter((customerId) => before[customerId] !== after[customerId])
            .map((customerId) => [customerId, before[customerId] ?? null, after[customerId] ?? null])
            .sort();
          expect(
            preview.moves.map((move) => [move.customerId, move.fromTierId, move.toTierId]).sort(),
          ).toEqual(moved);
          expect(preview.moveCount).toBe(moved.length);
          const { memberCounts } = await presentVipPage(db, {
            shopId,
            shop: { currencyCode: "EUR", historySinceAt: null, ianaTimezone: "UTC" },
            now: NOW,
          });
          expect(memberCounts).toEqual(preview.after);
        }
      }),
      { numRuns: 6 },
    );
  });

  test("it names people by who spent most, and not those who were erased or belong to another shop", async () => {
    const { id: shopId } = await newShop();
    const { id: otherId } = await newShop();
    const buyer = async (netMinor: number, over: Parameters<typeof givenCustomer>[1]) => {
      const { id, shopId: shop } = await givenCustomer(db, over);
      for (const _ of [1, 2]) await givenOrder(db, { shopId: shop, customerId: id, placedAt: NOW, netMinor });
    };
    await buyer(100, { shopId, firstName: "Small" });
    await buyer(900, { shopId, firstName: "Big" });
    await buyer(5_000, { shopId, firstName: "Erased", deletedAt: NOW });
    await buyer(5_000, { shopId: otherId, firstName: "Other" });
    const { moves } = await previewVipSettings(db, { shopId, zone: "UTC", draft: settings(), now: NOW });
    expect(moves).toMatchObject([
      { name: "Big Lovelace", fromTierId: null, toTierId: "silver", orderCount: 2, netMinor: 1_800 },
      { name: "Small Lovelace" },
    ]);
  });

  test("more people than it lists are counted, in the tiers too", async () => {
    const { id: shopId } = await newShop();
    const customer = await givenCustomer(db, { shopId });
    const order = await givenOrder(db, { shopId, customerId: customer.id, placedAt: NOW });
    const others = Array.from({ length: PREVIEW_LIMIT }, (_, index) => `${customer.id}-${index}`);
    await db.customer.createMany({ data: others.map((id) => ({ ...customer, id, gid: id })) });
    await db.order.createMany({ data: others.map((id) => ({ ...order, id, gid: id, customerId: id })) });
    const easy = settings({ tiers: [{ ...SILVER, minOrderCount: 1 }] });
    const preview = await previewVipSettings(db, { shopId, zone: "UTC", draft: easy, now: NOW });
    expect(preview.moves).toHaveLength(PREVIEW_LIMIT);
    expect(preview).toMatchObject({
      moveCount: PREVIEW_LIMIT + 1,
      before: {},
      after: { silver: PREVIEW_LIMIT + 1 },
    });
  });
});

describe("saving", () => {
  test("what is retired and what was called how is worked out here, whatever the form sent", async () => {
    const { id: shopId } = await newShop();
    await save(shopId, settings());
    await save(
      shopId,
      settings({
        tiers: [{ ...SILVER, tag: "Argent" }],
        retiredTags: ["wholesale"],
        formerTierNames: { x: "X" },
      }),
    );
    expect(await readSetting(db, { shopId, key: VIP_SETTINGS_KEY, schema: VipSettingsSchema })).toMatchObject(
      {
        // Those that were in force before any were saved are among them.
        retiredTags: ["Silver", "Gold", "VIP", "VIP Gold"],
        formerTierNames: { vip: "VIP", gold: "Gold" },
      },
    );
  });

  test("saving the same twice, at the same time, moves everybody once", async () => {
    const { id: shopId } = await newShop();
    const { id: customerId } = await givenCustomer(db, { shopId });
    for (const _ of [1, 2]) await givenOrder(db, { shopId, customerId, placedAt: NOW });
    await Promise.all([1, 2].map(() => saveVipSettings(db, { shopId, settings: settings(), now: NOW })));
    await world.runJobs();
    await save(shopId, settings());
    expect(await db.decision.count({ where: { shopId, outcome: "moved" } })).toBe(1);
  });
});

describe("the page", () => {
  const page = (shopId: string, historySinceAt: Date | null = null) =>
    presentVipPage(db, {
      shopId,
      shop: { currencyCode: "EUR", historySinceAt, ianaTimezone: "UTC" },
      now: NOW,
    });

  test("without any set-up there are two tiers, and the programme is on", async () => {
    const { id: shopId } = await newShop();
    expect(await presentTierNames(db, { shopId })).toEqual({ vip: "VIP", gold: "VIP Gold" });
    expect(await presentIsVipOn(db, { shopId })).toBe(true);
    expect(await page(shopId)).toMatchObject({ memberCounts: {}, isMoving: false, coverage: null });
  });

  test("it says that people are being moved until the last one is", async () => {
    const { id: shopId } = await newShop();
    await saveVipSettings(db, { shopId, settings: settings(), now: NOW });
    expect((await page(shopId)).isMoving).toBe(true);
    await world.runJobs();
    expect((await page(shopId)).isMoving).toBe(false);
  });

  test("it tells of a limited history only where the window reaches further back", async () => {
    const { id: shopId } = await newShop();
    const since = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
    const day = (days: number) => since(days).toISOString().slice(0, 10);
    const since364 = { kind: "window", sinceOn: day(364) };
    expect((await page(shopId, since(365))).coverage).toBeNull();
    expect((await page(shopId, since(364))).coverage).toMatchObject(since364);
    await save(shopId, settings({ window: { kind: "lifetime" } }));
    expect((await page(shopId, since(3_000))).coverage?.sinceOn).toBe(day(3_000));
  });
});
