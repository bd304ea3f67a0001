import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Entry } from "~/engine/flows/contribution";
import { FlowDefinitionSchema } from "~/engine/flows/definition";
import { loadFacts } from "~/engine/facts/queries.server";
import { registerFacts } from "~/engine/facts/registry.server";
import { DAY_MS } from "~/kit/duration";
import { mergeCustomers } from "~/pipeline/projections/merge/merge.server";
import { recountAggregates } from "~/pipeline/projections/aggregates/recount.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID, ZONE } from "../../../tests/support/factories";
import { factReader, record } from "../../../tests/support/flow-parts";
import { createFlowWorld, givenLiveFlow, listNotes, note } from "../../../tests/support/flow-world";
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
  const values = await loadFacts(db, {
    shopId: SHOP_ID,
    zone: ZONE,
    at,
    customerIds: [customerId],
    asked: [fact],
  });
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
    const expected = [
      { customerId: ADA, entryKey: "last-order:2026-03-10T12:00:00.000Z", enteredAt: day(60) },
    ];
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
    expect(await due({ from: day(6), to: day(100) })).toMatchObject([
      { customerId: ADA, enteredAt: day(65) },
    ]);
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

test("a live flow lets each lapse in once, however often it is swept, and the next one too", async () => {
  const ports = { triggers: [lapsed], actions: [record], recipes: [], facts: factReader };
  const world = createFlowWorld(db, day(-1), { ports });
  await order(day(0));
  const trigger = { key: "winback.lapsed", settings: { rule: "fixed-days", days: 30 } };
  const definition = FlowDefinitionSchema.parse({ trigger, steps: [note("mail1")] });
  await givenLiveFlow(db, definition, { now: world.now() });
  const at = async (instant: Date) => {
    world.at(instant);
    await world.runJobs();
  };
  for (const on of [29, 30, 31, 45, 60]) await at(day(on));
  expect(await listNotes(db)).toEqual(["mail1@2026-04-09T12:00"]);
  await order(day(61));
  for (const on of [62, 90, 92, 200]) await at(day(on));
  expect(await listNotes(db)).toEqual(["mail1@2026-04-09T12:00", "mail1@2026-06-10T12:00"]);
  const runs = await db.flowRun.findMany({ where: { shopId: SHOP_ID }, orderBy: { enteredAt: "asc" } });
  expect(runs.map(({ enteredAt }) => enteredAt)).toEqual([day(30), day(91)]);
  world.close();
});

test("a live flow goes no further with who had ordered by then, when that is told late, and does with who orders later", async () => {
  const ports = { triggers: [lapsed], actions: [record], recipes: [], facts: factReader };
  const world = createFlowWorld(db, day(-1), { ports });
  await givenCustomer(db, { legacyId: 2 });
  await order(day(0));
  await order(day(0), { customerId: "s1_2" });
  const trigger = { key: "winback.lapsed", settings: { rule: "fixed-days", days: 30 } };
  const delay = { id: "sleep", kind: "delay", delay: { kind: "duration", amount: 2, unit: "hours" } };
  const definition = FlowDefinitionSchema.parse({ trigger, steps: [delay, note("mail1")] });
  await givenLiveFlow(db, definition, { now: world.now() });
  const at = async (instant: Date) => {
    world.at(instant);
    await world.runJobs();
  };
  await at(day(30));
  await order(day(20));
  await order(day(30, 1), { customerId: "s1_2" });
  await at(day(31));
  const runs = await db.flowRun.findMany({ where: { shopId: SHOP_ID }, orderBy: { customerId: "asc" } });
  expect(runs.map(({ state, endReason }) => `${state} ${endReason ?? ""}`)).toEqual([
    "exited not-lapsed",
    "done finished",
  ]);
  world.close();
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
    ...{
      id: `${customerId}_${number}`,
      gid: `${customerId}_${number}`,
      shopId: SHOP_ID,
      name: "#1",
      customerId,
    },
    ...{ currencyCode: "EUR", netMinor: 100, isValid: true, placedAt, versionAt: placedAt },
    ...{ placedOn: on, placedMonth: on.slice(0, 7) },
  };
}

