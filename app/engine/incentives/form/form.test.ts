import { describe, expect, test } from "vitest";

import { IncentiveSettingsSchema } from "../schema";
import { readOfferAmount } from "./offer-amount";
import { boundsOf, formOf, parseIncentiveForm } from "./schema";

const read = (over: Partial<ReturnType<typeof formOf>>, currencyCode = "EUR") => {
  const form = formOf(IncentiveSettingsSchema.parse({}), currencyCode, "en");
  return parseIncentiveForm({ ...form, ...over }, currencyCode);
};

describe("the limits as they are typed", () => {
  test("are read with spaces and a comma", () => {
    const form = { monthlyBudget: "12 000,50", codeLimit: "20 000", grossMargin: "37,5" };
    expect(read(form)).toMatchObject({
      settings: { monthlyBudgetMinor: 1_200_050, codeLimit: 20_000, grossMarginBp: 3_750 },
    });
  });

  test.each([
    [{ monthlyBudget: "1,000" }, "EUR", { monthlyBudget: "not-a-number" }],
    [{ flowBudget: "10,000" }, "JPY", { flowBudget: "not-a-number" }],
    [{ codeLimit: "20,000,000" }, "EUR", { codeLimit: "not-a-number" }],
    [{ codeLimit: "5,000" }, "EUR", { codeLimit: "not-a-number" }],
    [{ mostUnusedCodes: "2.5" }, "EUR", { mostUnusedCodes: "not-whole" }],
  ])("that could mean something else are refused: %j %s", (form, currencyCode, errors) => {
    expect(read(form, currencyCode)).toEqual({ ok: false, errors });
  });

  test.each([
    ["en", "1200.50", "37.5"],
    ["pl", "1200,50", "37,5"],
    ["ru", "1200,50", "37,5"],
  ])("stand in fields as %s writes them, and are read as the same again", (locale, amount, percent) => {
    const settings = IncentiveSettingsSchema.parse({ monthlyBudgetMinor: 120_050, grossMarginBp: 3_750 });
    const form = formOf(settings, "PLN", locale);
    expect(form).toMatchObject({ monthlyBudget: amount, grossMargin: percent });
    expect(parseIncentiveForm(form, "PLN")).toEqual({ ok: true, settings });
  });

  test("have bounds of the shop's currency", () => {
    expect(boundsOf("monthlyBudget", "JPY").max).toBe(1_000_000_000_000);
    expect(boundsOf("monthlyBudget", "EUR").max).toBe(10_000_000_000);
  });
});

test.each([
  ["20000000", "VND", 20_000_000],
  ["0", "EUR", null],
  ["1,000", "EUR", null],
  ["2000000000", "VND", null],
])("an offer of %s %s is of %s", (text, currencyCode, minor) => {
  expect(readOfferAmount(text, currencyCode)).toBe(minor);
});
