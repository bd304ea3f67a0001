import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { DAY_MS, HOUR_MS, MINUTE_MS } from "~/kit/duration";
import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { writeSetting } from "~/shops/settings.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createWorld, type World } from "../../../tests/support/world";
import { evaluateCustomer } from "./jobs.server";
import { moveCustomer } from "./moves.server";
import { vipRegistration } from "./registration.server";
import { VIP_SETTINGS_KEY, VipSettingsSchema } from "./schema";
import { saveVipSettings } from "./service.server";

const NOW = new Date("2026-11-23T10:00:00Z");
const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
const later = (ms: number) => new Date(NOW.getTime() + ms);

const NOT_ASKED = { minMarginMinor: null, minPoints: null, minRfmScore: null, perks: [] };
const SILVER = {
  ...NOT_ASKED,
  id: "silver",
  name: "Silver",
  tag: "Silver",
  minOrderCount: 2,
  minNetMinor: null,
};
const GOLD = { ...NOT_ASKED, id: "gold", name: "Gold", tag: "Gold", minOrderCount: 2, minNetMinor: 20_000 };
const SETTINGS = VipSettingsSchema.parse({ tiers: [SILVER, GOLD] });

let testDb: TestDb;
let db: RootDb;
let world: World;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createWorld(db, [vipRegistration], NOW);
  // The first sweep finds no shop yet; it is due again in a day.
  await world.runJobs();
  await givenShop(db);
  await writeSetting(db, { shopId: SHOP_ID, key: VIP_SETTINGS_KEY, value: SETTINGS, now: NOW });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

let facts = 0;

/** Tells the features that something about a customer happened. */
async function tell(
  type: "order.placed" | "order.paid" | "order.refunded" | "customer.tags-changed" | "customer.deleted",
  customerId: string,
  { shopId = SHOP_ID, sourceKey = `${type}:${(facts += 1)}` } = {},
) {
  const payload = {
    customerId,
    orderId: "o",
    checkoutToken: null,
    refundedMinor: 1,
    currencyCode: "EUR",
    added: [],
    removed: [],
  };
  const event = {
    type,
    payload,
    sourceKey,
    customerId,
    subjectId: "o",
    occurredAt: world.now(),
  } as DomainEvent;
  await inTransaction(db, (tx) => publishEvents(tx, [event], { shopId, now: world.now() }));
  await world.runJobs();
}

async function tellBackfillCompleted(shopId = SHOP_ID) {
  const event: DomainEvent<"backfill.completed"> = {
    type: "backfill.completed",
    payload: { resources: ["orders"] },
    sourceKey: `backfill.completed:${(facts += 1)}`,
    customerId: null,
    subjectId: shopId,
    occurredAt: world.now(),
  };
  await inTransaction(db, (tx) => publishEvents(tx, [event], { shopId, now: world.now() }));
  await world.runJobs();
}

/** A customer with orders of 60.00 each, placed so many days ago. */
async function givenBuyer(daysAgo: readonly number[], over: Parameters<typeof givenCustomer>[1] = {}) {
  const customer = await givenCustomer(db, over);
  for (const days of daysAgo) {
    await givenOrder(db, {
      shopId: customer.shopId,
      customerId: customer.id,
      placedAt: ago(days),
      netMinor: 6_000,
    });
  }
  return customer;
}

/** What the store's copy says after somebody edited the tags there. */
async function setTags(customerId: string, tags: readonly string[], shopId = SHOP_ID) {
  await db.customerTag.deleteMany({ where: { shopId, customerId } });
  for (const tag of tags)
    await db.customerTag.create({ data: { shopId, customerId, tag, tagKey: tag.toLowerCase() } });
}

/** The store's webhook about what we changed came back. */
async function echo(customerId: string, tags: readonly string[]) {
  await setTags(customerId, tags);
  await tell("customer.tags-changed", customerId);
}

const tierOf = async (customerId: string) =>
  (await db.vipMembership.findFirst({ where: { customerId } }))?.tierId ?? null;
const callsFor = (gid: string) =>
  world.shopify.calls.flatMap((call) =>
    "customerGid" in call && call.customerGid === gid && "tags" in call ? [[call.kind, ...call.tags]] : [],
  );
