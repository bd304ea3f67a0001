import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { registerFacts } from "~/engine/facts/registry.server";
import { matchesOf } from "~/engine/facts/queries.server";
import { incentivesRegistration } from "~/engine/incentives/registration.server";
import { DAY_MS, HOUR_MS } from "~/kit/duration";
import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { writeSetting } from "~/shops/settings.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID, ZONE } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { vipFacts } from "../facts/tier.server";
import { moveCustomer } from "../moves.server";
import { vipRegistration } from "../registration.server";
import { VIP_SETTINGS_KEY, type VipSettings, VipSettingsSchema } from "../schema";
import { saveVipSettings } from "../service.server";
import { settlePerks } from "./give.server";
import { presentPerks } from "./presenter.server";
import type { Perk } from "./schema";
import { tickOffPerk } from "./service.server";

const NOW = new Date("2026-11-23T10:00:00Z");
const later = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

const CODE: Perk = { id: "code", kind: "percentage", rhythm: "year", percent: 10, validDays: 30 };
const OWN: Perk = { id: "own", kind: "own", rhythm: "once", text: "A tour of the roastery" };
const POINTS: Perk = { id: "points", kind: "points", rhythm: "month", points: 200 };
const LIST: Perk = { id: "list", kind: "early-access" };

const settingsWith = (perks: Perk[], over: Partial<VipSettings> = {}): VipSettings =>
  VipSettingsSchema.parse({
    window: { kind: "lifetime" },
    tiers: [
      { id: "silver", name: "Silver", tag: "Silver", minOrderCount: 1, minNetMinor: null },
      { id: "gold", name: "Gold", tag: "Gold", minOrderCount: 2, minNetMinor: null, perks },
    ],
    ...over,
  });

let testDb: TestDb;
let db: RootDb;
let world: World;
let customerId: string;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  registerFacts(vipFacts);
  world = createWorld(db, [incentivesRegistration, vipRegistration], NOW);
  await world.runJobs();
  await givenShop(db);
  customerId = (await givenCustomer(db, { legacyId: 1 })).id;
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const save = (settings: VipSettings) =>
  writeSetting(db, { shopId: SHOP_ID, key: VIP_SETTINGS_KEY, value: settings, now: world.now() });
const look = (cause: string) =>
  inTransaction(db, (tx) => moveCustomer(tx, { shopId: SHOP_ID, customerId, cause, now: world.now() }), {
    shopId: SHOP_ID,
  });
/** Two orders; the second can be taken back. */
async function givenGold(perks: Perk[], over: Partial<VipSettings> = {}) {
  await save(settingsWith(perks, over));
  await givenOrder(db, { customerId, placedAt: later(-20) });
  const { id } = await givenOrder(db, { customerId, placedAt: later(-10) });
  await look("gold");
  await world.runJobs();
  return {
    fall: async () => {
      await db.order.update({ where: { id }, data: { isValid: false, netMinor: 0 } });
      await db.customerStats.updateMany({ where: { shopId: SHOP_ID, customerId }, data: { orderCount: 1 } });
      await look(`fall ${world.now().toISOString()}`);
      await world.runJobs();
    },
  };
}
const page = () =>
  presentPerks(db, {
    shopId: SHOP_ID,
    shop: { currencyCode: "EUR", ianaTimezone: ZONE },
    query: { state: "all", page: 1 },
    now: world.now(),
  });
const perks = async () => (await page()).items.map(({ perk, state, reason }) => [perk.id, state, reason]);
const discounts = (kind: string) => world.shopify.calls.filter((call) => call.kind === kind);
async function tell(event: DomainEvent) {
  await inTransaction(db, (tx) => publishEvents(tx, [event], { shopId: SHOP_ID, now: world.now() }));
  await world.runJobs();
}

