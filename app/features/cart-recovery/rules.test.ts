import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { decideRecovery, dueAtOf, isRecovered, isStale, rateBp, type RecoveryFacts } from "./rules";
import { type CartRecoverySettings, CartRecoveryFormSchema, CartRecoverySettingsSchema } from "./schema";

const ACTIVE_AT = new Date("2026-03-29T00:30:00Z"); // Half an hour before the clocks change in Warsaw.
const DUE_AT = new Date("2026-03-29T01:30:00Z");
const after = (instant: Date, ms: number) => new Date(instant.getTime() + ms);

const settings = (over: Partial<CartRecoverySettings> = {}): CartRecoverySettings =>
  CartRecoverySettingsSchema.parse({ enabled: true, ...over });

const facts = (over: Partial<RecoveryFacts> = {}): RecoveryFacts => ({
  activeAt: ACTIVE_AT,
  isCompleted: false,
  sourceName: "web",
  hasLink: true,
  isShopInstalled: true,
  customer: "known",
  consent: {
    topic: "cart",
    channel: "email",
    address: "ada@example.com",
    consentState: "SUBSCRIBED",
    acceptsMarketing: false,
    isSuppressed: false,
    isTopicOff: false,
    isPaused: false,
    hasOptedOutOfDataSale: false,
  },
  ordersSince: [],
  lines: [{ isSoldOut: false }],
  recentCodeCount: 0,
  hasNewerCheckout: false,
  lastRemindedAt: null,
  ...over,
});

const order = (over: Partial<RecoveryFacts["ordersSince"][number]> = {}) => ({
  isTest: false,
  isCancelled: false,
  isRefunded: false,
  ...over,
});

