import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { loadFacts } from "~/engine/facts/queries.server";
import { registerFacts } from "~/engine/facts/registry.server";
import { DAY_MS } from "~/kit/duration";
import { mergeCustomers } from "~/pipeline/projections/merge/merge.server";
import { recountAggregates } from "~/pipeline/projections/aggregates/recount.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID, ZONE } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { lapsed } from "./flow/trigger.server";
import { getStoreLapseMs } from "./repository.server";
import { decideLapse, gapsOf, storeLapseMs } from "./rules";
import { type LapseSettings, LapseSettingsSchema } from "./schema";
import { winbackRegistration } from "./registration.server";

const START = Date.parse("2026-03-10T12:00:00Z");
const day = (days: number, ms = 0) => new Date(START + days * DAY_MS + ms);
const ADA = "s1_1";

let testDb: TestDb;
let db: RootDb;
beforeEach(async () => {
  registerFacts(winbackRegistration.facts ?? []);
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
  await givenCustomer(db, { legacyId: 1 });
});
afterEach(() => testDb.close());

type Asked = { from: Date; to: Date; shopId?: string; settings?: Partial<LapseSettings> };

async function due({ from, to, shopId = SHOP_ID, settings = {} }: Asked) {
  const asked = { shopId, zone: ZONE, settings: LapseSettingsSchema.parse(settings), from, to };
  const entries = await lapsed.listDue(db, asked);
  return entries.map(({ customerId, entryKey, enteredAt }) => ({ customerId, entryKey, enteredAt }));
}
const order = (on: Date, over: Parameters<typeof givenOrder>[1] = {}) =>
  givenOrder(db, { customerId: ADA, placedAt: on, ...over });

async function overdue(at: Date, customerId = ADA): Promise<unknown> {
  const fact = { fact: "winback.days-overdue", parameters: {} };
  const values = await loadFacts(db, { shopId: SHOP_ID, zone: ZONE, at, customerIds: [customerId], asked: [fact] });
  return values.get(customerId)?.(fact);
}

describe("a lapse", () => {
  const FIXED = { rule: "fixed-days" } as const;

  test.each([
    ["a millisecond too early", day(29), day(30, -1), 0],
    ["at its end, inclusive", day(29), day(30), 1],
    ["after its beginning, exclusive", day(30), day(31), 0],
    ["a millisecond after its beginning", day(30, -1), day(31), 1],
  ])("is due once, in the window that holds it: %s", async (_when, from, to, count) => {
    await order(day(0));
    expect(await due({ from, to, settings: FIXED })).toHaveLength(count);
  });

  test("is named by the last order, and asked twice it is the same", async () => {
    await order(day(-50));
    await order(day(0));
    const window = { from: day(59), to: day(60) };
    const expected = [{ customerId: ADA, entryKey: "last-order:2026-03-10T12:00:00.000Z", enteredAt: day(60) }];
    expect(await due(window)).toEqual(expected);
    expect(await due(window)).toEqual(expected);
  });

  test("follows the person's own rhythm from three orders on", async () => {
    for (const on of [-40, -20, 0]) await order(day(on));
    expect(await due({ from: day(39), to: day(40, -1) })).toEqual([]);
    expect(await due({ from: day(39), to: day(40) })).toMatchObject([{ enteredAt: day(40) }]);
    expect(await due({ from: day(29), to: day(30), settings: { times: 1.5 } })).toHaveLength(1);
  });

  test("knows only valid orders: a test order or one taken back keeps nobody from lapsing", async () => {
    await order(day(0));
    await order(day(10), { isTest: true, isValid: false });
    await order(day(20), { isValid: false, netMinor: 0, refundedMinor: 5_000 });
    expect(await due({ from: day(59), to: day(60) })).toHaveLength(1);
    expect(await overdue(day(60))).toBe(0);
  });

  test("is not due for people who are deleted, and once for those who were merged", async () => {
    await givenCustomer(db, { legacyId: 2 });
    await givenCustomer(db, { legacyId: 3, deletedAt: day(1) });
    await order(day(0), { customerId: "s1_2" });
    await order(day(0, 1), { customerId: "s1_3" });
    await order(day(5));
    const gidOf = (legacyId: number) => `gid://shopify/Customer/${legacyId}`;
    const merge = { shopId: SHOP_ID, fromGid: gidOf(2), toGid: gidOf(1), mergedAt: day(6), now: day(6) };
    await inTransaction(db, (tx) => mergeCustomers(tx, merge), { shopId: SHOP_ID });
    expect(await due({ from: day(6), to: day(100) })).toMatchObject([{ customerId: ADA, enteredAt: day(65) }]);
  });

  test("of one shop is none of another", async () => {
    await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
    await givenCustomer(db, { shopId: "s2", legacyId: 1 });
    await order(day(0), { shopId: "s2", customerId: "s2_1" });
    expect(await due({ from: day(0), to: day(100) })).toEqual([]);
    expect(await due({ from: day(0), to: day(100), shopId: "s2" })).toMatchObject([{ customerId: "s2_1" }]);
  });

  test("of the past is told as it was then, whatever was ordered since", async () => {
    await order(day(0));
    await order(day(70));
    expect(await due({ from: day(59), to: day(61) })).toMatchObject([{ enteredAt: day(60) }]);
    expect(await due({ from: day(59), to: day(140) })).toHaveLength(2);
  });
});

test("days overdue are whole ones, and not known of those who have not lapsed", async () => {
  await order(day(0));
  expect(await overdue(day(60, -1))).toBeNull();
  expect(await overdue(day(60))).toBe(0);
  expect(await overdue(day(61, -1))).toBe(0);
  expect(await overdue(day(61))).toBe(1);
  expect(await overdue(day(61), "s1_99")).toBeNull();
});

