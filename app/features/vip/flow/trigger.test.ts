import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { loadFacts } from "~/engine/facts/queries.server";
import { registerFacts } from "~/engine/facts/registry.server";
import type { StoredEvent } from "~/pipeline/events/catalogue";
import type { RootDb } from "~/platform/db.server";
import { writeSetting } from "~/shops/settings.server";

import { givenCustomer, givenShop, SHOP_ID, ZONE } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { vipFacts } from "../facts/tier.server";
import { saveIntendedTags, saveStandings } from "../repository.server";
import { VIP_SETTINGS_KEY } from "../schema";
import { tierChanged } from "./trigger.server";

const NOW = new Date("2026-03-10T12:00:00Z");

let testDb: TestDb;
let db: RootDb;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
  await givenCustomer(db, { legacyId: 1 });
});
afterEach(() => testDb.close());

const changed = (
  fromTierId: string | null,
  toTierId: string | null,
  id = "e1",
): StoredEvent<"vip.tier-changed"> => ({
  id,
  shopId: SHOP_ID,
  type: "vip.tier-changed",
  payload: { customerId: "s1_1", fromTierId, toTierId },
  sourceKey: `vip.tier-changed:s1_1:${id}`,
  customerId: "s1_1",
  subjectId: "s1_1",
  occurredAt: NOW,
});

const enter = (moves: string[] | undefined, events: readonly StoredEvent[], shopId = SHOP_ID) =>
  tierChanged.entriesOf(db, { shopId, settings: tierChanged.schema.parse({ moves }), events });

describe("a change of tiers", () => {
  test.each([
    ["reached", null, "vip"],
    ["raised", "vip", "gold"],
    ["lowered", "gold", "vip"],
    ["lost", "vip", null],
    ["reached", "gone", "vip"],
    ["lost", "vip", "gone"],
  ])("is %s: from %s to %s; only who asked for it begins by it", async (move, from, to) => {
    const others = ["reached", "raised", "lowered", "lost"].filter((other) => other !== move);
    expect(await enter([move], [changed(from, to)])).toMatchObject([
      { customerId: "s1_1", context: { move } },
    ]);
    expect(await enter(others, [changed(from, to)])).toEqual([]);
    expect(await enter(undefined, [changed(from, to)])).toHaveLength(1);
  });

  test("is an occasion of its own, with the names of both tiers; the same event is the same occasion", async () => {
    const events = [changed(null, "vip"), changed("vip", "gold", "e2")];
    const entries = await enter(undefined, events);
    expect(entries.map(({ entryKey }) => entryKey)).toEqual(["tier:e1", "tier:e2"]);
    expect(entries[1]).toMatchObject({
      enteredAt: NOW,
      context: { tierName: "VIP Gold", formerTierName: "VIP" },
    });
    expect(await enter(undefined, events)).toEqual(entries);
  });

  test("goes by the tiers of the shop it is of", async () => {
    await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
    const tiers = [
      { id: "gold", name: "Start", tag: "a", minOrderCount: 1, minNetMinor: null },
      { id: "vip", name: "Top", tag: "b", minOrderCount: 9, minNetMinor: null },
    ];
    await writeSetting(db, { shopId: "s2", key: VIP_SETTINGS_KEY, value: { tiers }, now: NOW });
    const event = changed("gold", "vip");
    expect(await enter(["raised"], [event], "s2")).toMatchObject([{ context: { tierName: "Top" } }]);
    expect(await enter(["raised"], [event])).toEqual([]);
  });

  test("needs at least one kind of move", () => {
    expect(tierChanged.schema.safeParse({ moves: [] }).success).toBe(false);
    expect(tierChanged.schema.safeParse({ moves: ["sideways"] }).success).toBe(false);
  });
});

test("facts tell the tier by its tag and the whole days in it; of who has none, nothing", async () => {
  registerFacts(vipFacts);
  await givenCustomer(db, { legacyId: 2 });
  const day = (days: number, ms = 0) => new Date(NOW.getTime() + days * 86_400_000 + ms);
  const standing = { carriedBy: "facts", fellAt: null, endsAt: null, noticedAt: null, nextAt: null } as const;
  await saveStandings(db, {
    shopId: SHOP_ID,
    standings: [{ ...standing, customerId: "s1_1", tierId: "gold", isStaying: false }],
    now: NOW,
  });
  await saveIntendedTags(db, { shopId: SHOP_ID, tags: [{ customerId: "s1_1", tag: "VIP Gold" }], now: NOW });
  // Their tier was taken: the tag is to go too.
  await saveIntendedTags(db, { shopId: SHOP_ID, tags: [{ customerId: "s1_2", tag: null }], now: NOW });
  const know = async (at: Date, customerId: string) => {
    const asked = ["vip.tier", "vip.since-days"].map((fact) => ({ fact, parameters: {} }));
    const values = await loadFacts(db, {
      shopId: SHOP_ID,
      zone: ZONE,
      at,
      customerIds: ["s1_1", "s1_2"],
      asked,
    });
    return asked.map((one) => values.get(customerId)?.(one));
  };
  expect(await know(day(2, -1), "s1_1")).toEqual(["VIP Gold", 1]);
  expect(await know(day(2), "s1_1")).toEqual(["VIP Gold", 2]);
  expect(await know(day(2), "s1_2")).toEqual([null, null]);
});
