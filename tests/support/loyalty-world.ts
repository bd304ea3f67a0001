import { expect } from "vitest";

import { incentivesRegistration } from "~/engine/incentives/registration.server";
import type { FeatureRegistration } from "~/engine/registration";
import {
  listWrongDays,
  listWrongLots,
  listWrongMembers,
} from "~/features/loyalty/ledger/check/repository.server";
import { loyaltyRegistration } from "~/features/loyalty/registration.server";
import { sumBooks } from "~/features/loyalty/report/repository.server";
import { isBalanced, rollForward } from "~/features/loyalty/report/rules";
import { isOpen, unsoundness } from "~/features/loyalty/rules/books";
import { LOYALTY_SETTINGS_KEY, type LoyaltySettingsInput } from "~/features/loyalty/settings/schema";
import { presentMember } from "~/features/loyalty/storefront/presenter.server";
import { cancelRedemption, redeemReward } from "~/features/loyalty/storefront/service.server";
import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { contactHash } from "~/platform/sealed.server";
import { writeSetting } from "~/shops/settings.server";

import { givenOrder, givenShop, nextLegacyId, SHOP_ID } from "./factories";
import { createTestDb, type TestDb } from "./test-db";
import { createWorld, type World } from "./world";

export const NOW = new Date("2026-03-02T10:00:00Z");
const SINCE = "2026-01-01T00:00:00.000Z";

/** 500 points take 5.00 off; any hundred points a euro. */
export const REWARDS = [
  { id: "five-off", title: "5 off", kind: "amount", costPoints: 500, valueMinor: 500 },
  {
    id: "any",
    title: "Money off",
    kind: "amount",
    costPoints: 100,
    incremental: { stepPoints: 100, minPoints: 100, valuePerStepMinor: 100, maxPoints: null },
  },
] as const satisfies LoyaltySettingsInput["rewards"];

export type LoyaltyWorld = {
  testDb: TestDb;
  db: RootDb;
  world: World;
  close: () => Promise<void>;
};

/** A shop with a programme: ten points a euro, 14 days to wait, good for a year. */
export async function createLoyaltyWorld(
  settings: LoyaltySettingsInput = {},
  others: readonly FeatureRegistration[] = [],
): Promise<LoyaltyWorld> {
  const testDb = await createTestDb();
  const { db } = testDb;
  const world = createWorld(db, [incentivesRegistration, ...others, loyaltyRegistration], NOW);
  await givenShop(db, { scopes: "read_orders,write_customers,write_discounts,write_gift_cards" });
  await givenProgramme(db, settings);
  await world.runJobs();
  const close = async () => {
    world.close();
    await testDb.close();
  };
  return { testDb, db, world, close };
}

export async function givenProgramme(db: RootDb, settings: LoyaltySettingsInput): Promise<void> {
  const value = {
    isEnabled: true,
    earningSince: SINCE,
    ...{ velocity: { pointsPerDay: null, earningsPerDay: null }, outlierTimes: null },
    ...settings,
    order: { points: 10, ...settings.order },
    rewards: settings.rewards ?? [...REWARDS],
  };
  await writeSetting(db, { shopId: SHOP_ID, key: LOYALTY_SETTINGS_KEY, value, now: NOW });
}

type LineWish = {
  minor: number;
  quantity?: number;
  discountMinor?: number;
  isGiftCard?: boolean;
  productId?: string;
};

/** A paid order: goods, perhaps with shipping and tax that is part of the prices. */
export async function givenPaidOrder(
  db: RootDb,
  {
    customerId = null,
    email = null,
    lines,
    shippingMinor = 0,
    taxMinor = 0,
    placedAt = NOW,
    ...over
  }: {
    customerId?: string | null;
    email?: string | null;
    lines: readonly LineWish[];
    shippingMinor?: number;
    taxMinor?: number;
    placedAt?: Date;
  } & Omit<NonNullable<Parameters<typeof givenOrder>[1]>, "lines">,
): Promise<string> {
  const goods = lines.reduce(
    (sum, { minor, quantity = 1, discountMinor = 0 }) => sum + minor * quantity - discountMinor,
    0,
  );
  const totalMinor = goods + shippingMinor;
  const { id } = await givenOrder(db, {
    customerId,
    email,
    placedAt,
    ...{ totalMinor, subtotalMinor: goods, shippingMinor, taxMinor },
    ...{ receivedMinor: totalMinor, netMinor: totalMinor },
    discountMinor: lines.reduce((sum, { discountMinor = 0 }) => sum + discountMinor, 0),
    ...over,
  });
  for (const { minor, quantity = 1, discountMinor = 0, isGiftCard = false, productId = null } of lines) {
    const legacyId = nextLegacyId();
    await db.orderLine.create({
      data: {
        ...{ id: `${SHOP_ID}_${legacyId}`, shopId: SHOP_ID, orderId: id },
        gid: `gid://shopify/LineItem/${legacyId}`,
        ...{ title: "Morning blend", quantity, currentQuantity: quantity, productId },
        ...{ unitPriceMinor: minor, discountMinor, isGiftCard },
      },
    });
  }
  return id;
}

let facts = 0;

/** Tells the features that an order changed, and lets them react. */
export async function tellOrder(
  { db, world }: LoyaltyWorld,
  orderId: string,
  type: "order.paid" | "order.changed" | "order.refunded" | "order.cancelled" = "order.paid",
): Promise<void> {
  const order = await db.order.findFirstOrThrow({ where: { shopId: SHOP_ID, id: orderId } });
  const { customerId } = order;
  const payload = {
    orderId,
    customerId,
    checkoutToken: null,
    refundedMinor: 1,
    currencyCode: "EUR",
    reason: null,
  };
  facts += 1;
  const base = { customerId, subjectId: orderId, occurredAt: world.now(), sourceKey: `${type}:${facts}` };
  const event = { ...base, type, payload } as DomainEvent;
  await inTransaction(db, (tx) => publishEvents(tx, [event], { shopId: SHOP_ID, now: world.now() }), {
    shopId: SHOP_ID,
  });
  await world.runJobs();
}

