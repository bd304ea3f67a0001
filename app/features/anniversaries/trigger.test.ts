import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { startOfDay } from "~/kit/day-start";
import { DAY_MS, HOUR_MS } from "~/kit/duration";
import { dayIn } from "~/kit/zone";
import { mergeCustomers } from "~/pipeline/projections/merge/merge.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { givenCustomer, givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { registrationAnniversary } from "./flow/trigger.server";
import { type AnniversarySettings, AnniversarySettingsSchema } from "./schema";

const WARSAW = "Europe/Warsaw";

let testDb: TestDb;
let db: RootDb;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
});
afterEach(() => testDb.close());

type Asked = {
  from: string | Date;
  to: string | Date;
  zone?: string;
  shopId?: string;
  settings?: Partial<AnniversarySettings>;
};

async function due({ from, to, zone = WARSAW, shopId = SHOP_ID, settings = {} }: Asked) {
  const entries = await registrationAnniversary.listDue(db, {
    shopId,
    zone,
    settings: AnniversarySettingsSchema.parse(settings),
    from: new Date(from),
    to: new Date(to),
  });
  return entries.map(({ customerId, entryKey, enteredAt, context }) => [
    customerId,
    entryKey,
    enteredAt.toISOString(),
    context.years,
  ]);
}
const registered = (at: string, over: Parameters<typeof givenCustomer>[1] = {}) =>
  givenCustomer(db, { legacyId: 1, registeredAt: new Date(at), ...over });

