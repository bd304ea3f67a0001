import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { currencyDecimals, formatDecimal, formatMoney, parseMinor } from "./money";

describe("reading an amount", () => {
  test.each([
    ["12.50", "EUR", 1_250],
    ["12.5", "EUR", 1_250],
    ["12.", "EUR", 1_200],
    ["12", "EUR", 1_200],
    [" 12.50 ", "EUR", 1_250],
    ["0.01", "EUR", 1],
    ["0", "EUR", 0],
    ["-3", "EUR", -300],
    ["1200", "JPY", 1_200],
    ["1200.00", "JPY", 1_200],
    ["1.234", "KWD", 1_234],
    ["1.2", "KWD", 1_200],
    ["1", "XXX", 100],
    ["007.10", "EUR", 710],
  ])("%s %s is %i minor units", (amount, currency, minor) => {
    expect(parseMinor(amount, currency)).toBe(minor);
  });

  test.each([
    ["0.004", "EUR", 0],
    ["0.005", "EUR", 1],
    ["0.0049999999999999999999", "EUR", 0],
    ["-0.005", "EUR", -1],
    ["-0.004", "EUR", 0],
    ["1.005", "EUR", 101],
    ["0.995", "EUR", 100],
    ["99.5", "JPY", 100],
    ["-99.5", "JPY", -100],
    ["0.0005", "KWD", 1],
  ])("digits past the currency's are rounded half away from zero: %s %s is %i", (amount, currency, minor) => {
    expect(Object.is(parseMinor(amount, currency), minor)).toBe(true);
  });

  test.each(["", "abc", "1,50", "1e3", "+5", ".5", "--1", "1.2.3", "NaN", "Infinity", "0x10", "١٢"])(
    "%j is no amount",
    (amount) => {
      expect(() => parseMinor(amount, "EUR")).toThrow(RangeError);
    },
  );

  test("the largest exact amount is taken, one unit more is refused", () => {
    expect(parseMinor("90071992547409.91", "EUR")).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => parseMinor("90071992547409.92", "EUR")).toThrow("too large to be exact");
    expect(parseMinor("-90071992547409.91", "EUR")).toBe(-Number.MAX_SAFE_INTEGER);
    expect(() => parseMinor(`-${"9".repeat(400)}`, "EUR")).toThrow(RangeError);
  });
});

describe("writing an amount", () => {
  test.each([
    [1_250, "EUR", "12.50"],
    [5, "EUR", "0.05"],
    [0, "EUR", "0.00"],
    [-5, "EUR", "-0.05"],
    [1_200, "JPY", "1200"],
    [0, "JPY", "0"],
    [1, "KWD", "0.001"],
    [-123_456, "KWD", "-123.456"],
  ])("%i minor units of %s are %s", (minor, currency, text) => {
    expect(formatDecimal(minor, currency)).toBe(text);
  });

  test.each([1.5, Number.NaN, Infinity, 2 ** 53])("%d minor units are refused", (minor) => {
    expect(() => formatDecimal(minor, "EUR")).toThrow(RangeError);
  });

  test("what is written reads back as the same amount", () => {
    const currencies = fc.constantFrom("EUR", "JPY", "KWD", "PLN");
    fc.assert(
      fc.property(fc.maxSafeInteger(), currencies, (minor, currency) => {
        expect(parseMinor(formatDecimal(minor, currency), currency)).toBe(minor === 0 ? 0 : minor);
      }),
    );
  });

  test.each([
    [123_456, "EUR", "en", "€1,234.56"],
    [123_456, "PLN", "pl", "1234,56 zł"],
    [12_345_678, "RUB", "ru", "123 456,78 ₽"],
    [1_200, "JPY", "en", "¥1,200"],
    [1_234, "KWD", "en", "KWD 1.234"],
    [-150, "EUR", "en", "-€1.50"],
    [Number.MAX_SAFE_INTEGER, "EUR", "en", "€90,071,992,547,409.91"],
  ])("%i %s in %s reads %s", (minor, currency, locale, text) => {
    expect(formatMoney(minor, currency, locale).replace(/[\u00a0\u202f]/g, " ")).toBe(text);
  });

  test("what cannot be a currency is refused", () => {
    expect(() => formatMoney(1, "E", "en")).toThrow(RangeError);
  });
});

test("names of the language's own objects are currencies like any other", () => {
  expect(currencyDecimals("constructor")).toBe(2);
});