/** Money of an order goes back; the goods of `line` with it when it is named. */
export async function refund(
  scene: LoyaltyWorld,
  orderId: string,
  { minor, lineIndex }: { minor: number; lineIndex?: number },
): Promise<void> {
  const { db } = scene;
  const order = await db.order.findFirstOrThrow({ where: { shopId: SHOP_ID, id: orderId } });
  const netMinor = order.netMinor - BigInt(minor);
  await db.order.updateMany({
    where: { shopId: SHOP_ID, id: orderId },
    data: { netMinor, refundedMinor: order.refundedMinor + BigInt(minor), isValid: netMinor > 0n },
  });
  if (lineIndex !== undefined) {
    const lines = await db.orderLine.findMany({
      where: { shopId: SHOP_ID, orderId },
      orderBy: { id: "asc" },
    });
    const line = lines[lineIndex];
    if (line && line.currentQuantity > 0)
      await db.orderLine.updateMany({
        where: { shopId: SHOP_ID, id: line.id },
        data: { currentQuantity: line.currentQuantity - 1 },
      });
  }
  await tellOrder(scene, orderId, "order.refunded");
}

export async function cancelOrder(scene: LoyaltyWorld, orderId: string): Promise<void> {
  await scene.db.order.updateMany({
    where: { shopId: SHOP_ID, id: orderId },
    data: { cancelledAt: scene.world.now(), isValid: false },
  });
  await tellOrder(scene, orderId, "order.cancelled");
}

/** Lets the clock stand at an instant, and what is due happen. */
export async function goTo({ world }: LoyaltyWorld, at: Date | string): Promise<void> {
  world.at(at);
  await world.runJobs();
}

export function redeem(
  { db, world }: LoyaltyWorld,
  customerId: string,
  {
    rewardId = "five-off",
    points,
    key = `key-${(facts += 1)}`,
  }: { rewardId?: string; points?: number; key?: string } = {},
) {
  const now = world.now();
  return redeemReward(db, { shopId: SHOP_ID, customerId, rewardId, points, idempotencyKey: key, now });
}

export function giveBackReward({ db, world }: LoyaltyWorld, customerId: string, redemptionId: string) {
  return cancelRedemption(db, { shopId: SHOP_ID, customerId, redemptionId, now: world.now() });
}

/** An order is paid with the code of an open reward. */
export async function payWith(
  scene: LoyaltyWorld,
  { code, customerId }: { code: string; customerId: string },
): Promise<string> {
  const placedAt = scene.world.now();
  const orderId = await givenPaidOrder(scene.db, {
    customerId,
    placedAt,
    lines: [{ minor: 2_000, discountMinor: 500 }],
    discountCodes: [code],
  });
  await tellOrder(scene, orderId);
  return orderId;
}

export function memberOf({ db, world }: LoyaltyWorld, customerId: string) {
  return presentMember(db, { shopId: SHOP_ID, customerId, locale: "en", now: world.now() });
}

/** Available, pending and owed points. */
export async function pointsOf(scene: LoyaltyWorld, customerId: string) {
  const { availablePoints, pendingPoints, debtPoints } = await memberOf(scene, customerId);
  return { available: availablePoints, pending: pendingPoints, debt: debtPoints };
}

export function guestKeyOf(email: string): string {
  return contactHash(email);
}

/** What must hold after anything: replay is balance, entries add up to zero, lots are sound, the books balance. */
export async function expectSound({ db }: LoyaltyWorld): Promise<void> {
  expect(await listWrongLots(db, { shopId: SHOP_ID, after: "", last: null })).toEqual([]);
  expect(await listWrongDays(db, { shopId: SHOP_ID })).toEqual([]);
  expect(await listWrongMembers(db, { shopId: SHOP_ID })).toEqual([]);
  const postings = await db.pointsPosting.findMany({ where: { shopId: SHOP_ID } });
  const sums = new Map<string, number>();
  for (const { entryId, points } of postings) sums.set(entryId, (sums.get(entryId) ?? 0) + points);
  expect([...sums.values()].filter((sum) => sum !== 0)).toEqual([]);
  const lots = await db.pointsLot.findMany({ where: { shopId: SHOP_ID } });
  expect(lots.flatMap((lot) => unsoundness(lot) ?? [])).toEqual([]);
  expect(lots.filter((lot) => lot.isOpen !== isOpen(lot))).toEqual([]);
  const days = (await db.pointsDay.findMany({ where: { shopId: SHOP_ID } })).map(({ day }) => day).sort();
  const middle = days[Math.floor(days.length / 2)] ?? "2026-06-01";
  const [before, during, all] = [
    await sumBooks(db, { shopId: SHOP_ID, from: null, to: middle }),
    await sumBooks(db, { shopId: SHOP_ID, from: middle, to: null }),
    await sumBooks(db, { shopId: SHOP_ID, from: null, to: null }),
  ];
  const table = rollForward(before, during);
  expect(isBalanced(table)).toBe(true);
  const outstanding = lots.reduce((sum, lot) => sum + lot.pending + lot.available + lot.held + lot.debt, 0);
  expect(table.closing).toBe(outstanding);
  expect(rollForward({}, all).closing).toBe(outstanding);
}