describe("the anniversary of a registration", () => {
  const ON_THE_DAY = ["s1_1", "2026", "2026-05-05T08:00:00.000Z", 7];

  test.each([
    ["ends a millisecond before", "2026-05-05T07:00:00Z", "2026-05-05T07:59:59.999Z", 0],
    ["ends then", "2026-05-05T07:00:00Z", "2026-05-05T08:00:00Z", 1],
    ["begins a millisecond before", "2026-05-05T07:59:59.999Z", "2026-05-05T09:00:00Z", 1],
    ["begins then: it was told before", "2026-05-05T08:00:00Z", "2026-05-05T09:00:00Z", 0],
  ])("is due at the time of day, once, in the window that %s", async (_when, from, to, count) => {
    await registered("2019-05-04T22:30:00Z"); // 5 May in Warsaw.
    const window = { from, to };
    const expected = count === 1 ? [ON_THE_DAY] : [];
    expect(await due(window)).toEqual(expected);
    expect(await due(window)).toEqual(expected);
  });

  test("that passed before the window is not made up for, and a late sweep misses none", async () => {
    await registered("2019-05-04T22:30:00Z");
    expect(await due({ from: "2026-05-05T12:00:00Z", to: "2027-05-05T07:00:00Z" })).toEqual([]);
    const late = await due({ from: "2024-01-01T00:00:00Z", to: "2026-12-31T00:00:00Z" });
    expect(late.map(([, key]) => key)).toEqual(["2024", "2025", "2026"]);
  });

  test("of a 29 February is on the day that the settings say", async () => {
    await registered("2024-02-29T12:00:00Z");
    const window = { from: "2025-01-01T00:00:00Z", to: "2025-12-31T00:00:00Z" };
    expect(await due(window)).toMatchObject([["s1_1", "2025", "2025-02-28T09:00:00.000Z", 1]]);
    expect(await due({ ...window, settings: { leapDay: "march-1" } })).toMatchObject([
      ["s1_1", "2025", "2025-03-01T09:00:00.000Z", 1],
    ]);
    const leap = { from: "2028-01-01T00:00:00Z", to: "2028-12-31T00:00:00Z" };
    expect(await due(leap)).toMatchObject([["s1_1", "2028", "2028-02-29T09:00:00.000Z", 4]]);
  });

  test("goes by clocks that change: at a time that is skipped, an hour later; at one shown twice, the first", async () => {
    await registered("2024-03-29T12:00:00Z");
    await registered("2024-10-25T12:00:00Z", { legacyId: 2 });
    const settings = { time: "02:30" };
    expect(await due({ from: "2026-03-28T12:00:00Z", to: "2026-03-29T12:00:00Z", settings })).toMatchObject([
      ["s1_1", "2026", "2026-03-29T01:30:00.000Z", 2],
    ]);
    expect(await due({ from: "2026-10-24T12:00:00Z", to: "2026-10-25T12:00:00Z", settings })).toMatchObject([
      ["s1_2", "2026", "2026-10-25T00:30:00.000Z", 2],
    ]);
  });

  test("of merged customers is that of the earliest registration", async () => {
    await registered("2021-05-05T10:00:00Z");
    await registered("2019-05-20T10:00:00Z", { legacyId: 2 });
    const merge = {
      shopId: SHOP_ID,
      fromGid: "gid://shopify/Customer/2",
      toGid: "gid://shopify/Customer/1",
      mergedAt: new Date("2025-01-01T00:00:00Z"),
      now: new Date("2025-01-01T00:00:00Z"),
    };
    await inTransaction(db, (tx) => mergeCustomers(tx, merge), { shopId: SHOP_ID });
    expect(await due({ from: "2026-01-01T00:00:00Z", to: "2026-12-31T00:00:00Z" })).toMatchObject([
      ["s1_1", "2026", "2026-05-20T08:00:00.000Z", 7],
    ]);
  });

  test("is nobody's who was deleted, never registered, or is of another shop", async () => {
    await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
    await registered("2019-05-05T10:00:00Z", { shopId: "s2" });
    await registered("2019-05-05T10:00:00Z", { legacyId: 2, deletedAt: new Date("2025-01-01T00:00:00Z") });
    await registered("2019-05-05T10:00:00Z", { legacyId: 3, registeredAt: null });
    const window = { from: "2026-05-05T00:00:00Z", to: "2026-05-06T00:00:00Z" };
    expect(await due(window)).toEqual([]);
    expect(await due({ ...window, shopId: "s2" })).toHaveLength(1);
  });

  test("goes by the day of a tag, where the settings name such tags", async () => {
    await registered("2024-05-05T10:00:00Z", { tags: ["Since:2015-02-03", "since:2018-09-09"] });
    await registered("2024-05-05T10:00:00Z", { legacyId: 2, registeredAt: null, tags: ["since:2020-05-05"] });
    const year = { from: "2026-01-01T00:00:00Z", to: "2026-12-31T00:00:00Z" };
    expect(await due({ ...year, settings: { dateTagPrefix: "since:" } })).toMatchObject([
      ["s1_1", "2026", "2026-02-03T09:00:00.000Z", 11],
      ["s1_2", "2026", "2026-05-05T08:00:00.000Z", 6],
    ]);
    expect(await due(year)).toMatchObject([["s1_1", "2026", "2026-05-05T08:00:00.000Z", 2]]);
  });
});

async function givenZoneChange(at: Date, id: string): Promise<void> {
  const told = { id, shopId: SHOP_ID, type: "shop.zone-changed", sourceKey: `shop.zone-changed:${id}` };
  await db.domainEvent.create({ data: { ...told, payloadJson: "{}", occurredAt: at, recordedAt: at } });
}

describe("a shop that moves to another zone", () => {
  test("which is ahead loses no day: whose hour had passed there have theirs when the shop moves", async () => {
    await registered("2019-05-05T10:00:00Z");
    const moved = new Date("2026-05-05T10:00:00Z"); // 6:00 in New York, 12:00 in Warsaw.
    const before = { from: "2026-05-01T00:00:00Z", to: "2026-05-05T09:55:00Z", zone: "America/New_York" };
    expect(await due(before)).toEqual([]);
    await givenZoneChange(moved, "e1");
    const after = { from: "2026-05-05T09:55:00Z", to: "2026-05-05T10:05:00Z" };
    expect(await due(after)).toEqual([["s1_1", "2026", moved.toISOString(), 7]]);
    expect(await due({ from: after.to, to: "2026-12-31T00:00:00Z" })).toEqual([]);
  });

  test("which is behind tells a day twice by the same key", async () => {
    await registered("2019-05-05T10:00:00Z");
    const before = await due({ from: "2026-05-05T00:00:00Z", to: "2026-05-05T09:00:00Z" });
    await givenZoneChange(new Date("2026-05-05T09:30:00Z"), "e1");
    const after = await due({
      from: "2026-05-05T09:00:00Z",
      to: "2026-05-06T00:00:00Z",
      zone: "America/New_York",
    });
    expect([before, after].map((entries) => entries.map(([, key]) => key))).toEqual([["2026"], ["2026"]]);
  });
});

