import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Money } from "../state/model";
import { allocate, convertMoney, decimalString, fractionOf, parseMoney, taxOf } from "./money";

const amount = fc.integer({ min: 0, max: 1_000_000_000 });
const money = (amountMinor: number, currencyCode: string): Money => ({ amountMinor, currencyCode });

describe("amounts on the wire", () => {
  it.each([
    [money(1230, "EUR"), "12.30"],
    [money(5, "EUR"), "0.05"],
    [money(-5, "EUR"), "-0.05"],
    [money(1200, "JPY"), "1200"],
    [money(5, "KWD"), "0.005"],
  ])("writes %o with the decimals of its currency", (value, text) => {
    expect(decimalString(value)).toBe(text);
  });

  it.each([
    ["12.5", "EUR", 1250],
    ["12.345", "EUR", 1235],
    ["12.344", "EUR", 1234],
    ["99.5", "JPY", 100],
    ["0.0005", "KWD", 1],
    [7, "EUR", 700],
  ])("reads %s %s half up", (text, currencyCode, minor) => {
    expect(parseMoney(text, currencyCode)).toEqual(money(minor, currencyCode));
  });

  it("refuses what is no number, and says how to write one", () => {
    expect(() => parseMoney("12,50", "EUR")).toThrow(
      '"12,50" is not an amount of money; write it like 12.50',
    );
  });

  it("reads back whatever it wrote", () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom("EUR", "JPY", "KWD"), (minor, currencyCode) => {
        const value = money(minor, currencyCode);
        expect(parseMoney(decimalString(value), currencyCode)).toEqual(value);
      }),
    );
  });
});

describe("exact arithmetic", () => {
  it.each([
    ["EUR", 1999, "JPY", 163.42, 3267],
    ["EUR", 1000, "KWD", 0.3351, 3351],
    ["JPY", 100, "EUR", 0.0061, 61],
    ["EUR", 1005, "PLN", 1.1, 1106],
  ])("converts %s %i to %s at %f, half up", (...[from, minor, to, rate, expected]) => {
    expect(convertMoney(money(minor, from), to, rate)).toEqual(money(expected, to));
  });

  it("takes fractions that floating point would get wrong", () => {
    expect(fractionOf(1005, 0.1)).toBe(101);
    expect(fractionOf(115, 0.1)).toBe(12);
    expect(1.15 * 100).not.toBe(115);
  });

  it("finds the tax inside a price, or puts it on top", () => {
    expect(taxOf(12_300, { rate: 0.23, included: true })).toBe(2_300);
    expect(taxOf(10_000, { rate: 0.23, included: false })).toBe(2_300);
  });

  it("spreads an amount so that parts add up and none exceeds its weight", () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 12 }), fc.nat(10_000), (weights, share) => {
        const whole = weights.reduce((sum, weight) => sum + weight, 0);
        const total = Math.floor((whole * share) / 10_000);
        const parts = allocate(total, weights);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
        for (const [index, part] of parts.entries()) {
          expect(part).toBeGreaterThanOrEqual(0);
          expect(part).toBeLessThanOrEqual(weights[index] ?? 0);
        }
      }),
    );
  });
});
