import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { IncentiveSettingsSchema, type OfferInput, OfferSchema } from "../schema";

import { decideIncentive, type IncentiveFacts } from "./guards";
import { expectedCostMinor, marginAfterBp } from "./offer";

const offer = (over: Partial<OfferInput> = {}) =>
  OfferSchema.parse({
    value: { kind: "percentage", percentBp: 1_000 },
    validDays: 7,
    title: "Come back",
    ...over,
  });
const settings = (over: object = {}) => IncentiveSettingsSchema.parse(over);
const facts = (over: Partial<IncentiveFacts> = {}): IncentiveFacts => ({
  isShopInstalled: true,
  isCustomerKnown: true,
  missingScopes: [],
  orderCount: 0,
  unusedCodeCount: 0,
  hasOpenIncentive: false,
  averages: { orderMinor: 5_000, shippingMinor: 490 },
  grossMarginBp: null,
  usedMinor: { shop: 0, flow: 0 },
  ...over,
});
const reasonOf = (known: IncentiveFacts, wish = offer(), limits = settings()) => {
  const decision = decideIncentive(known, wish, limits);
  return decision.kind === "give" ? "give" : decision.reason;
};

describe("whether an incentive is given", () => {
  test.each([
    { name: "the app was uninstalled", known: { isShopInstalled: false }, expected: "shop-uninstalled" },
    { name: "the customer was erased", known: { isCustomerKnown: false }, expected: "erased" },
    { name: "a scope is missing", known: { missingScopes: ["write_gift_cards"] }, expected: "missing-scope" },
    { name: "2 codes went unused", known: { unusedCodeCount: 2 }, expected: "give" },
    { name: "3 codes went unused", known: { unusedCodeCount: 3 }, expected: "serial-abandoner" },
    { name: "another is open and may be", known: { hasOpenIncentive: true }, expected: "give" },
  ])("when $name: $expected", ({ known, expected }) => {
    expect(reasonOf(facts(known))).toBe(expected);
  });

  test.each([
    { orderCount: 0, expected: "give" },
    { orderCount: 1, expected: "first-timers-only" },
  ])(
    "an offer for first-timers to somebody with $orderCount orders: $expected",
    ({ orderCount, expected }) => {
      expect(reasonOf(facts({ orderCount }), offer({ firstTimersOnly: true }))).toBe(expected);
    },
  );

  test("what was earned only has to be possible", () => {
    const wish = offer({ isEarned: true, oneAtATime: true });
    const limits = settings({ monthlyBudgetMinor: 0, grossMarginBp: 1_000, marginFloorBp: 5_000 });
    const known = { unusedCodeCount: 9, hasOpenIncentive: true, grossMarginBp: 1_000 };
    expect(reasonOf(facts(known), wish, limits)).toBe("give");
    expect(reasonOf(facts({ isCustomerKnown: false }), wish, limits)).toBe("erased");
  });

  test("an offer of one at a time is not given while another is open", () => {
    const wish = offer({ oneAtATime: true });
    expect(reasonOf(facts({ hasOpenIncentive: true }), wish)).toBe("has-open-incentive");
    expect(reasonOf(facts(), wish)).toBe("give");
  });

  test.each([
    { percentBp: 2_000, left: "(40 − 20) ÷ 80 = 25 %", expected: "give" },
    { percentBp: 2_001, left: "just less", expected: "below-margin-floor" },
    { percentBp: 10_000, left: "a gift of everything", expected: "below-margin-floor" },
  ])(
    "with 40 % of margin and a floor of 25 %, $percentBp bp off leaves $left: $expected",
    ({ percentBp, expected }) => {
      const wish = offer({ value: { kind: "percentage", percentBp } });
      const limits = settings({ grossMarginBp: 4_000, marginFloorBp: 2_500 });
      expect(reasonOf(facts({ grossMarginBp: 4_000 }), wish, limits)).toBe(expected);
    },
  );

  test("an amount is judged by the order it is expected in, or by what that must hold at least", () => {
    const limits = settings({ grossMarginBp: 4_000, marginFloorBp: 2_500 });
    const known = facts({ grossMarginBp: 4_000 });
    const value = { kind: "amount", amountMinor: 1_500 } as const;
    expect(reasonOf(known, offer({ value }), limits)).toBe("below-margin-floor");
    expect(reasonOf(known, offer({ value, minimum: { kind: "amount", amountMinor: 7_500 } }), limits)).toBe(
      "give",
    );
  });

  test.each([
    { used: { shop: 9_500, flow: 0 }, expected: "give" },
    { used: { shop: 9_501, flow: 0 }, expected: "over-shop-budget" },
    { used: { shop: 2_000, flow: 1_500 }, expected: "give" },
    { used: { shop: 2_000, flow: 1_501 }, expected: "over-flow-budget" },
  ])(
    "a code expected to cost 5.00 with $used of budgets of 100.00 and 20.00: $expected",
    ({ used, expected }) => {
      const limits = settings({ monthlyBudgetMinor: 10_000, flowBudgetMinor: 2_000 });
      expect(reasonOf(facts({ usedMinor: used }), offer(), limits)).toBe(expected);
    },
  );

  test("what a budget says no to is told with what is missing", () => {
    const decision = decideIncentive(
      facts({ usedMinor: { shop: 9_900, flow: 0 } }),
      offer(),
      settings({ monthlyBudgetMinor: 10_000 }),
    );
    expect(decision).toMatchObject({ params: { limitMinor: 10_000, usedMinor: 9_900, neededMinor: 500 } });
  });
});

describe("what an offer is expected to cost", () => {
  const averages = { orderMinor: 5_000, shippingMinor: 490 };
  test.each<{ name: string; wish: Partial<OfferInput>; expected: number }>([
    { name: "10 % of the average order", wish: {}, expected: 500 },
    {
      name: "10 % of the minimum, where that is more",
      wish: { minimum: { kind: "amount", amountMinor: 8_000 } },
      expected: 800,
    },
    { name: "an amount", wish: { value: { kind: "amount", amountMinor: 700 } }, expected: 700 },
    {
      name: "an amount never more than the order",
      wish: { value: { kind: "amount", amountMinor: 9_000 } },
      expected: 5_000,
    },
    { name: "free shipping what delivery costs", wish: { value: { kind: "free-shipping" } }, expected: 490 },
    {
      name: "a gift card what it is worth",
      wish: { value: { kind: "gift-card", amountMinor: 9_000 } },
      expected: 9_000,
    },
    {
      name: "credit what it is worth",
      wish: { value: { kind: "store-credit", amountMinor: 100 } },
      expected: 100,
    },
  ])("$name: $expected", ({ wish, expected }) => {
    expect(expectedCostMinor(offer(wish), averages)).toBe(expected);
  });

  test("of a shop that sold nothing is what is known", () => {
    const nothing = { orderMinor: null, shippingMinor: 0 };
    expect(expectedCostMinor(offer(), nothing)).toBe(0);
    expect(expectedCostMinor(offer({ value: { kind: "amount", amountMinor: 700 } }), nothing)).toBe(700);
  });
});

test("the margin that is left falls as the discount grows", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000 }),
      fc.integer({ min: 0, max: 9_999 }),
      (margin, discount) => {
        expect(marginAfterBp(margin, discount)).toBeGreaterThanOrEqual(marginAfterBp(margin, discount + 1));
        expect(marginAfterBp(margin, 0)).toBe(margin);
      },
    ),
  );
});
