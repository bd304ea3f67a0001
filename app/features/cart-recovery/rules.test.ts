import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  decideEnd,
  dueAtOf,
  isRecovered,
  isStale,
  rateBp,
  reasonForNoCode,
  type RecoveryFacts,
  type Series,
} from "./rules";
import { activeAtOf, entryKeyOf } from "./rules/entry-key";
import { CartRecoveryFormSchema, CartRecoverySettingsSchema } from "./schema";

const ACTIVE_AT = new Date("2026-03-29T00:30:00Z"); // Half an hour before the clocks change in Warsaw.
const DUE_AT = new Date("2026-03-29T01:30:00Z");
const after = (instant: Date, ms: number) => new Date(instant.getTime() + ms);
const HOUR = 3_600_000;

const facts = (over: Partial<RecoveryFacts> = {}): RecoveryFacts => ({
  activeAt: ACTIVE_AT,
  isCompleted: false,
  sourceName: "web",
  hasLink: true,
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
  hasNewerCheckout: false,
  lastRemindedAt: null,
  sentAt: null,
  ...over,
});

const order = (over: Partial<RecoveryFacts["ordersSince"][number]> = {}) => ({
  isTest: false,
  isCancelled: false,
  isRefunded: false,
  ...over,
});

const RULES = { delayMinutes: 60, consent: "subscribed-only" } as const;
const FIRST: Series = { activeAt: ACTIVE_AT, hasWritten: false };
const LATER: Series = { activeAt: ACTIVE_AT, hasWritten: true };
const end = (over: Partial<RecoveryFacts> = {}, now = DUE_AT, series = FIRST) =>
  decideEnd(facts(over), { series, rules: RULES, now });

describe("decideEnd", () => {
  test("has nothing against a mail exactly when the delay is over, across the change of clocks", () => {
    expect(end({}, after(DUE_AT, -1))).toBe("shopper-is-back");
    expect(end()).toBeNull();
  });

  test("lets a first mail go after exactly 72 hours, a later one after 7 days, and not a millisecond later", () => {
    const edges = [
      { series: FIRST, edge: after(ACTIVE_AT, 72 * HOUR) },
      { series: LATER, edge: after(ACTIVE_AT, 7 * 24 * HOUR) },
    ];
    for (const { series, edge } of edges) {
      expect(end({}, edge, series)).toBeNull();
      expect(end({}, after(edge, 1), series)).toBe("too-old");
    }
    expect(end({ sentAt: DUE_AT }, after(ACTIVE_AT, 100 * HOUR))).toBeNull();
  });

  test.each<{ name: string; over: Partial<RecoveryFacts>; reason: string }>([
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
    expect(end(over)).toBe(reason);
  });

  test("writes again exactly 24 hours after a reminder of another checkout, and goes on with its own series meanwhile", () => {
    expect(end({ lastRemindedAt: after(DUE_AT, -24 * HOUR) })).toBeNull();
    expect(end({ lastRemindedAt: DUE_AT, sentAt: DUE_AT })).toBeNull();
  });

  test("before the first mail ends a series whose shopper was back since; after it only while they are there", () => {
    const activeAt = after(ACTIVE_AT, 1);
    const now = after(DUE_AT, 5 * HOUR);
    expect(end({ activeAt }, now)).toBe("shopper-is-back");
    expect(end({ activeAt, sentAt: DUE_AT }, now, LATER)).toBeNull();
    expect(end({ activeAt: after(now, -HOUR + 1), sentAt: DUE_AT }, now, LATER)).toBe("shopper-is-back");
    expect(end({ activeAt: after(now, -HOUR), sentAt: DUE_AT }, now, LATER)).toBeNull();
  });

  test("writes although part of the cart is sold out, and although the source is not known", () => {
    expect(end({ lines: [{ isSoldOut: true }, { isSoldOut: false }], sourceName: null })).toBeNull();
  });

  test("never lets anything be written about what was bought, whatever else holds", () => {
    const anything = fc.record({
      isCompleted: fc.boolean(),
      customer: fc.constantFrom("known" as const, "none" as const),
      sentAt: fc.constantFrom(null, DUE_AT),
    });
    fc.assert(
      fc.property(anything, fc.integer({ min: -10, max: 400 }), fc.boolean(), (over, hours, hasWritten) => {
        const bought = { ...over, ordersSince: over.isCompleted ? [] : [order()] };
        expect(end(bought, after(ACTIVE_AT, hours * HOUR), { ...FIRST, hasWritten })).not.toBeNull();
      }),
    );
  });
});

test.each([
  { facts: { isGuest: false, recentCodeCount: 2 }, percentBp: 1_000, expected: null },
  { facts: { isGuest: false, recentCodeCount: 3 }, percentBp: 1_000, expected: "serial-abandoner" },
  { facts: { isGuest: false, recentCodeCount: 4 }, percentBp: 1_000, expected: "serial-abandoner" },
  { facts: { isGuest: true, recentCodeCount: 0 }, percentBp: 1_000, expected: "guest" },
  { facts: { isGuest: true, recentCodeCount: 9 }, percentBp: 0, expected: "codes-off" },
])("of $facts at $percentBp: no code because of $expected", ({ facts: known, percentBp, expected }) => {
  expect(reasonForNoCode(known, { percentBp, maxCodesPer90Days: 3 })).toBe(expected);
});

test("a checkout is due after the delay, and stale only past 72 hours", () => {
  expect(dueAtOf(ACTIVE_AT, { delayMinutes: 15 })).toEqual(after(ACTIVE_AT, 900_000));
  expect(isStale(ACTIVE_AT, after(ACTIVE_AT, 72 * HOUR), FIRST)).toBe(false);
  expect(isStale(ACTIVE_AT, after(ACTIVE_AT, 72 * HOUR + 1), FIRST)).toBe(true);
});

test("a series is named by its checkout and since when that is quiet", () => {
  const key = entryKeyOf({ checkoutId: "s1_a:b", activeAt: ACTIVE_AT });
  expect(activeAtOf(key)).toEqual(ACTIVE_AT);
  expect(() => activeAtOf("order:1")).toThrow(RangeError);
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
    firstTimersOnly: "false",
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