const decisionsOf = async (customerId: string) =>
  (await db.decision.findMany({ where: { customerId }, orderBy: [{ decidedAt: "asc" }, { id: "asc" }] })).map(
    ({ outcome, reason, paramsJson }) => ({
      outcome,
      reason,
      params: JSON.parse(paramsJson) as Record<string, unknown>,
    }),
  );
const reasonsOf = async (customerId: string) =>
  (await decisionsOf(customerId)).map((decision) => decision.reason);

describe("enrolment", () => {
  test("after the history has been read everybody who earned a tier gets it, with its tag and its reason", async () => {
    const buyer = await givenBuyer([10, 20]);
    const once = await givenBuyer([10]);
    await tellBackfillCompleted();
    expect(await tierOf(buyer.id)).toBe("silver");
    expect(await tierOf(once.id)).toBeNull();
    expect(callsFor(buyer.gid)).toEqual([["add-tags", "Silver"]]);
    expect(callsFor(once.gid)).toEqual([]);
    expect(await decisionsOf(buyer.id)).toEqual([
      {
        outcome: "moved",
        reason: "tier-reached",
        params: {
          tier: "Silver",
          from: null,
          orderCount: 2,
          count: 2,
          amountMinor: 12_000,
          currencyCode: "EUR",
        },
      },
      { outcome: "tagged", reason: "tagged-changed", params: { tag: "Silver" } },
    ]);
    expect(await db.domainEvent.findFirst({ where: { type: "vip.tier-changed" } })).toMatchObject({
      customerId: buyer.id,
    });
  });

  test("a second backfill changes nothing", async () => {
    const buyer = await givenBuyer([10, 20]);
    await tellBackfillCompleted();
    await setTags(buyer.id, ["Silver"]);
    world.at(later(HOUR_MS));
    await tellBackfillCompleted();
    expect(callsFor(buyer.gid)).toHaveLength(1);
    expect(await reasonsOf(buyer.id)).toEqual(["tier-reached", "tagged-changed"]);
  });

  test("a customer who has the tag already, put there by hand, is not asked for again", async () => {
    const buyer = await givenBuyer([10, 20], { tags: ["silver"] });
    await tellBackfillCompleted();
    expect(await tierOf(buyer.id)).toBe("silver");
    expect(callsFor(buyer.gid)).toEqual([]);
  });

  test("a tag put by hand on somebody without a tier is left alone", async () => {
    const friend = await givenBuyer([10], { tags: ["Gold"] });
    await tellBackfillCompleted();
    await tell("customer.tags-changed", friend.id);
    world.at(later(2 * DAY_MS));
    await world.runJobs();
    expect(callsFor(friend.gid)).toEqual([]);
  });
});

