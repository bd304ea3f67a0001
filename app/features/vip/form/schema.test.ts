import { describe, expect, test } from "vitest";

import type { Perk } from "../perks/schema";
import { VipSettingsSchema } from "../schema";
import { newPerkForm } from "./perk-form";
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
    for (const locale of ["en", "pl", "ru"])
      expect(parseVipForm(formOf(settings, currencyCode, locale), currencyCode)).toEqual({
        ok: true,
        settings,
      });
  }
});

test("the form that nobody has touched is valid", () => {
  expect(parseVipForm(formOf(VipSettingsSchema.parse({}), "EUR", "en"), "EUR").ok).toBe(true);
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

test("a whole number may have its thousands apart", () => {
  const tier = withTier({ minOrders: "1 000", minSpend: "" });
  expect(parseVipForm({ ...tier, days: "3\u00a0650" }, "EUR")).toMatchObject({
    settings: { window: { days: 3_650 }, tiers: [{ minOrderCount: 1_000 }] },
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

describe("what tiers are measured by", () => {
  const settingsOf = (input: VipForm) => {
    const parsed = parseVipForm(input, "EUR");
    return parsed.ok ? parsed.settings : parsed.errors;
  };

  test("counts only where it is chosen", () => {
    const typed = { minOrders: "3", minSpend: "10", minMargin: "5", minPoints: "100", minRfm: "12" };
    const tiers = [{ ...SILVER, ...typed }];
    expect(settingsOf(form({ tiers, bases: ["margin", "points", "rfm"], mix: "any" }))).toMatchObject({
      mix: "any",
      tiers: [
        { minOrderCount: null, minNetMinor: null, minMarginMinor: 500, minPoints: 100, minRfmScore: 12 },
      ],
    });
    expect(settingsOf(form({ tiers, bases: [] }))).toEqual({ "tiers.0.minOrderCount": "no-requirement" });
  });

  test.each([
    [{ minRfm: "2" }, "tiers.0.minRfmScore", "rfm-range"],
    [{ minRfm: "16" }, "tiers.0.minRfmScore", "rfm-range"],
    [{ minPoints: "0" }, "tiers.0.minPoints", "points-range"],
    [{ minPoints: "1.5" }, "tiers.0.minPoints", "points-range"],
    [{ minMargin: "0" }, "tiers.0.minMarginMinor", "margin-range"],
  ])("%j is refused at %s", (typed, place, problem) => {
    const tiers = [{ ...BLANK, id: "a", name: "A", tag: "A", ...typed }];
    expect(errorsOf(form({ tiers, bases: ["margin", "points", "rfm"] }))).toMatchObject({ [place]: problem });
  });

  test.each([
    ["all", { minOrders: "2" }, { minOrders: "2", minSpend: "10" }, undefined],
    ["all", { minOrders: "2", minSpend: "10" }, { minOrders: "3" }, undefined],
    ["all", { minOrders: "2", minSpend: "10" }, { minOrders: "2" }, "not-harder"],
    ["any", { minOrders: "2" }, { minOrders: "2", minSpend: "10" }, "not-harder"],
    ["any", { minOrders: "2", minSpend: "10" }, { minOrders: "3", minSpend: "20" }, undefined],
    ["any", { minOrders: "2", minSpend: "10" }, { minOrders: "2" }, undefined],
  ] as const)("where tiers ask for %s, above %j a tier of %j is %s", (mix, lower, upper, problem) => {
    const tiers = [
      { ...BLANK, id: "a", name: "A", tag: "A", ...lower },
      { ...BLANK, id: "b", name: "B", tag: "B", ...upper },
    ];
    expect(errorsOf(form({ tiers, mix }))["tiers.1.minOrderCount"]).toBe(problem);
  });
});

describe("grace and notice", () => {
  test.each([
    ["30", "30", {}],
    ["30", "31", { noticeDays: "notice-over-grace" }],
    ["400", "0", {}],
    ["401", "0", { graceDays: "grace-range" }],
    ["", "", {}],
    ["x", "0", { graceDays: "grace-range" }],
  ])("%s days of grace and %s of notice", (graceDays, noticeDays, expected) => {
    expect(errorsOf(form({ graceDays, noticeDays }))).toMatchObject(expected);
    if (Object.keys(expected).length === 0) expect(errorsOf(form({ graceDays, noticeDays }))).toEqual({});
  });
});

describe("perks", () => {
  const PERKS: Perk[] = [
    { id: "1", kind: "percentage", rhythm: "year", percent: 10, validDays: 30 },
    { id: "2", kind: "amount", rhythm: "once", amountMinor: 1_250, validDays: 60 },
    { id: "3", kind: "free-shipping", rhythm: "month", validDays: 14 },
    { id: "4", kind: "points", rhythm: "quarter", points: 200 },
    { id: "5", kind: "multiplier", factorPercent: 150 },
    { id: "6", kind: "early-access" },
    { id: "7", kind: "own", rhythm: "once", text: "A tour" },
  ];

  test("of every kind come back from the form as they were", () => {
    const settings = VipSettingsSchema.parse({
      tiers: [{ id: "a", name: "A", tag: "A", minOrderCount: 1, minNetMinor: null, perks: PERKS }],
    });
    for (const locale of ["en", "pl", "ru"])
      expect(parseVipForm(formOf(settings, "EUR", locale), "EUR")).toEqual({ ok: true, settings });
    expect(formOf(settings, "PLN", "pl").tiers[0]?.perks).toMatchObject([
      ...[{ value: "10" }, { value: "12,50" }, {}, { value: "200" }, { value: "1,5" }, {}, {}],
    ]);
  });

  test.each([
    ["percentage", "10,5", "percent", "perk-percent-range"],
    ["amount", "", "amountMinor", "perk-amount-range"],
    ["points", "-1", "points", "perk-points-range"],
    ["multiplier", "1", "factorPercent", "perk-factor-range"],
    ["multiplier", "1.005", "factorPercent", "perk-factor-range"],
    ["own", "", "text", "perk-text-missing"],
  ] as const)("a %s of “%s” is refused at %s", (kind, value, field, problem) => {
    const perks = [{ ...newPerkForm("p", kind), value }];
    expect(errorsOf(withTier({ perks }))).toEqual({ [`tiers.0.perks.0.${field}`]: problem });
  });

  test("nine are too many", () => {
    const perks = Array.from({ length: 9 }, (_, index) => newPerkForm(String(index), "early-access"));
    expect(errorsOf(withTier({ perks }))).toEqual({ "tiers.0.perks": "too-many-perks" });
  });
});

test("settings saved before there were measures, grace and perks mean what they meant", () => {
  const saved = {
    isEnabled: true,
    window: { kind: "rolling", days: 365 },
    tiers: [{ id: "vip", name: "VIP", tag: "VIP", minOrderCount: 3, minNetMinor: 5_000 }],
    retiredTags: ["Old"],
    formerTierNames: { old: "Old" },
  };
  expect(VipSettingsSchema.parse(saved)).toEqual({
    ...saved,
    mix: "all",
    graceDays: 0,
    noticeDays: 0,
    withdrawsPerks: true,
    tiers: [{ ...saved.tiers[0], ...NOTHING }],
  });
});