/** Orders of a few people, as days and milliseconds; so many that the store has its own T, or too few. */
const gapsOfPerson = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 40 * DAY_MS }),
    fc.integer({ min: 1, max: 12 }).map((tens) => tens * 10 * DAY_MS),
    fc.constantFrom(365 * DAY_MS, 365 * DAY_MS + 1, 366 * DAY_MS),
  ),
  { minLength: 0, maxLength: 9 },
);
const populations = fc.array(gapsOfPerson, { minLength: 4, maxLength: 16 });

async function populate(people: readonly number[][], seed: number): Promise<Map<string, number[]>> {
  const orders = new Map<string, number[]>();
  for (const [index, gaps] of people.entries()) {
    const customerId = `s1_p${seed}_${index}`;
    await givenCustomer(db, { id: customerId, legacyId: 10_000 + seed * 100 + index });
    // The last order is in the weeks around the beginning.
    let at = START - (index % 5) * 9 * DAY_MS - gaps.reduce((sum, gap) => sum + gap, 0);
    const placedAt = [at, ...gaps.map((gap) => (at += gap))];
    await db.order.createMany({ data: placedAt.map((time, number) => rowOf(customerId, time, number)) });
    orders.set(customerId, placedAt);
  }
  await recountAggregates(db, { shopId: SHOP_ID });
  return orders;
}

function rowOf(customerId: string, time: number, number: number) {
  const money = { totalMinor: 100, subtotalMinor: 100, discountMinor: 0, shippingMinor: 0, taxMinor: 0 };
  const placedAt = new Date(time);
  const on = placedAt.toISOString().slice(0, 10);
  return {
    ...money,
    ...{ id: `${customerId}_${number}`, gid: `${customerId}_${number}`, shopId: SHOP_ID, name: "#1", customerId },
    ...{ currencyCode: "EUR", netMinor: 100, isValid: true, placedAt, versionAt: placedAt },
    ...{ placedOn: on, placedMonth: on.slice(0, 7) },
  };
}

test("rule and statement are one: T, who has lapsed, since when, and who lapses in which window", async () => {
  const settings = LapseSettingsSchema.parse({});
  const scenes = fc.sample(populations, { numRuns: 8, seed: 7 });
  for (const [seed, people] of scenes.entries()) {
    await db.order.deleteMany({ where: { shopId: SHOP_ID } });
    const orders = await populate(people, seed);
    const storeAt = (at: number) => {
      const begin = Date.parse(new Date(at).toISOString().slice(0, 8).concat("01T00:00:00Z"));
      const since = begin - 730 * DAY_MS;
      const known = [...orders.values()].map((times) => times.filter((time) => time > since && time < begin));
      return storeLapseMs(known.flatMap(gapsOf), settings);
    };
    for (const days of [0, 33, 61, 75, 200, 380]) {
      const at = START + days * DAY_MS + seed;
      const asked = { shopId: SHOP_ID, zone: "UTC", at: new Date(at) };
      const storeMs = storeAt(at);
      expect(await getStoreLapseMs(db, { ...asked, smallStoreDays: 60 })).toBe(storeMs);
      const fact = { fact: "winback.days-overdue", parameters: {} };
      const values = await loadFacts(db, { ...asked, customerIds: [...orders.keys()], asked: [fact] });
      for (const [customerId, placedAt] of orders) {
        const lapse = decideLapse(placedAt, { settings, storeMs, at });
        const expected =
          lapse.kind === "lapsed" ? Math.floor((at - lapse.lapsesAt) / DAY_MS) : null;
        expect(values.get(customerId)?.(fact)).toBe(expected);
      }
    }
    // One long window holds what many short ones hold, and each lapse of the rule at its instant.
    const ask = (from: number, to: number) =>
      lapsed.listDue(db, {
        ...{ shopId: SHOP_ID, zone: "UTC", settings },
        ...{ from: new Date(START + from * DAY_MS), to: new Date(START + to * DAY_MS) },
      });
    const plain = (entries: Awaited<ReturnType<typeof ask>>) =>
      entries.map(({ customerId, entryKey, enteredAt }) => `${customerId} ${entryKey} ${enteredAt.getTime()}`).sort();
    const whole = plain(await ask(-60, 120));
    const parts = [];
    for (let from = -60; from < 120; from += 20) parts.push(...(await ask(from, from + 20)));
    expect(plain(parts)).toEqual(whole);
    expect(new Set(parts.map(({ customerId, entryKey }) => `${customerId} ${entryKey}`)).size).toBe(parts.length);
    // Nobody is missing: who has lapsed by the end, and had not at the beginning, entered.
    const [begin, end] = [START - 60 * DAY_MS, START + 120 * DAY_MS];
    for (const [customerId, placedAt] of orders) {
      const judgeAt = (at: number) =>
        decideLapse(
          placedAt.filter((time) => time <= at),
          { settings, storeMs: storeAt(at), at },
        );
      const isNew = judgeAt(end).kind === "lapsed" && judgeAt(begin).kind !== "lapsed";
      const last = placedAt.filter((time) => time <= end).at(-1) ?? 0;
      const isTold = parts.some(
        (entry) => entry.customerId === customerId && entry.entryKey.endsWith(new Date(last).toISOString()),
      );
      if (isNew) expect(isTold).toBe(true);
    }
    for (const { customerId, enteredAt } of parts) {
      const at = enteredAt.getTime();
      const known = (orders.get(customerId ?? "") ?? []).filter((time) => time <= at);
      const judge = (instant: number) => decideLapse(known, { settings, storeMs: storeAt(instant), at: instant }).kind;
      expect([judge(at - 1), judge(at)]).toEqual(["active", "lapsed"]);
    }
  }
}, 60_000);
