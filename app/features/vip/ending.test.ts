import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { DAY_MS, HOUR_MS } from "~/kit/duration";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { writeSetting } from "~/shops/settings.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID, ZONE } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createWorld, type World } from "../../../tests/support/world";
import { presentVipStanding } from "./manual/presenter.server";
import { answerManual } from "./manual/service.server";
import { moveCustomer } from "./moves.server";
import { vipRegistration } from "./registration.server";
import { VIP_SETTINGS_KEY, type VipSettings, VipSettingsSchema } from "./schema";
import { previewVipSettings, saveVipSettings } from "./service.server";

const NOW = new Date("2026-11-23T10:00:00Z");
const later = (days: number, ms = 0) => new Date(NOW.getTime() + days * DAY_MS + ms);

const TIERS = [
  { id: "silver", name: "Silver", tag: "Silver", minOrderCount: 1, minNetMinor: null },
  { id: "gold", name: "Gold", tag: "Gold", minOrderCount: 2, minNetMinor: null },
];
const SETTINGS = VipSettingsSchema.parse({ tiers: TIERS, graceDays: 30, noticeDays: 14 });

let testDb: TestDb;
let db: RootDb;
let world: World;
let customerId: string;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createWorld(db, [vipRegistration], NOW);
  await world.runJobs();
  await givenShop(db);
  await use(SETTINGS);
  customerId = (await givenCustomer(db)).id;
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const use = (value: VipSettings) =>
  writeSetting(db, { shopId: SHOP_ID, key: VIP_SETTINGS_KEY, value, now: NOW });
const bought = (daysAgo: number) =>
  givenOrder(db, { customerId, placedAt: new Date(NOW.getTime() - daysAgo * DAY_MS) });
const look = (cause: string) =>
  inTransaction(db, (tx) => moveCustomer(tx, { shopId: SHOP_ID, customerId, cause, now: world.now() }), {
    shopId: SHOP_ID,
  });
const tierNow = async () =>
  (await db.vipMembership.findFirst({ where: { shopId: SHOP_ID, customerId } }))?.tierId ?? null;
const told = async (type: string) =>
  (await db.domainEvent.findMany({ where: { shopId: SHOP_ID, type } })).map(
    ({ payloadJson }) => JSON.parse(payloadJson) as Record<string, unknown>,
  );
const reasons = async () =>
  (await db.decision.findMany({ where: { shopId: SHOP_ID, feature: "vip" }, orderBy: { id: "asc" } })).map(
    ({ reason }) => reason,
  );

/** Two orders; the older one leaves the window of 365 days ten hours after NOW. */
async function givenGold() {
  await bought(365 - 10 / 24);
  await bought(10);
  await look("first");
  expect(await tierNow()).toBe("gold");
}

