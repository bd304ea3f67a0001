import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { OrderRuleSchema, LoyaltySettingsSchema, type LoyaltySettingsInput } from "../settings/schema";
import { type OrderFacts, type OrderLineFacts, pointsOfOrder, SHIPPING, termsOf } from "./rules";

const line = (over: Partial<OrderLineFacts> = {}): OrderLineFacts => ({
  ...{ id: "l1", productId: "p1", productType: "Coffee", vendor: "Perennial" },
  ...{ quantity: 1, currentQuantity: 1, unitPriceMinor: 10_000, discountMinor: 0, isGiftCard: false },
  ...over,
});

function order(over: Partial<OrderFacts> = {}): OrderFacts {
  const lines = over.lines ?? [line()];
  const subtotalMinor = lines.reduce(
    (sum, { unitPriceMinor, quantity, discountMinor }) => sum + unitPriceMinor * quantity - discountMinor,
    0,
  );
  const totalMinor = over.totalMinor ?? subtotalMinor + (over.shippingMinor ?? 0);
  return {
    ...{ isValid: true, shippingMinor: 0, taxMinor: 0, creditMinor: 0, pointsPaidMinor: 0 },
    ...{ totalMinor, subtotalMinor, lines },
    ...{ receivedMinor: totalMinor, netMinor: totalMinor },
    ...over,
  };
}

function points(facts: OrderFacts, settings: LoyaltySettingsInput = {}, tier: string | null = null) {
  const { order: rule, multipliers } = LoyaltySettingsSchema.parse({
    ...settings,
    order: { points: 1, perMinor: 100, ...settings.order },
  });
  return pointsOfOrder(facts, termsOf(facts, { rule, multipliers, tier, day: "2026-03-02" }));
}

test("a point for each whole unit, by line", () => {
  const lines = [line(), line({ id: "l2", unitPriceMinor: 2_550 })];
  expect(points(order({ lines }))).toEqual({ points: 125, byLine: { l1: 100, l2: 25 } });
});

test.each([
  ["down", 99, 0],
  ["down", 100, 1],
  ["down", 199, 1],
  ["nearest", 49, 0],
  ["nearest", 50, 1],
  ["nearest", 149, 1],
  ["up", 0, 0],
  ["up", 1, 1],
  ["up", 101, 2],
] as const)("rounded %s, an order of %i gives %i", (rounding, unitPriceMinor, expected) => {
  expect(points(order({ lines: [line({ unitPriceMinor })] }), { order: { rounding } }).points).toBe(expected);
});

test("an order that does not count, or a rule that is off, gives nothing", () => {
  expect(points(order({ isValid: false })).points).toBe(0);
  expect(points(order(), { order: { isOn: false } }).points).toBe(0);
});

describe("what the basis is", () => {
  const withTax = order({ lines: [line()], shippingMinor: 1_000, taxMinor: 2_200 });

  test.each<[string, NonNullable<NonNullable<LoyaltySettingsInput["order"]>["counts"]>, number]>([
    ["neither tax nor shipping", {}, 80],
    ["tax", { tax: true }, 100],
    ["shipping", { shipping: true }, 88],
    ["both", { tax: true, shipping: true }, 110],
  ])("of prices with their tax: %s", (_name, counts, expected) => {
    expect(points(withTax, { order: { counts } }).points).toBe(expected);
  });

  test("tax that comes on top is told from shipping, and counts where the rule says so", () => {
    const onTop = order({ lines: [line()], shippingMinor: 1_000, taxMinor: 2_200, totalMinor: 13_200 });
    expect(points(onTop).points).toBe(100);
    expect(points(onTop, { order: { counts: { tax: true } } }).points).toBe(120);
  });

  test("free shipping earns nothing even where shipping counts", () => {
    const free = order({ shippingMinor: 1_000, totalMinor: 10_000 });
    expect(points(free, { order: { counts: { shipping: true } } }).byLine).toEqual({ l1: 100 });
  });

  test("discounts, and the part of them that points paid", () => {
    const facts = order({ lines: [line({ discountMinor: 4_000 })], pointsPaidMinor: 1_000 });
    expect(points(facts).points).toBe(60);
    expect(points(facts, { order: { counts: { discounts: true } } }).points).toBe(90);
    expect(points(facts, { order: { counts: { discounts: true, pointsPaid: true } } }).points).toBe(100);
  });

  test("gift cards: paid by them, and bought", () => {
    const paid = order({ creditMinor: 2_500 });
    expect(points(paid).points).toBe(75);
    expect(points(paid, { order: { counts: { giftCardPayments: true } } }).points).toBe(100);
    const bought = order({ lines: [line({ isGiftCard: true })] });
    expect(points(bought).points).toBe(0);
    expect(points(bought, { order: { counts: { giftCardGoods: true } } }).points).toBe(100);
  });

  test.each([
    ["product", "p1"],
    ["type", "coffee"],
    ["vendor", "PERENNIAL"],
  ] as const)("goods excluded by %s earn nothing, the others of the order do", (by, value) => {
    const other = line({ id: "l2", productId: "p2", productType: "Tea", vendor: "Else" });
    const lines = [line(), other];
    expect(points(order({ lines }), { order: { excluded: [{ by, value }] } }).byLine).toEqual({ l2: 100 });
  });

  test("an order that is paid in part earns for what was paid", () => {
    expect(points(order({ receivedMinor: 5_000, netMinor: 5_000 })).points).toBe(50);
  });
});

