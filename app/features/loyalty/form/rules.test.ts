import { describe, expect, test } from "vitest";

import { LoyaltySettingsSchema } from "../settings/schema";
import { parseProgrammeForm } from "./rules";
import { formOf, type ProgrammeForm, type RewardForm } from "./schema";

const SETTINGS = LoyaltySettingsSchema.parse({
  isEnabled: true,
  endsOn: "2027-12-31",
  order: {
    points: 3,
    perMinor: 150,
    counts: { tax: true, discounts: true },
    excluded: [{ by: "vendor", value: "Mills" }],
  },
  doings: [{ kind: "sign-up", points: 50, titles: { pl: "Witaj" } }],
  multipliers: {
    tiers: [{ tier: "Gold", factorBp: 15_000 }],
    goods: [{ by: "product", value: "s1_9", factorBp: 20_000 }],
    periods: [{ fromOn: "2026-12-01", toOn: "2026-12-24", factorBp: 11_000 }],
  },
  rewards: [
    { id: "a", title: "5 off", kind: "amount", costPoints: 500, valueMinor: 500, minimumMinor: 3_000 },
    { id: "p", title: "A tenth", kind: "percentage", costPoints: 700, percentBp: 1_050 },
    {
      ...{ id: "c", title: "Credit", kind: "store-credit", costPoints: 100 },
      incremental: { stepPoints: 50, minPoints: 100, maxPoints: 1_000, valuePerStepMinor: 25 },
    },
    {
      ...{ id: "g", title: "Beans", kind: "product", costPoints: 900, valueMinor: 1_200 },
      productGid: "gid://shopify/Product/9",
    },
  ],
  expiryMonths: null,
  velocity: { pointsPerDay: 2_000, earningsPerDay: null },
});

const form = (over: Partial<ProgrammeForm> = {}): ProgrammeForm => ({
  ...formOf(SETTINGS, { currencyCode: "EUR", locale: "en" }),
  ...over,
});
const withReward = (over: Partial<RewardForm>) => {
  const { rewards } = form();
  return form({ rewards: rewards.map((reward, index) => (index === 0 ? { ...reward, ...over } : reward)) });
};
function problems(typed: ProgrammeForm) {
  const parsed = parseProgrammeForm(typed, "EUR");
  return parsed.ok ? [] : parsed.problems.map(({ path, code }) => [path, code]);
}
function settings(typed: ProgrammeForm, currencyCode = "EUR") {
  const parsed = parseProgrammeForm(typed, currencyCode);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.settings;
}

test("a programme comes out of its form as it went in", () => {
  expect(settings(form())).toEqual(SETTINGS);
});

test.each(["pl", "ru"])("and so it does where amounts, factors and shares have a comma: %s", (locale) => {
  const typed = formOf(SETTINGS, { currencyCode: "EUR", locale });
  expect(typed).toMatchObject({ periods: [{ factor: "1,1" }] });
  expect(typed.rewards.map(({ value, percent, valuePerStep }) => value || percent || valuePerStep)).toEqual([
    ...["5,00", "10,5", "0,25", "12,00"],
  ]);
  expect(settings(typed)).toEqual(SETTINGS);
});

test("a yen has no hundredths", () => {
  const yen = { ...form(), per: "150", hundredPoints: "100", rewards: [] };
  expect(settings(yen, "JPY").order.perMinor).toBe(150);
});

test.each([
  ["2", 20_000],
  ["1,5", 15_000],
  ["1.1", 11_000],
  ["0", 0],
  [" 3 ", 30_000],
])("a factor of %j is %i bp", (factor, factorBp) => {
  const tiers = [{ id: "0", tier: "Gold", factor }];
  expect(settings(form({ tiers })).multipliers.tiers).toEqual([{ tier: "Gold", factorBp }]);
});

describe("what cannot be read is told at its place, never guessed", () => {
  test.each<[string, ProgrammeForm, [string, string]]>([
    ["words for points", form({ points: "ten" }), ["order.points", "not-a-number"]],
    ["nothing for points", form({ points: "" }), ["order.points", "not-a-number"]],
    ["half a day", form({ holdingDays: "1.5" }), ["holdingDays", "not-a-number"]],
    ["a day too many", form({ holdingDays: "366" }), ["holdingDays", "out-of-range"]],
    ["three decimals of a euro", form({ per: "1,000" }), ["order.perMinor", "not-a-number"]],
    ["no amount", form({ per: "0" }), ["order.perMinor", "out-of-range"]],
    [
      "a factor above ten",
      form({ tiers: [{ id: "0", tier: "Gold", factor: "10.1" }] }),
      ["multipliers.tiers.0.factorBp", "out-of-range"],
    ],
    ["a reward without a name", withReward({ title: " " }), ["rewards.0.title", "blank"]],
    ["a reward worth nothing said", withReward({ value: "" }), ["rewards.0.valueMinor", "missing"]],
    ["a product not chosen", withReward({ kind: "product" }), ["rewards.0.productGid", "missing"]],
    [
      "a hundredth of a hundredth of a per cent",
      withReward({ kind: "percentage", percent: "10.005" }),
      ["rewards.0.percentBp", "not-whole"],
    ],
  ])("%s", (_name, typed, expected) => {
    expect(problems(typed)).toEqual([expected]);
  });

  test("something else than a form", () => {
    expect(parseProgrammeForm({ points: 3 }, "EUR")).toEqual({
      ok: false,
      problems: [{ path: "form", code: "unreadable", params: {} }],
    });
  });
});

test("what a kind of reward does not need is left out, whatever was typed before", () => {
  const typed = withReward({ kind: "free-shipping", price: "any", value: "5", stepPoints: "100" });
  expect(settings(typed).rewards[0]).toMatchObject({
    ...{ kind: "free-shipping", valueMinor: null, incremental: null, costPoints: 500 },
    minimumMinor: 3_000,
  });
  const card = settings(withReward({ kind: "gift-card" })).rewards[0];
  expect(card).toMatchObject({ valueMinor: 500, minimumMinor: null });
});

test("a reward for any number of points costs its least", () => {
  const any = { stepPoints: "100", valuePerStep: "1", minPoints: "200", maxPoints: "" };
  expect(settings(withReward({ price: "any", ...any })).rewards[0]).toMatchObject({
    ...{ costPoints: 200, valueMinor: null },
    incremental: { stepPoints: 100, valuePerStepMinor: 100, minPoints: 200, maxPoints: null },
  });
});
