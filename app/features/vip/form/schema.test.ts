import { describe, expect, test } from "vitest";

import { VipSettingsSchema } from "../schema";
import { formOf, parseVipForm, type TierForm, VipActionSchema, type VipForm } from "./schema";

const BLANK = { minOrders: "", minSpend: "", minMargin: "", minPoints: "", minRfm: "", perks: [] };
const SILVER: TierForm = { ...BLANK, id: "silver", name: "Silver", tag: "Silver", minOrders: "3" };
const GOLD: TierForm = {
  ...BLANK,
  id: "gold",
  name: "Gold",
  tag: "Gold",
  minOrders: "6",
  minSpend: "250,50",
};

const NOTHING = { minMarginMinor: null, minPoints: null, minRfmScore: null, perks: [] };

const form = (over: Partial<VipForm> = {}): VipForm => ({
  isEnabled: true,
  window: "rolling",
  days: "365",
  bases: ["orders", "spend"],
  mix: "all",
  graceDays: "0",
  noticeDays: "0",
  withdrawsPerks: true,
  tiers: [SILVER, GOLD],
  ...over,
});
const withTier = (over: Partial<TierForm>) => form({ tiers: [{ ...SILVER, ...over }] });
const errorsOf = (input: unknown, currencyCode = "EUR") => {
  const parsed = parseVipForm(input, currencyCode);
  return parsed.ok ? {} : parsed.errors;
};

test("what is typed becomes settings in minor units of the shop's currency", () => {
  expect(parseVipForm(form(), "EUR")).toEqual({
    ok: true,
    settings: {
      isEnabled: true,
      window: { kind: "rolling", days: 365 },
      mix: "all",
      graceDays: 0,
      noticeDays: 0,
      withdrawsPerks: true,
      tiers: [
        { ...NOTHING, id: "silver", name: "Silver", tag: "Silver", minOrderCount: 3, minNetMinor: null },
        { ...NOTHING, id: "gold", name: "Gold", tag: "Gold", minOrderCount: 6, minNetMinor: 25_050 },
      ],
      retiredTags: [],
      formerTierNames: {},
    },
  });
});

test("settings shown in the form and sent back are the same settings", () => {
  for (const currencyCode of ["EUR", "JPY", "KWD"]) {
    const settings = VipSettingsSchema.parse({
      window: { kind: "lifetime" },
      tiers: [{ id: "a", name: "A", tag: "A", minOrderCount: null, minNetMinor: 123_456 }],
    });
    expect(parseVipForm(formOf(settings, currencyCode), currencyCode)).toEqual({ ok: true, settings });
  }
});

test("the form that nobody has touched is valid", () => {
  expect(parseVipForm(formOf(VipSettingsSchema.parse({}), "EUR"), "EUR").ok).toBe(true);
});

describe("amounts", () => {
  test.each([
    ["0.01", "EUR", 1],
    ["12", "EUR", 1_200],
    ["12.", "EUR", 1_200],
    ["12,5", "EUR", 1_250],
    ["1 250,50", "EUR", 125_050],
    ["1\u00a0250", "PLN", 125_000],
    ["500", "JPY", 500],
    ["1.234", "KWD", 1_234],
  ])("%s %s is %i minor units", (minSpend, currencyCode, expected) => {
    const parsed = parseVipForm(withTier({ minSpend }), currencyCode);
    expect(parsed.ok && parsed.settings.tiers[0]?.minNetMinor).toBe(expected);
  });

  test.each([
    ["0", "EUR"],
    ["-5", "EUR"],
    ["1,000", "EUR"],
    ["1,250.50", "EUR"],
    ["12.5", "JPY"],
    ["ten", "EUR"],
    ["1e9", "EUR"],
    ["10000000000.01", "EUR"],
    ["99999999999999", "EUR"],
  ])("%s %s is refused", (minSpend, currencyCode) => {
    expect(errorsOf(withTier({ minSpend }), currencyCode)).toEqual({ "tiers.0.minNetMinor": "spend-range" });
  });
});

describe("refusals, each with its code at its field", () => {
  test.each<[string, VipForm, Record<string, string>]>([
    ["no name", withTier({ name: "  " }), { "tiers.0.name": "name-missing" }],
    ["a name of 41 characters", withTier({ name: "n".repeat(41) }), { "tiers.0.name": "name-too-long" }],
    ["no tag", withTier({ tag: "" }), { "tiers.0.tag": "tag-missing" }],
    ["a tag of 41 characters", withTier({ tag: "t".repeat(41) }), { "tiers.0.tag": "tag-too-long" }],
    ["a comma in a tag", withTier({ tag: "a,b" }), { "tiers.0.tag": "tag-comma" }],
    ["0 orders", withTier({ minOrders: "0" }), { "tiers.0.minOrderCount": "orders-range" }],
    ["1001 orders", withTier({ minOrders: "1001" }), { "tiers.0.minOrderCount": "orders-range" }],
    ["half an order", withTier({ minOrders: "2.5" }), { "tiers.0.minOrderCount": "orders-range" }],
    ["no requirement", withTier({ minOrders: "" }), { "tiers.0.minOrderCount": "no-requirement" }],
    ["29 days", form({ days: "29" }), { "window.days": "days-range" }],
    ["3651 days", form({ days: "3651" }), { "window.days": "days-range" }],
    ["no days", form({ days: "" }), { "window.days": "days-range" }],
    ["no tiers", form({ tiers: [] }), { tiers: "no-tiers" }],
    ["a tag twice", form({ tiers: [SILVER, { ...GOLD, tag: "silver" }] }), { "tiers.1.tag": "tag-taken" }],
    [
      "a name twice",
      form({ tiers: [SILVER, { ...GOLD, name: "SILVER" }] }),
      { "tiers.1.name": "name-taken" },
    ],
    [
      "a tier as easy as the one below",
      form({ tiers: [SILVER, { ...GOLD, minOrders: "3", minSpend: "" }] }),
      { "tiers.1.minOrderCount": "not-harder" },
    ],
    [
      "a tier easier than one further below",
      form({
        tiers: [
          { ...SILVER, minOrders: "5" },
          { ...GOLD, minOrders: "", minSpend: "100" },
          { ...SILVER, id: "c", name: "C", tag: "C" },
        ],
      }),
      { "tiers.2.minOrderCount": "not-harder" },
    ],
    [
      "six tiers",
      form({
        tiers: [1, 2, 3, 4, 5, 6].map((n) => ({
          ...SILVER,
          id: `${n}`,
          name: `N${n}`,
          tag: `T${n}`,
          minOrders: `${n}`,
        })),
      }),
      { tiers: "too-many-tiers" },
    ],
  ])("%s", (_title, input, expected) => {
    expect(errorsOf(input)).toEqual(expected);
  });

  test.each([[null], ["tiers"], [{ isEnabled: "yes" }], [{ ...form(), tiers: "none" }]])(
    "%j is no form at all",
    (input) => {
      expect(errorsOf(input)).toEqual({ form: "unreadable" });
    },
  );

  test("the days of a lifetime window do not matter", () => {
    expect(errorsOf(form({ window: "lifetime", days: "soon" }))).toEqual({});
  });
});

test("an action needs a known kind and readable JSON", () => {
  expect(VipActionSchema.safeParse({ kind: "save", form: "{}" }).data).toEqual({ kind: "save", form: {} });
  expect(VipActionSchema.safeParse({ kind: "save", form: "{" }).success).toBe(false);
  expect(VipActionSchema.safeParse({ kind: "delete", form: "{}" }).success).toBe(false);
});