describe("factors", () => {
  const multipliers = {
    tiers: [
      { tier: "Gold", factorBp: 20_000 },
      { tier: "VIP", factorBp: 15_000 },
    ],
    goods: [
      { by: "type" as const, value: "Coffee", factorBp: 30_000 },
      { by: "product" as const, value: "p1", factorBp: 20_000 },
    ],
    periods: [{ fromOn: "2026-03-02", toOn: "2026-03-02", factorBp: 20_000 }],
  };

  test("of tier, goods and period are multiplied; of several goods the largest counts", () => {
    expect(points(order(), { multipliers }, "gold").points).toBe(100 * 2 * 3 * 2);
    expect(points(order(), { multipliers: { tiers: multipliers.tiers } }, "vip").points).toBe(150);
    expect(points(order(), { multipliers: { tiers: multipliers.tiers } }, null).points).toBe(100);
  });

  test.each([
    ["2026-03-01", 100],
    ["2026-03-02", 200],
    ["2026-03-03", 100],
  ])("a period holds on its days only (%s)", (day, expected) => {
    const settings = LoyaltySettingsSchema.parse({ multipliers: { periods: multipliers.periods } });
    const rule = OrderRuleSchema.parse({});
    const terms = termsOf(order(), { rule, multipliers: settings.multipliers, tier: null, day });
    expect(pointsOfOrder(order(), terms).points).toBe(expected);
  });

  test("the terms of the beginning hold when the store describes its goods otherwise later", () => {
    const { order: rule, multipliers: all } = LoyaltySettingsSchema.parse({ multipliers });
    const terms = termsOf(order(), { rule, multipliers: all, tier: null, day: "2026-01-01" });
    const renamed = order({ lines: [line({ productType: "Tea", productId: "p9" })] });
    expect(pointsOfOrder(renamed, terms).points).toBe(300);
  });
});

const anyLine = fc.record({
  unitPriceMinor: fc.integer({ min: 0, max: 5_000_000 }),
  quantity: fc.integer({ min: 1, max: 9 }),
  share: fc.integer({ min: 0, max: 100 }),
});

test("whatever the order, its lines add up to its points, and less money never gives more", () => {
  fc.assert(
    fc.property(
      fc.array(anyLine, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 100_000 }),
      fc.integer({ min: 0, max: 100 }),
      (wishes, shippingMinor, percent) => {
        const lines = wishes.map(({ unitPriceMinor, quantity, share }, index) =>
          line({
            ...{ id: `l${index}`, unitPriceMinor, quantity, currentQuantity: quantity },
            discountMinor: Math.floor((unitPriceMinor * quantity * share) / 100),
          }),
        );
        const whole = order({ lines, shippingMinor });
        const settings = { order: { counts: { shipping: true } } };
        const all = points(whole, settings);
        const sum = Object.values(all.byLine).reduce((total, one) => total + one, 0);
        expect(sum).toBe(all.points);
        expect(all.points).toBeLessThanOrEqual(Math.ceil(whole.totalMinor / 100));
        const less = points({ ...whole, netMinor: Math.floor((whole.netMinor * percent) / 100) }, settings);
        expect(less.points).toBeLessThanOrEqual(all.points);
        expect(Object.keys(all.byLine).every((id) => id === SHIPPING || id.startsWith("l"))).toBe(true);
      },
    ),
  );
});