describe("moving", () => {
  test("an order that was paid promotes at once, and the tags are exchanged", async () => {
    const buyer = await givenBuyer([10, 20]);
    await tell("order.paid", buyer.id);
    await echo(buyer.id, ["Silver", "wholesale"]);
    world.at(later(HOUR_MS));
    await givenOrder(db, { customerId: buyer.id, placedAt: world.now(), netMinor: 8_000 });
    await tell("order.paid", buyer.id);
    expect(await tierOf(buyer.id)).toBe("gold");
    expect(callsFor(buyer.gid)).toEqual([
      ["add-tags", "Silver"],
      ["remove-tags", "Silver"],
      ["add-tags", "Gold"],
    ]);
    expect(await reasonsOf(buyer.id)).toEqual([
      "tier-reached",
      "tagged-changed",
      "tier-raised",
      "tagged-changed",
      "untagged-changed",
    ]);
  });

  test("an order that was placed partly paid promotes at once too", async () => {
    const buyer = await givenBuyer([1, 2]);
    await tell("order.placed", buyer.id);
    expect(await tierOf(buyer.id)).toBe("silver");
  });

  test("a refund that takes the spend one minor unit below the bound demotes, another loses the tier", async () => {
    const buyer = await givenBuyer([]);
    const first = await givenOrder(db, { customerId: buyer.id, placedAt: ago(5), netMinor: 10_000 });
    await givenOrder(db, { customerId: buyer.id, placedAt: ago(4), netMinor: 10_000 });
    await tell("order.paid", buyer.id);
    expect(await tierOf(buyer.id)).toBe("gold");
    await echo(buyer.id, ["Gold"]);

    await db.order.update({ where: { id: first.id }, data: { netMinor: 9_999, refundedMinor: 1 } });
    world.at(later(HOUR_MS));
    await tell("order.refunded", buyer.id);
    expect(await tierOf(buyer.id)).toBe("silver");
    await echo(buyer.id, ["Silver"]);

    await db.order.update({ where: { id: first.id }, data: { netMinor: 0, isValid: false } });
    world.at(later(2 * HOUR_MS));
    await tell("order.refunded", buyer.id);
    expect(await tierOf(buyer.id)).toBeNull();
    expect(callsFor(buyer.gid).at(-1)).toEqual(["remove-tags", "Silver"]);
    expect(
      (await decisionsOf(buyer.id)).filter((decision) => decision.outcome === "moved").slice(1),
    ).toMatchObject([
      {
        reason: "tier-lowered",
        params: { from: "Gold", tier: "Silver", orderCount: 2, amountMinor: 19_999 },
      },
      { reason: "tier-lost", params: { from: "Silver", tier: null, orderCount: 1, amountMinor: 10_000 } },
    ]);
  });

  test("an order that leaves the rolling window takes the tier with it, by the daily sweep alone", async () => {
    const buyer = await givenBuyer([364, 10]);
    await tell("order.paid", buyer.id);
    await echo(buyer.id, ["Silver"]);
    world.at(later(DAY_MS));
    await world.runJobs();
    expect(await tierOf(buyer.id)).toBe("silver");
    world.at(later(2 * DAY_MS));
    await world.runJobs();
    expect(await tierOf(buyer.id)).toBeNull();
    expect(callsFor(buyer.gid).at(-1)).toEqual(["remove-tags", "Silver"]);
  });

  test("in a lifetime window nothing ever leaves", async () => {
    await saveVipSettings(db, {
      shopId: SHOP_ID,
      settings: { ...SETTINGS, window: { kind: "lifetime" } },
      now: NOW,
    });
    const buyer = await givenBuyer([700, 10]);
    await tell("order.paid", buyer.id);
    world.at(later(400 * DAY_MS));
    await world.runJobs();
    expect(await tierOf(buyer.id)).toBe("silver");
  });

  test("the same event twice moves, tags and tells once", async () => {
    const buyer = await givenBuyer([10, 20]);
    await tell("order.paid", buyer.id, { sourceKey: "order.paid:1" });
    await tell("order.paid", buyer.id, { sourceKey: "order.paid:1" });
    await inTransaction(db, (tx) =>
      moveCustomer(tx, { shopId: SHOP_ID, customerId: buyer.id, cause: "again", now: NOW }),
    );
    await world.runJobs();
    expect(callsFor(buyer.gid)).toEqual([["add-tags", "Silver"]]);
    expect(await reasonsOf(buyer.id)).toEqual(["tier-reached", "tagged-changed"]);
  });

  test("looks at one customer at the same time move, tag and tell once", async () => {
    const buyer = await givenBuyer([10, 20]);
    const causes = ["a", "b", "a", "c"];
    await Promise.all(
      causes.map((cause) =>
        inTransaction(
          db,
          (tx) => moveCustomer(tx, { shopId: SHOP_ID, customerId: buyer.id, cause, now: NOW }),
          { shopId: SHOP_ID },
        ),
      ),
    );
    await world.runJobs();
    expect(callsFor(buyer.gid)).toEqual([["add-tags", "Silver"]]);
    expect(await db.outboxIntent.count()).toBe(1);
    expect(await db.domainEvent.count({ where: { type: "vip.tier-changed" } })).toBe(1);
    expect(await reasonsOf(buyer.id)).toEqual(["tier-reached", "tagged-changed"]);
  });

  test("up and down before the store was told leads to no tag, not to the tag of the moment", async () => {
    const buyer = await givenBuyer([10, 20]);
    await inTransaction(db, (tx) =>
      moveCustomer(tx, { shopId: SHOP_ID, customerId: buyer.id, cause: "up", now: NOW }),
    );
    await db.order.updateMany({ where: { customerId: buyer.id }, data: { isValid: false, netMinor: 0 } });
    await inTransaction(db, (tx) =>
      moveCustomer(tx, { shopId: SHOP_ID, customerId: buyer.id, cause: "down", now: NOW }),
    );
    await world.runJobs();
    expect(callsFor(buyer.gid)).toEqual([]);
  });

  test("while the store cannot be reached the tag waits, and is put on once it can", async () => {
    const buyer = await givenBuyer([10, 20]);
    world.shopify.answers.push({ kind: "unavailable", error: "throttled", retryAfterMs: 10 * MINUTE_MS });
    await tell("order.paid", buyer.id);
    expect(await reasonsOf(buyer.id)).toEqual(["tier-reached"]);
    world.at(later(10 * MINUTE_MS));
    await world.runJobs();
    expect(await reasonsOf(buyer.id)).toEqual(["tier-reached", "tagged-changed"]);
    // The webhook comes long after the wish, but right after the change: still ours.
    await tell("customer.tags-changed", buyer.id);
    expect(callsFor(buyer.gid)).toHaveLength(2);
  });
});