describe("grace and notice", () => {
  test("from the sweep that finds the fall to the end: kept, announced, lowered, each told once", async () => {
    await givenGold();
    world.at(later(1));
    await world.runJobs();
    expect(await tierNow()).toBe("gold");
    const { endsAt } = await db.vipMembership.findFirstOrThrow({ where: { customerId } });
    expect(endsAt).toEqual(later(31));
    expect(await told("vip.demotion-coming")).toEqual([]);

    world.at(later(17, -HOUR_MS));
    await world.runJobs();
    expect(await told("vip.demotion-coming")).toEqual([]);
    for (const hours of [0, 1, 2]) {
      world.at(later(17, hours * HOUR_MS));
      await world.runJobs();
    }
    expect(await told("vip.demotion-coming")).toEqual([
      { customerId, tierId: "gold", toTierId: "silver", endsAt: later(31).toISOString() },
    ]);

    world.at(later(31, -1));
    await look("just before");
    expect(await tierNow()).toBe("gold");
    world.at(later(31));
    await world.runJobs();
    expect(await tierNow()).toBe("silver");
    expect((await reasons()).filter((reason) => !reason.includes("tag"))).toEqual([
      "tier-reached",
      "grace-begun",
      "demotion-announced",
      "tier-lowered",
    ]);
    expect(await db.vipMove.findMany({ select: { fromTierId: true, toTierId: true, reason: true } })).toEqual(
      [
        { fromTierId: null, toTierId: "gold", reason: "earned" },
        { fromTierId: "gold", toTierId: "silver", reason: "facts" },
      ],
    );
  });

  test("an order in the days of grace keeps the tier, and says that the announced end does not come", async () => {
    await givenGold();
    world.at(later(1));
    await world.runJobs();
    world.at(later(20));
    await world.runJobs();
    expect(await told("vip.demotion-coming")).toHaveLength(1);
    await givenOrder(db, { customerId, placedAt: later(20) });
    await look("bought again");
    await look("bought again");
    expect(await told("vip.demotion-averted")).toEqual([{ customerId, tierId: "gold" }]);
    world.at(later(40));
    await world.runJobs();
    expect(await tierNow()).toBe("gold");
  });

  test("looks at the same time begin one grace and give one notice", async () => {
    await givenGold();
    world.at(later(1));
    await Promise.all(["a", "b", "c"].map(look));
    world.at(later(18));
    await Promise.all(["d", "e", "f"].map(look));
    expect(await told("vip.demotion-coming")).toHaveLength(1);
    expect((await reasons()).filter((reason) => reason === "demotion-announced")).toHaveLength(1);
  });

  test("a refund is a fall like any other: net of it the tier is kept for the grace only", async () => {
    const order = await bought(5);
    await bought(3);
    await look("first");
    await db.order.update({ where: { id: order.id }, data: { isValid: false, netMinor: 0 } });
    await look("refund");
    expect(await tierNow()).toBe("gold");
    world.at(later(30));
    await world.runJobs();
    expect(await tierNow()).toBe("silver");
  });

  test("settings without grace move at once, as those saved before there was any", async () => {
    await givenGold();
    const old = {
      isEnabled: true,
      window: { kind: "rolling", days: 365 },
      tiers: TIERS,
      retiredTags: [],
      formerTierNames: {},
    };
    await writeSetting(db, { shopId: SHOP_ID, key: VIP_SETTINGS_KEY, value: old, now: NOW });
    world.at(later(1));
    await world.runJobs();
    expect(await tierNow()).toBe("silver");
  });

  test("the preview says who keeps a tier for the grace, and until when", async () => {
    await givenGold();
    const draft = VipSettingsSchema.parse({
      ...SETTINGS,
      tiers: [TIERS[0], { ...TIERS[1], minOrderCount: 3 }],
    });
    const preview = await previewVipSettings(db, { shopId: SHOP_ID, zone: ZONE, draft, now: NOW });
    expect(preview).toMatchObject({
      moveCount: 1,
      keptCount: 1,
      before: { gold: 1 },
      after: { gold: 1 },
      moves: [{ customerId, fromTierId: "gold", toTierId: "silver", keptUntil: later(30).toISOString() }],
    });
    await saveVipSettings(db, { shopId: SHOP_ID, settings: draft, now: NOW });
    await world.runJobs();
    expect(await tierNow()).toBe("gold");
    world.at(later(30));
    await world.runJobs();
    expect(await tierNow()).toBe("silver");
  });
});

describe("a calendar year in the shop's zone", () => {
  test("counts from midnight in Warsaw, and begins anew at the next", async () => {
    await use(
      VipSettingsSchema.parse({
        ...SETTINGS,
        window: { kind: "calendar-year" },
        graceDays: 0,
        noticeDays: 0,
      }),
    );
    // 23:59:59.999 on 31 December 2025 and 00:00 on 1 January 2026 in Warsaw.
    for (const placedAt of ["2025-12-31T22:59:59.999Z", "2025-12-31T23:00:00Z"])
      await givenOrder(db, { customerId, placedAt });
    await look("one of two");
    expect(await tierNow()).toBe("silver");
    world.at("2026-12-31T22:59:59.999Z");
    await look("last moment");
    expect(await tierNow()).toBe("silver");
    world.at("2026-12-31T23:00:00Z");
    await look("new year");
    expect(await tierNow()).toBeNull();
  });
});

