import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  couldBeThousands,
  readTypedAmount,
  readTypedCount,
  readTypedDecimal,
  readTypedNumber,
  writeTypedAmount,
  writeTypedNumber,
} from "./typed-amount";

test.each([
  ["12.50", "EUR", 1_250],
  ["12,5", "EUR", 1_250],
  ["12,", "EUR", 1_200],
  [" 1 250,50 ", "PLN", 125_050],
  ["1\u00a0250", "PLN", 125_000],
  ["50000000", "VND", 50_000_000],
  ["1,234", "KWD", 1_234],
  ["999999999999.999", "KWD", 999_999_999_999_999],
])("%j %s is %i", (text, currency, minor) => {
  expect(readTypedAmount(text, currency)).toBe(minor);
});

test.each([
  ["1,000", "EUR"],
  ["10,000", "JPY"],
  ["1,000.50", "USD"],
  ["1.000.000", "EUR"],
  ["-5", "EUR"],
  ["1e3", "EUR"],
  ["", "EUR"],
  ["9999999999999.999", "KWD"],
])("%j %s could mean something else, and is not read", (text, currency) => {
  expect(readTypedAmount(text, currency)).toBeNull();
});

test.each([
  ["15", 15],
  ["12,5", 12.5],
  ["-1", -1],
  ["20 000", 20_000],
  ["1,000", Number.NaN],
  ["", Number.NaN],
  ["many", Number.NaN],
])("%j is the number %j", (text, number) => {
  expect(readTypedNumber(text)).toBe(number);
});

test.each([
  ["12.", 12],
  ["12,5", 12.5],
  ["-0.125", -0.125],
  ["20 000", 20_000],
  ["1234.567", 1234.567],
  ["1,000", null],
  ["-12.500", null],
  ["", null],
  ["1,000,000", null],
])("%j is the decimal %j", (text, number) => {
  expect(readTypedDecimal(text)).toBe(number);
});

test.each([
  ["1 000", 1_000],
  ["1,5", 1.5],
  ["1,0", 1],
  ["1,000", null],
  ["1.000", null],
  ["0", null],
  ["1001", null],
  ["1.25", null],
])("of 1 to 1000 in halves, %j is %j", (text, count) => {
  expect(readTypedCount(text, { min: 1, max: 1_000, step: 0.5 })).toBe(count);
});

test.each([
  ["1,000", true],
  ["+999.123", true],
  ["0,125", false],
  ["1,00", false],
  ["1000.123", false],
  ["1,0000", false],
])("whether %j could be thousands: %j", (text, could) => {
  expect(couldBeThousands(text)).toBe(could);
});

describe("what a field is filled with", () => {
  test.each([
    ["en", 125_050, "PLN", "1250.50"],
    ["pl", 125_050, "PLN", "1250,50"],
    ["ru", 1, "RUB", "0,01"],
    ["pl", 1_000, "KWD", "1,000"],
    ["ru", 150, "JPY", "150"],
  ])("is in %s, of %i %s, %s", (locale, minor, currency, text) => {
    expect(writeTypedAmount(minor, currency, locale)).toBe(text);
    expect(readTypedAmount(text, currency)).toBe(minor);
  });

  test.each([
    ["en", 12.5, "12.5"],
    ["pl", 12.5, "12,5"],
    ["ru", -0.125, "-0,125"],
    ["pl", 20_000, "20000"],
    ["en", 1.125, "1.1250"],
    ["pl", -12.125, "-12,1250"],
  ])("is in %s, of %d, %s", (locale, number, text) => {
    expect(writeTypedNumber(number, locale)).toBe(text);
    expect(readTypedDecimal(text)).toBe(number);
  });

  test("is read as the same amount again, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 999_999_999_999 }),
        fc.constantFrom("EUR", "JPY", "KWD"),
        fc.constantFrom("en", "pl", "ru"),
        (minor, currency, locale) => {
          expect(readTypedAmount(writeTypedAmount(minor, currency, locale), currency)).toBe(minor);
        },
      ),
    );
  });
});