describe("decideRecovery", () => {
  test("waits until one millisecond before the delay is over, across the change of clocks", () => {
    expect(decideRecovery(facts(), settings(), after(DUE_AT, -1))).toEqual({ kind: "wait", until: DUE_AT });
  });

  test("offers a code exactly when the delay is over", () => {
    expect(decideRecovery(facts(), settings(), DUE_AT)).toEqual({ kind: "offer" });
  });

  test("still writes after exactly 72 hours, and not a millisecond later", () => {
    const edge = after(ACTIVE_AT, 72 * 3_600_000);
    expect(decideRecovery(facts(), settings(), edge).kind).toBe("offer");
    expect(decideRecovery(facts(), settings(), after(edge, 1))).toEqual({ kind: "stop", reason: "too-old" });
  });

  test.each<{ name: string; over: Partial<RecoveryFacts>; reason: string }>([
    { name: "an app that was uninstalled", over: { isShopInstalled: false }, reason: "shop-uninstalled" },
    { name: "an erased customer", over: { customer: "erased" }, reason: "erased" },
    { name: "a completed checkout", over: { isCompleted: true }, reason: "completed" },
    { name: "a purchase elsewhere", over: { ordersSince: [order()] }, reason: "bought-on-another-device" },
    {
      name: "one purchase that stands beside a cancelled one",
      over: { ordersSince: [order({ isCancelled: true }), order()] },
      reason: "bought-on-another-device",
    },
    {
      name: "a cancelled order",
      over: { ordersSince: [order({ isCancelled: true })] },
      reason: "order-refunded",
    },
    {
      name: "a refunded order",
      over: { ordersSince: [order({ isRefunded: true })] },
      reason: "order-refunded",
    },
    { name: "a test order", over: { ordersSince: [order({ isTest: true })] }, reason: "test-order" },
    { name: "the till", over: { sourceName: "pos" }, reason: "not-online" },
    { name: "a draft order", over: { sourceName: "shopify_draft_order" }, reason: "not-online" },
    { name: "an empty cart", over: { lines: [] }, reason: "empty" },
    {
      name: "a cart of sold-out things",
      over: { lines: [{ isSoldOut: true }, { isSoldOut: true }] },
      reason: "all-sold-out",
    },
    { name: "a checkout without a way back", over: { hasLink: false }, reason: "no-link" },
    { name: "no address", over: { consent: { ...facts().consent, address: null } }, reason: "no-email" },
    {
      name: "an unsubscriber by our link",
      over: { consent: { ...facts().consent, isSuppressed: true } },
      reason: "suppressed",
    },
    {
      name: "an unsubscriber in the shop",
      over: { consent: { ...facts().consent, consentState: "UNSUBSCRIBED" } },
      reason: "unsubscribed",
    },
    {
      name: "somebody who never agreed",
      over: { consent: { ...facts().consent, consentState: "NOT_SUBSCRIBED" } },
      reason: "not-consented",
    },
    {
      name: "a newer checkout of the same person",
      over: { hasNewerCheckout: true },
      reason: "newer-checkout",
    },
    {
      name: "a reminder of another checkout a moment less than 24 hours ago",
      over: { lastRemindedAt: after(DUE_AT, 1 - 86_400_000) },
      reason: "recently-reminded",
    },
    {
      name: "a newer checkout rather than a reminder of an older one",
      over: { hasNewerCheckout: true, lastRemindedAt: DUE_AT },
      reason: "newer-checkout",
    },
    {
      name: "its own trouble rather than another checkout",
      over: { hasNewerCheckout: true, lines: [] },
      reason: "empty",
    },
  ])("does not write because of $name", ({ over, reason }) => {
    expect(decideRecovery(facts(over), settings(), DUE_AT)).toEqual({ kind: "stop", reason });
  });

  test("writes again exactly 24 hours after a reminder of another checkout", () => {
    const reminded = facts({ lastRemindedAt: after(DUE_AT, -86_400_000) });
    expect(decideRecovery(reminded, settings(), DUE_AT).kind).toBe("offer");
  });

  test("judges other checkouts only when the delay is over: the shopper may come back to this one", () => {
    const elsewhere = facts({ hasNewerCheckout: true, lastRemindedAt: ACTIVE_AT });
    expect(decideRecovery(elsewhere, settings(), after(DUE_AT, -1)).kind).toBe("wait");
  });

  test("stops for a switch turned off, but first tells what is over anyway", () => {
    expect(decideRecovery(facts(), settings({ enabled: false }), DUE_AT)).toEqual({
      kind: "stop",
      reason: "disabled",
    });
    const bought = facts({ ordersSince: [order()] });
    expect(decideRecovery(bought, settings({ enabled: false }), DUE_AT)).toMatchObject({
      reason: "bought-on-another-device",
    });
  });

  test("writes although part of the cart is sold out, and although the source is not known", () => {
    const lines = [{ isSoldOut: true }, { isSoldOut: false }];
    expect(decideRecovery(facts({ lines, sourceName: null }), settings(), DUE_AT).kind).toBe("offer");
  });

  test("consent that may still come is judged only when the delay is over", () => {
    const silent = facts({ consent: { ...facts().consent, consentState: "NOT_SUBSCRIBED" } });
    expect(decideRecovery(silent, settings(), after(DUE_AT, -1)).kind).toBe("wait");
  });

  test.each([
    { count: 2, expected: { kind: "offer" } },
    { count: 3, expected: { kind: "remind", why: "serial-abandoner" } },
    { count: 4, expected: { kind: "remind", why: "serial-abandoner" } },
  ])("after $count codes in 90 days: $expected", ({ count, expected }) => {
    expect(
      decideRecovery(facts({ recentCodeCount: count }), settings({ maxCodesPer90Days: 3 }), DUE_AT),
    ).toEqual(expected);
  });

  test("reminds a guest without a code, for there is nobody to bind it to", () => {
    const guest = facts({
      customer: "none",
      consent: { ...facts().consent, consentState: null, acceptsMarketing: true },
    });
    expect(decideRecovery(guest, settings(), DUE_AT)).toEqual({ kind: "remind", why: "guest" });
  });

  test("reminds without a code when codes are off", () => {
    expect(decideRecovery(facts(), settings({ percentBp: 0 }), DUE_AT)).toEqual({
      kind: "remind",
      why: "codes-off",
    });
  });

  test("never writes about what was bought, whatever else holds", () => {
    const anything = fc.record({
      isCompleted: fc.boolean(),
      customer: fc.constantFrom("known" as const, "none" as const),
      recentCodeCount: fc.nat(9),
    });
    fc.assert(
      fc.property(anything, fc.integer({ min: -10, max: 400 }), (over, hours) => {
        const bought = facts({ ...over, ordersSince: over.isCompleted ? [] : [order()] });
        expect(decideRecovery(bought, settings(), after(ACTIVE_AT, hours * 3_600_000)).kind).toBe("stop");
      }),
    );
  });
});