test("a tag the store refuses is written down with its words, and the tier stays", async () => {
  const buyer = await givenBuyer([10, 20]);
  world.shopify.answers.push({ kind: "rejected", error: "Customer does not exist" });
  await tell("order.paid", buyer.id);
  expect(await tierOf(buyer.id)).toBe("silver");
  expect((await decisionsOf(buyer.id)).at(-1)).toEqual({
    outcome: "stopped",
    reason: "tags-not-written",
    params: { error: "Customer does not exist" },
  });
});

describe("tags that somebody else edits", () => {
  const enrolled = async (tags = ["Silver"]) => {
    const buyer = await givenBuyer([10, 20]);
    await tell("order.paid", buyer.id);
    await echo(buyer.id, tags);
    return buyer;
  };

  test("our own change that comes back leads to nothing, within the settle time and after it", async () => {
    const buyer = await enrolled();
    world.at(later(5 * MINUTE_MS));
    await world.runJobs();
    await tell("customer.tags-changed", buyer.id);
    expect(callsFor(buyer.gid)).toEqual([["add-tags", "Silver"]]);
    expect(await reasonsOf(buyer.id)).toEqual(["tier-reached", "tagged-changed"]);
  });

  test("a tag that was removed is put back, and the log says that somebody had removed it", async () => {
    const buyer = await enrolled();
    world.at(later(HOUR_MS));
    await setTags(buyer.id, ["wholesale"]);
    await tell("customer.tags-changed", buyer.id);
    expect(callsFor(buyer.gid).at(-1)).toEqual(["add-tags", "Silver"]);
    expect((await decisionsOf(buyer.id)).at(-1)).toMatchObject({
      outcome: "tagged",
      reason: "tagged-restored",
    });
  });

  test("a VIP tag of another tier that was added is taken off again", async () => {
    const buyer = await enrolled();
    world.at(later(HOUR_MS));
    await setTags(buyer.id, ["Silver", "GOLD"]);
    await tell("customer.tags-changed", buyer.id);
    expect(callsFor(buyer.gid).at(-1)).toEqual(["remove-tags", "GOLD"]);
    expect((await decisionsOf(buyer.id)).at(-1)).toMatchObject({
      reason: "untagged-restored",
      params: { tag: "GOLD" },
    });
  });

  test("half of our own change that comes back before the store answered is no edit, however late the change left", async () => {
    const buyer = await enrolled();
    world.at(later(HOUR_MS));
    await givenOrder(db, { customerId: buyer.id, placedAt: world.now(), netMinor: 8_000 });
    world.shopify.answers.push({ kind: "unavailable", error: "down", retryAfterMs: HOUR_MS });
    await tell("order.paid", buyer.id);
    const { removeTags } = world.shopify;
    world.shopify.removeTags = async (gid, tags) => {
      await echo(buyer.id, []);
      return removeTags(gid, tags);
    };
    world.at(later(2 * HOUR_MS));
    await world.runJobs();
    await echo(buyer.id, ["Gold"]);
    expect(callsFor(buyer.gid).slice(-2)).toEqual([
      ["remove-tags", "Silver"],
      ["add-tags", "Gold"],
    ]);
    expect(await reasonsOf(buyer.id)).not.toContain("tagged-restored");
  });

  test("a removal within the settle time is put right when the time is over", async () => {
    const buyer = await enrolled([]);
    world.at(later(5 * MINUTE_MS - 1));
    await world.runJobs();
    expect(callsFor(buyer.gid)).toHaveLength(1);
    world.at(later(5 * MINUTE_MS));
    await world.runJobs();
    expect(callsFor(buyer.gid)).toEqual([
      ["add-tags", "Silver"],
      ["add-tags", "Silver"],
    ]);
    expect((await decisionsOf(buyer.id)).at(-1)).toMatchObject({ reason: "tagged-restored" });
  });

  test("an edit whose webhook was lost is found by the daily sweep", async () => {
    const buyer = await enrolled();
    await setTags(buyer.id, []);
    world.at(later(DAY_MS));
    await world.runJobs();
    expect(callsFor(buyer.gid).at(-1)).toEqual(["add-tags", "Silver"]);
  });

  test("a repair that the store could not take at first is tried again", async () => {
    const buyer = await enrolled();
    world.at(later(HOUR_MS));
    await setTags(buyer.id, []);
    world.shopify.answers.push({ kind: "unavailable", error: "down", retryAfterMs: MINUTE_MS });
    await tell("customer.tags-changed", buyer.id);
    world.at(later(HOUR_MS + MINUTE_MS));
    await world.runJobs();
    expect((await reasonsOf(buyer.id)).at(-1)).toBe("tagged-restored");
  });

  test("two looks at once repair once", async () => {
    const buyer = await enrolled();
    world.at(later(HOUR_MS));
    await setTags(buyer.id, []);
    await tell("customer.tags-changed", buyer.id);
    // The webhook of the repair is still under way when something else makes us look.
    await tell("customer.tags-changed", buyer.id);
    expect(callsFor(buyer.gid)).toHaveLength(2);
    expect((await reasonsOf(buyer.id)).filter((reason) => reason === "tagged-restored")).toHaveLength(1);
  });

  test("tags of people who never were VIP are not ours to edit", async () => {
    const stranger = await givenCustomer(db, { tags: ["Gold", "Silver"] });
    await tell("customer.tags-changed", stranger.id);
    world.at(later(HOUR_MS));
    await world.runJobs();
    expect(callsFor(stranger.gid)).toEqual([]);
  });
});

