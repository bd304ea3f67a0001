import { expect, test } from "vitest";

import { readTypedAmount, readTypedNumber } from "./typed-amount";

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