test("a checkout is due after the delay, and stale only past 72 hours", () => {
  expect(dueAtOf(ACTIVE_AT, { delayMinutes: 15 })).toEqual(after(ACTIVE_AT, 900_000));
  expect(isStale(ACTIVE_AT, after(ACTIVE_AT, 72 * 3_600_000))).toBe(false);
  expect(isStale(ACTIVE_AT, after(ACTIVE_AT, 72 * 3_600_000 + 1))).toBe(true);
});

describe("isRecovered", () => {
  const SENT_AT = new Date("2026-03-01T12:00:00Z");
  test.each([
    { name: "one millisecond before the mail", ms: -1, expected: false },
    { name: "in the instant of the mail", ms: 0, expected: true },
    { name: "exactly 7 days after it", ms: 7 * 86_400_000, expected: true },
    { name: "one millisecond past 7 days", ms: 7 * 86_400_000 + 1, expected: false },
  ])("an order $name: $expected", ({ ms, expected }) => {
    expect(isRecovered(SENT_AT, { placedAt: after(SENT_AT, ms), isValid: true })).toBe(expected);
  });

  test("an order that is not valid does not count", () => {
    expect(isRecovered(SENT_AT, { placedAt: SENT_AT, isValid: false })).toBe(false);
  });
});

test.each([
  { part: 0, whole: 0, expected: null },
  { part: 0, whole: 3, expected: 0 },
  { part: 1, whole: 3, expected: 3_333 },
  { part: 2, whole: 3, expected: 6_667 },
  { part: 3, whole: 3, expected: 10_000 },
])("$part of $whole is $expected basis points", ({ part, whole, expected }) => {
  expect(rateBp(part, whole)).toBe(expected);
});

describe("the settings form", () => {
  const form = {
    enabled: "true",
    delayMinutes: "60",
    percent: "10",
    validDays: "7",
    maxCodesPer90Days: "3",
    consent: "subscribed-only",
  };

  test("takes whole percents and keeps basis points", () => {
    expect(CartRecoveryFormSchema.parse(form)).toEqual(CartRecoverySettingsSchema.parse({ enabled: true }));
  });

  test.each([
    { field: "delayMinutes", value: "14", error: "out-of-range" },
    { field: "delayMinutes", value: "2881", error: "out-of-range" },
    { field: "percent", value: "91", error: "out-of-range" },
    { field: "percent", value: "-1", error: "out-of-range" },
    { field: "percent", value: "2.5", error: "not-whole" },
    { field: "validDays", value: "0", error: "out-of-range" },
    { field: "validDays", value: "soon", error: "not-a-number" },
    { field: "maxCodesPer90Days", value: "0", error: "out-of-range" },
  ])("refuses $value as $field: $error", ({ field, value, error }) => {
    const parsed = CartRecoveryFormSchema.safeParse({ ...form, [field]: value });
    expect(parsed.error?.flatten().fieldErrors).toEqual({ [field]: [error] });
  });
});

test("nobody is written to before a merchant switched it on", () => {
  expect(CartRecoverySettingsSchema.parse({}).enabled).toBe(false);
});