describe("a code", () => {
  test("is made when the tier is reached, bound to its owner, and counted", async () => {
    await givenGold([CODE]);
    expect(discounts("create-discount")).toMatchObject([
      {
        discount: {
          customerGid: "gid://shopify/Customer/1",
          value: { kind: "percentage", percentBp: 1_000 },
        },
      },
    ]);
    const { items, counts, month } = await page();
    expect(items).toMatchObject([
      {
        customer: { id: customerId },
        tierName: "Gold",
        state: "delivered",
        periodKey: "2026",
        isUsed: false,
      },
    ]);
    expect(items[0]?.code).toMatch(/^VIP-/);
    expect(counts).toEqual({ promised: 0, delivered: 1, failed: 0, withdrawn: 0 });
    expect(month).toMatchObject({ name: "2026-11", spentMinor: 0, reservedMinor: 500 });
  });

  test("is given once a period, however often and by how many it is looked for", async () => {
    await givenGold([CODE]);
    const settle = () =>
      inTransaction(
        db,
        (tx) => settlePerks(tx, { shopId: SHOP_ID, customerIds: [customerId], now: world.now() }),
        {
          shopId: SHOP_ID,
        },
      );
    await Promise.all([settle(), settle(), settle()]);
    await world.runJobs();
    expect(await perks()).toHaveLength(1);
    expect(discounts("create-discount")).toHaveLength(1);
    // 1 January in Warsaw begins at 23:00 UTC.
    world.at("2026-12-31T22:59:59Z");
    await settle();
    expect(await perks()).toHaveLength(1);
    world.at("2026-12-31T23:00:00Z");
    await settle();
    await world.runJobs();
    expect((await page()).items.map(({ periodKey }) => periodKey)).toEqual(["2027", "2026"]);
    expect(discounts("create-discount")).toHaveLength(2);
  });

  test("is found due by the daily sweep alone, and by new settings for those who are members already", async () => {
    await givenGold([]);
    expect(await perks()).toEqual([]);
    await saveVipSettings(db, { shopId: SHOP_ID, settings: settingsWith([CODE]), now: world.now() });
    await world.runJobs();
    expect(await perks()).toEqual([["code", "delivered", null]]);
    world.at("2027-01-02T10:00:00Z");
    await world.runJobs();
    expect(await perks()).toHaveLength(2);
  });

  test("that nobody used goes with the tier: it ends at once in the store", async () => {
    const { fall } = await givenGold([CODE]);
    world.at(later(1));
    await fall();
    expect(await perks()).toEqual([["code", "withdrawn", "tier-ended"]]);
    expect(discounts("update-discount-end")).toMatchObject([{ endsAt: later(1) }]);
    expect((await page()).month).toMatchObject({ reservedMinor: 0, spentMinor: 0 });
  });

  test("that was used stays in the list, and one of a generous shop stays with its owner", async () => {
    const { fall } = await givenGold([CODE]);
    await db.issuedCode.updateMany({ where: { shopId: SHOP_ID }, data: { state: "redeemed" } });
    await fall();
    expect((await page()).items).toMatchObject([{ state: "delivered", isUsed: true }]);
    expect(discounts("update-discount-end")).toEqual([]);
  });

  test("stays with its owner where the shop leaves it to them", async () => {
    const { fall } = await givenGold([CODE], { withdrawsPerks: false });
    await fall();
    expect(await perks()).toEqual([["code", "delivered", null]]);
  });

  test("that the store will not make, or a guard refuses, has failed, and why", async () => {
    // Their tag is there already, so the code is the first thing asked for.
    await db.customerTag.create({ data: { shopId: SHOP_ID, customerId, tag: "Gold", tagKey: "gold" } });
    world.shopify.answers.push({ kind: "rejected", error: "no more codes" });
    await givenGold([CODE]);
    expect(await perks()).toEqual([["code", "failed", "not-made"]]);
    await db.shop.update({ where: { id: SHOP_ID }, data: { scopes: "write_customers" } });
    world.at("2027-01-02T10:00:00Z");
    await world.runJobs();
    expect((await perks())[0]).toEqual(["code", "failed", "missing-scope"]);
  });
});

describe("what people of the shop do themselves", () => {
  test("waits until it is ticked off, once", async () => {
    await givenGold([OWN]);
    expect(await perks()).toEqual([["own", "promised", null]]);
    const [row] = (await page()).items;
    const tick = () =>
      tickOffPerk(db, { shopId: SHOP_ID, entitlementId: row?.id ?? "", staffId: "77", now: world.now() });
    const answers = await Promise.all([tick(), tick()]);
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(["not-possible", "ticked-off"]);
    expect(await perks()).toEqual([["own", "delivered", null]]);
    const { staffId } = await db.vipEntitlement.findFirstOrThrow({ where: { shopId: SHOP_ID } });
    expect(staffId).toBe("77");
  });

  test("is not possible for a perk of another kind, shop or state", async () => {
    const { fall } = await givenGold([OWN, CODE]);
    const byPerk = new Map((await page()).items.map(({ perk, id }) => [perk.id, id]));
    const tick = (entitlementId: string, shopId = SHOP_ID) =>
      tickOffPerk(db, { shopId, entitlementId, staffId: null, now: world.now() });
    expect(await tick(byPerk.get("code") ?? "")).toEqual({ outcome: "not-possible" });
    expect(await tick(byPerk.get("own") ?? "", "other")).toEqual({ outcome: "not-possible" });
    await fall();
    expect(await tick(byPerk.get("own") ?? "")).toEqual({ outcome: "not-possible" });
  });
});