describe("new settings", () => {
  const save = (over: Partial<typeof SETTINGS>) =>
    saveVipSettings(db, { shopId: SHOP_ID, settings: { ...SETTINGS, ...over }, now: world.now() });

  test("a renamed tag replaces the old one on everybody who has it", async () => {
    const buyer = await givenBuyer([10, 20]);
    await tell("order.paid", buyer.id);
    await echo(buyer.id, ["Silver"]);
    world.at(later(HOUR_MS));
    await save({ tiers: [{ ...SILVER, tag: "Argent" }, GOLD] });
    await world.runJobs();
    expect(callsFor(buyer.gid).slice(1)).toEqual([
      ["remove-tags", "Silver"],
      ["add-tags", "Argent"],
    ]);
    expect(await tierOf(buyer.id)).toBe("silver");
  });

  test("switching the programme off takes tiers and tags away and says why; switching it on gives them back", async () => {
    const buyer = await givenBuyer([10, 20]);
    await tell("order.paid", buyer.id);
    await echo(buyer.id, ["Silver"]);
    world.at(later(HOUR_MS));
    await save({ isEnabled: false });
    await world.runJobs();
    expect(await tierOf(buyer.id)).toBeNull();
    expect(callsFor(buyer.gid).at(-1)).toEqual(["remove-tags", "Silver"]);
    expect(await decisionsOf(buyer.id)).toContainEqual(
      expect.objectContaining({
        reason: "programme-off",
        params: expect.objectContaining({ from: "Silver" }) as unknown,
      }),
    );
    await echo(buyer.id, []);
    world.at(later(2 * HOUR_MS));
    await save({ isEnabled: true });
    await world.runJobs();
    expect(await tierOf(buyer.id)).toBe("silver");
    expect(callsFor(buyer.gid).at(-1)).toEqual(["add-tags", "Silver"]);
  });

  test("members of a removed tier are told from where they moved by its name", async () => {
    const buyer = await givenBuyer([10, 20]);
    await tell("order.paid", buyer.id);
    world.at(later(HOUR_MS));
    await save({ tiers: [{ ...SILVER, id: "other", name: "Other", tag: "Other" }] });
    await world.runJobs();
    expect(await decisionsOf(buyer.id)).toContainEqual(
      expect.objectContaining({
        reason: "tier-reached",
        params: expect.objectContaining({ from: "Silver", tier: "Other" }) as unknown,
      }),
    );
  });
});

