import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { registerFacts } from "~/engine/facts/registry.server";
import { marginAfterBp } from "~/engine/incentives/rules/offer";
import { INCENTIVE_SETTINGS_KEY } from "~/engine/incentives/schema";
import { Prisma } from "~/generated/prisma/client";
import { DAY_MS } from "~/kit/duration";
import type { RootDb } from "~/platform/db.server";
import { andAmong } from "~/platform/sql.server";
import { writeSetting } from "~/shops/settings.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID, ZONE } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { vipFacts } from "../facts/tier.server";
import type { Judgement } from "../rules/judge";
import { VipSettingsSchema } from "../schema";
import { judgeCustomers, judgeKnown } from "../situations.server";
import { findAvailable, findUnavailable, readTierFacts } from "./read.server";

const NOW = new Date("2026-11-23T10:00:00Z");
const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

let testDb: TestDb;
let db: RootDb;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  registerFacts(vipFacts);
  await givenShop(db);
});
afterEach(() => testDb.close());

const tier = (asks: object) => ({
  id: "t",
  name: "T",
  tag: "T",
  minOrderCount: null,
  minNetMinor: null,
  ...asks,
});
const settingsOf = (asks: object, over: object = {}) =>
  VipSettingsSchema.parse({ tiers: [tier(asks)], ...over });
const factsOf = async (
  settings: ReturnType<typeof settingsOf>,
  customerIds: readonly string[] | null = null,
) => readTierFacts(db, { shopId: SHOP_ID, customerIds, zone: ZONE, settings, bounds: "fresh", now: NOW });
const marginIs = (grossMarginBp: number | null) =>
  writeSetting(db, { shopId: SHOP_ID, key: INCENTIVE_SETTINGS_KEY, value: { grossMarginBp }, now: NOW });

describe("margin", () => {
  const byMargin = settingsOf({ minMarginMinor: 1 });

  test.each([
    [{ netMinor: 12_300, netTaxMinor: 2_300, subtotalMinor: 10_000, discountMinor: 0 }, 4_000],
    [{ netMinor: 10_500, netShippingMinor: 500, subtotalMinor: 10_000, discountMinor: 0 }, 4_000],
    // 10 % off: (40 − 10) ÷ 90 of what was paid is left.
    [{ netMinor: 9_000, subtotalMinor: 9_000, discountMinor: 1_000 }, 3_000],
    // Half off, below cost.
    [{ netMinor: 5_000, subtotalMinor: 5_000, discountMinor: 5_000 }, -1_000],
    // Half of it refunded.
    [{ netMinor: 5_000, subtotalMinor: 10_000, discountMinor: 0 }, 2_000],
    [{ netMinor: 100, subtotalMinor: 0, discountMinor: 5_000, netShippingMinor: 100 }, 0],
    [{ netMinor: 1, subtotalMinor: 0, discountMinor: 0 }, 0],
  ])("of %j at 40 per cent is %i", async (order, expected) => {
    await marginIs(4_000);
    const { id: customerId } = await givenCustomer(db);
    await givenOrder(db, { customerId, placedAt: ago(10), ...order });
    expect((await factsOf(byMargin)).get(customerId)?.marginMinor).toBe(expected);
  });

  test("is what the margin floor of incentives counts, whatever the discount, for one and for all", async () => {
    await marginIs(3_333);
    const { id: customerId } = await givenCustomer(db);
    let expected = 0;
    for (const discount of [0, 1, 777, 3_333, 5_001, 9_999]) {
      const kept = 10_000 - discount;
      await givenOrder(db, {
        ...{ customerId, placedAt: ago(10), netMinor: kept },
        ...{ subtotalMinor: kept, discountMinor: discount },
      });
      expected += kept * marginAfterBp(3_333, discount);
    }
    const marginMinor = Math.round(expected / 10_000);
    expect((await factsOf(byMargin)).get(customerId)).toMatchObject({ marginMinor });
    expect((await factsOf(byMargin, [customerId])).get(customerId)).toMatchObject({ marginMinor });
  });

  test("is not to be told before the shop told its own: nobody is judged then", async () => {
    expect(await findAvailable(db, { shopId: SHOP_ID })).toEqual(["orders", "spend", "rfm"]);
    expect(await findUnavailable(db, { shopId: SHOP_ID, settings: byMargin })).toEqual(["margin"]);
    const asked = {
      shopId: SHOP_ID,
      customerIds: null,
      zone: ZONE,
      settings: byMargin,
      bounds: "fresh",
      now: NOW,
    } as const;
    expect(await judgeCustomers(db, asked)).toBeNull();
    await marginIs(0);
    expect(await judgeCustomers(db, asked)).not.toBeNull();
  });
});