const ZONES = [
  "Europe/Warsaw",
  "America/St_Johns",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
  "Asia/Kathmandu",
  "UTC",
];
const instants = fc.oneof(
  fc.date({
    min: new Date("2015-01-01T00:00:00Z"),
    max: new Date("2021-12-31T23:59:59Z"),
    noInvalidDate: true,
  }),
  fc
    .constantFrom(
      "2016-02-29T03:00:00Z",
      "2020-02-29T23:59:59Z",
      "2020-02-28T23:30:00Z",
      "2019-12-31T23:30:00Z",
    )
    .map((text) => new Date(text)),
);
const scenes = fc.record({
  zone: fc.constantFrom(...ZONES),
  time: fc.constantFrom("00:00", "02:30", "10:00", "23:59"),
  leapDay: fc.constantFrom("february-28" as const, "march-1" as const),
  people: fc.array(instants, { minLength: 3, maxLength: 8 }),
  pauses: fc.array(fc.integer({ min: 1, max: 90 * 24 }), { minLength: 5, maxLength: 20 }),
});

test("in five years everybody has each anniversary exactly once, however often the sweep comes", async () => {
  for (const [number, scene] of fc.sample(scenes, { numRuns: 5, seed: 11 }).entries()) {
    const { zone, time, leapDay, people, pauses } = scene;
    await db.customer.deleteMany({ where: { shopId: SHOP_ID } });
    for (const [index, registeredAt] of people.entries())
      await givenCustomer(db, { legacyId: number * 100 + index + 1, registeredAt });
    const begin = startOfDay(zone, "2022-01-01").getTime() - 1;
    const end = startOfDay(zone, "2027-01-01").getTime() - 1;
    const found: (readonly [string, string, number])[] = [];
    for (let from = begin, turn = 0; from < end; turn += 1) {
      const to = Math.min(end, from + (pauses[turn % pauses.length] ?? 1) * HOUR_MS);
      const entries = await due({
        from: new Date(from),
        to: new Date(to),
        zone,
        settings: { time, leapDay },
      });
      for (const [customerId, key, enteredAt, years] of entries) {
        found.push([String(customerId), String(key), Number(years)]);
        const at = new Date(String(enteredAt));
        expect(at.getTime()).toBeGreaterThan(from);
        expect(at.getTime()).toBeLessThanOrEqual(to);
        // Within a day of the date, a skipped hour and a leap day at most.
        const since = people[Number(String(customerId).split("_")[1]) - number * 100 - 1] ?? new Date(0);
        const kept = dayIn(zone, since).slice(5);
        const distance = Math.abs(
          Date.parse(`${String(key)}-${kept === "02-29" ? "02-28" : kept}`) - at.getTime(),
        );
        expect(distance).toBeLessThan(3 * DAY_MS);
      }
      from = to;
    }
    const expected = people.flatMap((since, index) =>
      [2022, 2023, 2024, 2025, 2026].map(
        (year) =>
          [
            `s1_${number * 100 + index + 1}`,
            String(year),
            year - Number(dayIn(zone, since).slice(0, 4)),
          ] as const,
      ),
    );
    const sorted = (rows: readonly (readonly unknown[])[]) => rows.map((row) => row.join(" ")).sort();
    expect(sorted(found)).toEqual(sorted(expected));
  }
}, 240_000);