describe("points", () => {
  const answer = (outcome: "given" | "refused", entitlementId: string): DomainEvent => ({
    type: "vip.points-settled",
    payload: { customerId, entitlementId, outcome, reason: outcome === "given" ? null : "programme-off" },
    sourceKey: `settled:${entitlementId}`,
    customerId,
    subjectId: entitlementId,
    occurredAt: NOW,
  });

  test("fail where there is no points programme", async () => {
    await givenGold([POINTS]);
    expect(await perks()).toEqual([["points", "failed", "no-points-programme"]]);
  });

  test.each([
    ["given", "delivered", null],
    ["refused", "failed", "programme-off"],
  ] as const)(
    "are promised to the programme once, and %s when it says so",
    async (outcome, state, reason) => {
      const [first] = vipFacts;
      if (first) registerFacts([...vipFacts, { ...first, key: "loyalty.points-earned" }]);
      await givenGold([POINTS]);
      const promised = await db.domainEvent.findMany({
        where: { shopId: SHOP_ID, type: "vip.points-promised" },
      });
      expect(promised.map(({ payloadJson }) => JSON.parse(payloadJson) as unknown)).toMatchObject([
        { customerId, points: 200, tierId: "gold" },
      ]);
      expect(await perks()).toEqual([["points", "promised", null]]);
      const [row] = (await page()).items;
      await tell(answer(outcome, row?.id ?? ""));
      expect(await perks()).toEqual([["points", state, reason]]);
    },
  );
});

describe("early access", () => {
  const onList = () =>
    matchesOf(db, {
      ...{ shopId: SHOP_ID, zone: ZONE, at: world.now(), customerIds: [customerId] },
      condition: {
        kind: "fact",
        fact: "vip.early-access",
        parameters: {},
        operator: "is-true",
        operand: null,
      },
    });
  const invited = (campaignId: string): DomainEvent => ({
    type: "campaign.premiere-invited",
    payload: { campaignId, recipientId: `${campaignId}.1`, customerId, messageId: "m1" },
    sourceKey: `invited:${campaignId}:${(told += 1)}`,
    customerId,
    subjectId: campaignId,
    occurredAt: NOW,
  });
  let told = 0;

  test("puts members on the list, for a segment, as long as they have the tier", async () => {
    const { fall } = await givenGold([LIST]);
    expect(await onList()).toEqual(new Set([customerId]));
    world.at(later(1));
    await fall();
    expect(await onList()).toEqual(new Set());
  });

  test("records each invitation once, with its message; nobody else's", async () => {
    const { fall } = await givenGold([LIST]);
    await tell(invited("c1"));
    await tell(invited("c1"));
    await tell(invited("c2"));
    const invitations = async () =>
      (await page()).items
        .filter(({ periodKey }) => periodKey.startsWith("campaign:"))
        .map(({ periodKey, state, messageId }) => [periodKey, state, messageId]);
    expect(await invitations()).toEqual([
      ["campaign:c2", "delivered", "m1"],
      ["campaign:c1", "delivered", "m1"],
    ]);
    world.at(later(1));
    await fall();
    await tell(invited("c3"));
    expect(await invitations()).toHaveLength(2);
  });
});

test("nothing is given to who was erased, or in a shop that removed the app", async () => {
  await save(settingsWith([OWN]));
  await db.vipMembership.create({
    data: { shopId: SHOP_ID, customerId, tierId: "gold", since: NOW, updatedAt: NOW },
  });
  await db.customer.update({ where: { id: customerId }, data: { deletedAt: NOW } });
  world.at(new Date(NOW.getTime() + 24 * HOUR_MS));
  await world.runJobs();
  expect(await perks()).toEqual([]);
  await db.customer.update({ where: { id: customerId }, data: { deletedAt: null } });
  await db.shop.update({ where: { id: SHOP_ID }, data: { uninstalledAt: NOW } });
  await inTransaction(db, (tx) => settlePerks(tx, { shopId: SHOP_ID, customerIds: [customerId], now: NOW }));
  expect(await perks()).toEqual([]);
});