test("a shop is judged some people at a time, by bounds of all of them, and with the same end", async () => {
  const settings = settingsOf({ minRfmScore: 10 });
  for (let legacyId = 1; legacyId <= 7; legacyId += 1) {
    const { id: customerId } = await givenCustomer(db, { legacyId, deletedAt: legacyId === 4 ? NOW : null });
    for (let order = 0; order < legacyId; order += 1)
      await givenOrder(db, { customerId, placedAt: ago(8 - legacyId), netMinor: legacyId * 1_000 });
  }
  const asked = { shopId: SHOP_ID, zone: ZONE, settings, bounds: "fresh", now: NOW } as const;
  const pages: Map<string, Judgement>[] = [];
  for await (const page of judgeKnown(db, asked, 2)) pages.push(page);
  expect(pages.map((page) => page.size)).toEqual([2, 2, 2]);
  const atOnce = await judgeCustomers(db, { ...asked, customerIds: null });
  atOnce?.delete(`${SHOP_ID}_4`);
  const tiers = (judged: Iterable<[string, { earned: object | null; facts: object }]>) =>
    [...judged]
      .map(([id, { earned, facts }]) => ({ id, earned, facts }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  expect(tiers(pages.flatMap((page) => [...page]))).toEqual(tiers(atOnce ?? []));
  expect(tiers(atOnce ?? []).filter(({ earned }) => earned !== null)).not.toHaveLength(0);
});

describe("points", () => {
  /** A points programme: who has orders has earned 10 points with each, at the time of the order. */
  const earned = {
    ...({
      key: "loyalty.points-earned",
      textNamespace: "loyalty",
      type: "number",
      isHistorical: true,
    } as const),
    whenAbsent: 0,
    rows: ({
      shopId,
      customerIds,
      at,
    }: {
      shopId: string;
      customerIds: readonly string[] | null;
      at: Date;
    }) => Prisma.sql`
      SELECT "customerId", 10 * COUNT(*) AS "value" FROM "Order"
      WHERE "shopId" = ${shopId}${andAmong('"customerId"', customerIds)} AND "placedAt" <= ${at} GROUP BY "customerId"`,
  };

  test("are a measure only where a feature tells of them", async () => {
    expect(await findUnavailable(db, { shopId: SHOP_ID, settings: settingsOf({ minPoints: 1 }) })).toEqual([
      "points",
    ]);
    registerFacts([...vipFacts, earned]);
    expect(await findAvailable(db, { shopId: SHOP_ID })).toContain("points");
  });

  test("count those earned in the window", async () => {
    registerFacts([...vipFacts, earned]);
    const { id: customerId } = await givenCustomer(db);
    for (const days of [400, 40, 20, 10]) await givenOrder(db, { customerId, placedAt: ago(days) });
    const points = async (window: object) =>
      (await factsOf(settingsOf({ minPoints: 1 }, { window }))).get(customerId)?.points;
    expect(await points({ kind: "lifetime" })).toBe(40);
    expect(await points({ kind: "rolling", days: 30 })).toBe(20);
    expect(await points({ kind: "calendar-year" })).toBe(30);
  });
});

describe("RFM", () => {
  const byRfm = settingsOf({ minRfmScore: 9 });

  test("is of everybody who has ever bought, by the last 365 days, for one as for all", async () => {
    const ids: string[] = [];
    for (const [days, orders] of [
      [5, 5],
      [100, 2],
      [500, 1],
    ] as const) {
      const { id: customerId } = await givenCustomer(db);
      ids.push(customerId);
      for (let order = 0; order < orders; order += 1)
        await givenOrder(db, { customerId, placedAt: ago(days + order), netMinor: 1_000 });
    }
    const all = await factsOf(byRfm);
    expect(ids.map((id) => all.get(id)?.rfmScore)).toEqual([15, 9, 3]);
    for (const id of ids) expect((await factsOf(byRfm, [id])).get(id)).toEqual(all.get(id));
  });
});