describe("those who are gone", () => {
  test("an erased customer gets no tier, loses the one they had, and is not looked at again", async () => {
    const buyer = await givenBuyer([10, 20]);
    await tell("order.paid", buyer.id);
    const callCount = callsFor(buyer.gid).length;
    await db.customer.update({ where: { id: buyer.id }, data: { deletedAt: NOW } });
    await setTags(buyer.id, []);
    await tell("customer.deleted", buyer.id);
    await tell("order.refunded", buyer.id);
    await tellBackfillCompleted();
    world.at(later(DAY_MS));
    await world.runJobs();
    expect(await tierOf(buyer.id)).toBeNull();
    expect(callsFor(buyer.gid)).toHaveLength(callCount);
    expect(await db.job.count({ where: { name: evaluateCustomer.name } })).toBe(0);
  });

  test("a customer erased while their tag was on its way is left alone", async () => {
    const buyer = await givenBuyer([10, 20]);
    await inTransaction(db, (tx) =>
      moveCustomer(tx, { shopId: SHOP_ID, customerId: buyer.id, cause: "x", now: NOW }),
    );
    await db.customer.update({ where: { id: buyer.id }, data: { deletedAt: NOW } });
    await world.runJobs();
    expect(callsFor(buyer.gid)).toEqual([]);
    expect(await db.outboxIntent.findFirst()).toMatchObject({
      state: "cancelled",
      lastError: "customer-gone",
    });
  });

  test("a shop that removed the app is left alone: no moves, no tags, no sweeps", async () => {
    const buyer = await givenBuyer([10, 20]);
    const late = await givenBuyer([10, 20]);
    await inTransaction(db, (tx) =>
      moveCustomer(tx, { shopId: SHOP_ID, customerId: late.id, cause: "x", now: NOW }),
    );
    await db.shop.update({ where: { id: SHOP_ID }, data: { uninstalledAt: NOW } });
    await tell("order.paid", buyer.id);
    await tell("customer.tags-changed", late.id);
    await tellBackfillCompleted();
    world.at(later(DAY_MS));
    await world.runJobs();
    expect(await tierOf(buyer.id)).toBeNull();
    expect(world.shopify.calls).toEqual([]);
    expect(await reasonsOf(buyer.id)).toEqual([]);
  });

  test("another shop's customers, tiers and tags are untouched", async () => {
    await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
    const theirs = await givenBuyer([10, 20], { shopId: "s2", tags: ["Silver"] });
    await db.vipMembership.create({
      data: { shopId: "s2", customerId: theirs.id, tierId: "gold", since: NOW, updatedAt: NOW },
    });
    await db.vipTag.create({
      data: { shopId: "s2", customerId: theirs.id, intendedTag: "Gold", updatedAt: NOW },
    });
    await givenBuyer([10, 20]);
    await tellBackfillCompleted();
    await tell("order.paid", theirs.id);
    expect(await tierOf(theirs.id)).toBe("gold");
    expect(callsFor(theirs.gid)).toEqual([]);
    expect(await reasonsOf(theirs.id)).toEqual([]);
  });
});
