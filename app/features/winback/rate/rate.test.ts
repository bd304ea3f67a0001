import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { DAY_MS, HOUR_MS } from "~/kit/duration";
import { recountAggregates } from "~/pipeline/projections/aggregates/recount.server";
import type { RootDb } from "~/platform/db.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { presentWinbackList, presentWinbackPeople, presentWinbackRate } from "../presenter.server";
import { parseWinbackDrill, type WinbackGroup } from "../schema";

const FROM = new Date("2026-05-01T00:00:00Z");
const TO = new Date("2026-06-01T00:00:00Z");
const ASKED = { shopId: SHOP_ID, zone: "UTC", from: FROM, to: TO, now: TO };
const before = (days: number, ms = 0) => new Date(FROM.getTime() - days * DAY_MS - ms);

let testDb: TestDb;
let db: RootDb;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
});
afterEach(() => testDb.close());

async function person(legacyId: number, ...orders: (Date | { at: Date; isValid: false })[]): Promise<void> {
  await givenCustomer(db, { legacyId });
  for (const order of orders) {
    const { at, isValid } = order instanceof Date ? { at: order, isValid: true } : order;
    await givenOrder(db, { customerId: `s1_${legacyId}`, placedAt: at, isValid });
  }
}
async function rate(now = TO) {
  await recountAggregates(db, { shopId: SHOP_ID });
  return presentWinbackRate(db, { ...ASKED, now });
}
async function people(who: WinbackGroup["who"], among: WinbackGroup["among"]) {
  await recountAggregates(db, { shopId: SHOP_ID });
  return presentWinbackPeople(db, { ...ASKED, group: { who, among }, afterCustomerId: null, limit: 100 });
}

describe("the winback rate (F16)", () => {
  test("counts as lost who ordered last more than T days before the window, to the millisecond", async () => {
    await person(1, before(60, 1));
    await person(2, before(60));
    await person(3, before(59));
    await person(4, before(100), { at: before(5), isValid: false });
    expect(await people("lost", "all")).toEqual(["s1_1", "s1_4"]);
    expect(await rate()).toMatchObject({ lapseDays: 60, all: { value: 0, numerator: 0, denominator: 2 } });
  });

  test("counts as recovered who ordered in the window: its beginning is in it, its end is not", async () => {
    await person(1, before(100), FROM);
    await person(2, before(100), new Date(TO.getTime() - 1));
    await person(3, before(100), TO);
    await person(4, before(100), { at: FROM, isValid: false });
    await person(5, new Date(FROM.getTime() + DAY_MS));
    expect(await people("recovered", "all")).toEqual(["s1_1", "s1_2"]);
    expect(await rate()).toMatchObject({ all: { value: 0.5, numerator: 2, denominator: 4 } });
  });

  test("has the same T for an hour: a list that is opened after the figure has as many", async () => {
    await person(1, before(70));
    expect(await rate()).toMatchObject({ lapseDays: 60, all: { denominator: 1 } });
    // Fifty gaps of eighty days make a T of the store's own.
    for (let legacyId = 10; legacyId < 60; legacyId += 1) await person(legacyId, before(100), before(20));
    const later = (ms: number) => new Date(TO.getTime() + ms);
    expect(await rate(later(HOUR_MS - 1))).toMatchObject({ lapseDays: 60, all: { denominator: 1 } });
    expect(await rate(later(HOUR_MS))).toMatchObject({ lapseDays: 80, all: { denominator: 0 } });
  });

  test("of nobody is not 0 %", async () => {
    expect(await rate()).toMatchObject({ all: { value: null, numerator: 0, denominator: 0 }, lift: null });
  });

  test("has beside it what came back by itself: those left out on purpose; their rate is taken off", async () => {
    const recipe = {
      shopId: SHOP_ID,
      name: "Win-back",
      state: "live",
      draftJson: "{}",
      recipeKey: "winback.win-back",
    };
    await db.flow.create({ data: { ...recipe, id: "f1", createdAt: FROM, updatedAt: FROM } });
    const held = (experimentKey: string, customerId: string, arm = "control", exposedAt = FROM) =>
      db.experimentExposure.create({ data: { shopId: SHOP_ID, experimentKey, customerId, arm, exposedAt } });
    for (const legacyId of [1, 2, 3]) await person(legacyId, before(100), FROM);
    for (const legacyId of [4, 5, 6]) await person(legacyId, before(100));
    await held("flow:f1", "s1_3");
    await held("global", "s1_4");
    await held("flow:f1", "s1_1", "treated");
    // Left out of another flow, or only later: they were written to.
    await held("flow:f2", "s1_5");
    await held("flow:f1", "s1_6", "control", TO);
    const shown = await rate();
    expect(shown).toMatchObject({
      all: { numerator: 3, denominator: 6 },
      treated: { numerator: 2, denominator: 4 },
      holdout: { value: 0.5, numerator: 1, denominator: 2 },
      lift: 0,
    });
    for (const among of ["all", "treated", "holdout"] as const) {
      expect(await people("lost", among)).toHaveLength(shown[among].denominator);
      expect(await people("recovered", among)).toHaveLength(shown[among].numerator);
    }
    expect(await people("lost", "holdout")).toEqual(["s1_3", "s1_4"]);
  });

  test("leaves out people who are gone and those of other shops; pages neither repeat nor skip", async () => {
    await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
    await givenCustomer(db, { shopId: "s2", legacyId: 1 });
    await givenOrder(db, { shopId: "s2", customerId: "s2_1", placedAt: before(100) });
    await givenCustomer(db, { legacyId: 9, deletedAt: FROM });
    await givenOrder(db, { customerId: "s1_9", placedAt: before(100) });
    for (const legacyId of [1, 2, 3]) await person(legacyId, before(100));
    await recountAggregates(db, { shopId: SHOP_ID });
    const group = { who: "lost", among: "all" } as const;
    const page = (afterCustomerId: string | null) =>
      presentWinbackPeople(db, { ...ASKED, group, afterCustomerId, limit: 2 });
    expect(await page(null)).toEqual(["s1_1", "s1_2"]);
    expect(await page("s1_2")).toEqual(["s1_3"]);
    expect(await page("s1_3")).toEqual([]);
  });
});