describe("a tier given by the staff", () => {
  const ask = (asked: Parameters<typeof answerManual>[1]["asked"]) =>
    answerManual(db, { shopId: SHOP_ID, customerId, staffId: "77", asked, now: world.now() });
  const gold = {
    kind: "give-tier",
    tierId: "gold",
    reason: "Spoke at our fair",
    until: "2026-12-31",
  } as const;
  const standing = () =>
    presentVipStanding(db, { shopId: SHOP_ID, customerId, zone: ZONE, now: world.now() });

  test("is theirs at once with its tag, and ends by itself with its last day in the shop's zone", async () => {
    expect(await ask(gold)).toEqual({ outcome: "given" });
    await world.runJobs();
    expect(await tierNow()).toBe("gold");
    expect(world.shopify.calls).toMatchObject([{ kind: "add-tags", tags: ["Gold"] }]);
    expect(await standing()).toMatchObject({
      tierName: "Gold",
      isByHand: true,
      endsAt: "2026-12-31T23:00:00.000Z",
      manual: { tierName: "Gold", reason: "Spoke at our fair", isOver: false },
    });
    world.at("2026-12-31T22:59:59.999Z");
    await look("last moment");
    expect(await tierNow()).toBe("gold");
    world.at("2026-12-31T23:00:00Z");
    await world.runJobs();
    expect(await tierNow()).toBeNull();
    expect(await standing()).toMatchObject({ tierName: null, manual: { isOver: true } });
    expect(await reasons()).toEqual(
      expect.arrayContaining(["manual-given", "tier-given", "demotion-announced", "tier-given-lost"]),
    );
    const { paramsJson } = await db.decision.findFirstOrThrow({ where: { reason: "manual-given" } });
    expect(paramsJson).not.toContain("fair");
  });

  test("its reason is sealed where it is kept", async () => {
    await ask(gold);
    const [row] = await db.$queryRaw<{ count: bigint }[]>`
      SELECT COUNT(*) AS "count" FROM "VipManualTier" WHERE "shopId" = ${SHOP_ID} AND "reason" LIKE '%fair%'`;
    expect(Number(row?.count)).toBe(0);
  });

  test("can be taken back, and a second time there is nothing to take", async () => {
    await ask(gold);
    expect(await ask({ kind: "take-tier" })).toEqual({ outcome: "taken" });
    expect(await tierNow()).toBeNull();
    expect(await ask({ kind: "take-tier" })).toEqual({ outcome: "not-possible" });
  });

  test("does not lower what they earn", async () => {
    await bought(10);
    await bought(11);
    await ask({ ...gold, tierId: "silver" });
    expect(await tierNow()).toBe("gold");
  });

  test.each([
    ["yesterday's day", { until: "2026-11-22" }, [{ field: "until", code: "until-range" }]],
    ["today", { until: "2026-11-23" }, [{ field: "until", code: "until-range" }]],
    ["a day that does not exist", { until: "2027-02-30" }, [{ field: "until", code: "until-range" }]],
    ["a day too far ahead", { until: "2036-11-21" }, [{ field: "until", code: "until-range" }]],
    ["a tier that is gone", { tierId: "gone" }, [{ field: "tierId", code: "tier-gone" }]],
  ])("%s is refused, and changes nothing", async (_title, part, problems) => {
    expect(await ask({ ...gold, ...part })).toEqual({ outcome: "invalid", problems });
    expect(await tierNow()).toBeNull();
    expect(await db.vipManualTier.count({ where: { shopId: SHOP_ID } })).toBe(0);
  });

  test.each([{ until: "2026-11-24" }, { until: "2036-11-20" }])("%j can be chosen", async (part) => {
    expect(await ask({ ...gold, ...part })).toEqual({ outcome: "given" });
  });

  test("nobody is given one who was erased, or while the programme is off", async () => {
    await use({ ...SETTINGS, isEnabled: false });
    expect(await ask(gold)).toEqual({ outcome: "not-possible" });
    await use(SETTINGS);
    await db.customer.update({ where: { id: customerId }, data: { deletedAt: NOW } });
    expect(await ask(gold)).toEqual({ outcome: "not-possible" });
  });
});