type Orders = ReadonlyMap<string, readonly number[]>;
const BY_RHYTHM = LapseSettingsSchema.parse({});
const known = (placedAt: readonly number[], at: number) => placedAt.filter((time) => time <= at);

/** T by the rule, of the two years before the month of an instant. */
function storeMsAt(orders: Orders, at: number): number {
  const begin = Date.parse(`${new Date(at).toISOString().slice(0, 7)}-01T00:00:00Z`);
  const since = begin - 730 * DAY_MS;
  const recent = [...orders.values()].map((times) => times.filter((time) => time > since && time < begin));
  return storeLapseMs(recent.flatMap(gapsOf), BY_RHYTHM);
}

function judgeAt(orders: Orders, customerId: string, at: number) {
  const placedAt = known(orders.get(customerId) ?? [], at);
  return decideLapse(placedAt, { settings: BY_RHYTHM, storeMs: storeMsAt(orders, at), at });
}

async function expectFactAt(orders: Orders, at: number): Promise<void> {
  const asked = { shopId: SHOP_ID, zone: "UTC", at: new Date(at) };
  expect(await getStoreLapseMs(db, { ...asked, smallStoreDays: 60 })).toBe(storeMsAt(orders, at));
  const fact = { fact: "winback.days-overdue", parameters: {} };
  const values = await loadFacts(db, { ...asked, customerIds: [...orders.keys()], asked: [fact] });
  for (const customerId of orders.keys()) {
    const lapse = judgeAt(orders, customerId, at);
    const expected = lapse.kind === "lapsed" ? Math.floor((at - lapse.lapsesAt) / DAY_MS) : null;
    expect(values.get(customerId)?.(fact)).toBe(expected);
  }
}

const ask = (from: number, to: number) =>
  lapsed.listDue(db, {
    ...{ shopId: SHOP_ID, zone: "UTC", settings: BY_RHYTHM },
    ...{ from: new Date(from), to: new Date(to) },
  });

/** One long window holds what many short ones hold, each lapse once; and by the rule nobody is missing or too early. */
async function expectWindows(orders: Orders): Promise<void> {
  const [begin, end, step] = [START - 60 * DAY_MS, START + 120 * DAY_MS, 20 * DAY_MS];
  const parts: Entry[] = [];
  for (let from = begin; from < end; from += step) parts.push(...(await ask(from, from + step)));
  const named = (entries: readonly Entry[]) =>
    entries.map(({ customerId, entryKey, enteredAt }) => `${customerId} ${entryKey} ${enteredAt.getTime()}`);
  expect(named(parts).sort()).toEqual(named(await ask(begin, end)).sort());
  const keys = parts.map(({ customerId, entryKey }) => `${customerId} ${entryKey}`);
  expect(new Set(keys).size).toBe(parts.length);
  for (const { customerId, enteredAt } of parts) {
    const [early, then] = [-1, 0].map((ms) => judgeAt(orders, customerId ?? "", enteredAt.getTime() + ms));
    expect([early?.kind, then?.kind]).toEqual(["active", "lapsed"]);
  }
  for (const [customerId, placedAt] of orders) {
    const kinds = [begin, end].map((at) => judgeAt(orders, customerId, at).kind);
    if (kinds[0] === "lapsed" || kinds[1] !== "lapsed") continue;
    const last = new Date(known(placedAt, end).at(-1) ?? 0).toISOString();
    expect(keys).toContain(`${customerId} last-order:${last}`);
  }
}

test("rule and statement are one: T, who has lapsed, since when, and who lapses in which window", async () => {
  const scenes = fc.sample(populations, { numRuns: 8, seed: 7 });
  for (const [seed, people] of scenes.entries()) {
    await db.order.deleteMany({ where: { shopId: SHOP_ID } });
    const orders = await populate(people, seed);
    for (const days of [0, 33, 61, 75, 200, 380]) await expectFactAt(orders, START + days * DAY_MS + seed);
    await expectWindows(orders);
  }
}, 60_000);