describe("the list behind a figure", () => {
  const list = async (who: WinbackGroup["who"], afterCustomerId: string | null = null) => {
    await recountAggregates(db, { shopId: SHOP_ID });
    return presentWinbackList(db, {
      ...{ ...ASKED, group: { who, among: "all" }, range: { from: "2026-05-01", to: "2026-05-31" } },
      afterCustomerId,
    });
  };

  test("tells when each ordered last before the window, and when they came back in it", async () => {
    await person(1, before(100), before(90), FROM, new Date(FROM.getTime() + DAY_MS), TO);
    await person(2, before(100), { at: before(90), isValid: false }, { at: FROM, isValid: false }, TO);
    const lost = await list("lost");
    expect(lost).toMatchObject({ totalCount: 2, lapseDays: 60, nextAfter: null });
    expect(lost.people).toEqual([
      {
        ...{ id: "s1_1", name: "Ada Lovelace", lastOrderAt: before(90).toISOString() },
        cameBackAt: FROM.toISOString(),
      },
      { id: "s1_2", name: "Ada Lovelace", lastOrderAt: before(100).toISOString(), cameBackAt: null },
    ]);
    expect((await list("recovered")).people.map(({ id }) => id)).toEqual(["s1_1"]);
  });

  test("is as long as the figure over all its pages, each person once", async () => {
    for (let legacyId = 100; legacyId < 153; legacyId += 1) await person(legacyId, before(100));
    const first = await list("lost");
    const second = await list("lost", first.nextAfter);
    const ids = [...first.people, ...second.people].map(({ id }) => id);
    expect([first.people.length, second.people.length, new Set(ids).size]).toEqual([50, 3, 53]);
    expect([first.totalCount, (await rate()).all.denominator, second.nextAfter]).toEqual([53, 53, null]);
  });
});

test.each([
  ["", { group: { who: "lost", among: "all" }, range: { from: null, to: null }, afterCustomerId: null }],
  [
    "who=recovered&among=holdout&from=2026-05-01&to=x&after=s1_1",
    {
      group: { who: "recovered", among: "holdout" },
      range: { from: "2026-05-01", to: null },
      afterCustomerId: "s1_1",
    },
  ],
  [
    "who=all&among=me",
    { group: { who: "lost", among: "all" }, range: { from: null, to: null }, afterCustomerId: null },
  ],
])("the address ?%s asks for %j", (search, asked) => {
  expect(parseWinbackDrill(new URLSearchParams(search))).toEqual(asked);
});
