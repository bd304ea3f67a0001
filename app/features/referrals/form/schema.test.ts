import { describe, expect, test } from "vitest";

import { type ReferralSettings, ReferralSettingsSchema } from "../schema";
import { boundsOf, formOf, noticesOf, parseReferralForm, type ReferralForm } from "./schema";

const parse = (over: Partial<ReferralSettings>) => ReferralSettingsSchema.parse(over);
const FORM = formOf(parse({}), "EUR", "en");

describe("the form", () => {
  test.each([
    ["as it is without any set-up", {}],
    ["with amounts", { friend: { kind: "amount", amountMinor: 1_250 }, minimumMinor: 5_000 }],
    ["with money for the member", { reward: { kind: "store-credit", amountMinor: 500 }, validDays: 30 }],
    ["with points and no limits", { reward: { kind: "points" }, monthlyCap: null, lifetimeCap: null }],
    ["switched on, strictly", { isEnabled: true, household: "refuse", onlyBuyers: false }],
  ] satisfies [string, Partial<ReferralSettings>][])("is read back as it was saved, %s", (_, over) => {
    const settings = parse(over);
    for (const locale of ["en", "pl", "ru"])
      expect(parseReferralForm(formOf(settings, "EUR", locale), "EUR")).toEqual({ ok: true, settings });
  });

  test("has amounts and per cents as the merchant writes them", () => {
    const friend = { kind: "percentage", percentBp: 1_250 } as const;
    expect(formOf(parse({ friend, minimumMinor: 990 }), "PLN", "pl")).toMatchObject({
      friendPercent: "12,5",
      minimum: "9,90",
    });
  });

  test("takes a comma for a point", () => {
    expect(parseReferralForm({ ...FORM, friendPercent: "12,5", minimum: "9,90" }, "EUR")).toMatchObject({
      settings: { friend: { percentBp: 1_250 }, minimumMinor: 990 },
    });
  });

  test.each([
    ["friendPercent", "", "not-a-number"],
    ["friendPercent", "0", "out-of-range"],
    ["friendPercent", "100.01", "out-of-range"],
    ["minimum", "many", "not-a-number"],
    ["minimum", "1,000", "not-a-number"],
    ["friendPercent", "1,000", "not-a-number"],
    ["monthlyCap", "1,000", "not-a-number"],
    ["minimum", "0", "out-of-range"],
    ["holdDays", "-1", "out-of-range"],
    ["holdDays", "91", "out-of-range"],
    ["holdDays", "1.5", "not-whole"],
    ["validDays", "366", "out-of-range"],
    ["monthlyCap", "0", "out-of-range"],
    ["lifetimeCap", "1001", "out-of-range"],
    ["household", "shrug", expect.any(String)],
    ["rewardKind", "a-car", expect.any(String)],
  ] satisfies [keyof ReferralForm, string, unknown][])(
    "says what is wrong: %s of “%s”",
    (field, value, error) => {
      expect(parseReferralForm({ ...FORM, [field]: value }, "EUR")).toEqual({
        ok: false,
        errors: { [field]: error },
      });
    },
  );

  test("of an amount that is missing names the amount", () => {
    expect(parseReferralForm({ ...FORM, rewardKind: "gift-card" }, "EUR")).toEqual({
      ok: false,
      errors: { rewardAmount: "not-a-number" },
    });
    expect(boundsOf("rewardAmount", "EUR")).toEqual({ min: 0.01, max: 10_000_000 });
    expect(boundsOf("rewardAmount", "JPY")).toEqual({ min: 1, max: 1_000_000_000 });
  });
});

describe("a warning before saving", () => {
  const friend = { kind: "amount", amountMinor: 1_000 } as const;
  const reward = { kind: "gift-card", amountMinor: 500 } as const;
  test.each([
    [1_500, 1_500],
    [null, 1_500],
    [1_501, null],
  ])("names what both get when an order of %s may be worth no more", (minimumMinor, amountMinor) => {
    expect(noticesOf(parse({ friend, reward, minimumMinor }))).toEqual(
      amountMinor === null ? [] : [{ key: "pay-more", amountMinor }],
    );
  });

  test("is there for goods that cost nothing, and not for shares of a price", () => {
    expect(noticesOf(parse({ friend: { kind: "percentage", percentBp: 10_000 } }))).toEqual([
      { key: "whole" },
    ]);
    expect(noticesOf(parse({}))).toEqual([]);
  });
});
