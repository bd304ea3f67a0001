import { describe, expect, test } from "vitest";

import { chooseAlternatives } from "./alternatives";
import { cartInMail, type CartLine, pricesIn } from "./cart-lines";

const line = (over: Partial<CartLine> = {}): CartLine => ({
  ...{ title: "Morning blend", variantTitle: "250 g", quantity: 2, unitPriceMinor: 1_999 },
  ...{ currentUnitPriceMinor: 1_999, imageUrl: null, isSoldOut: false },
  ...over,
});

describe("a cart in a mail", () => {
  test("costs what it costs today, and tells what has changed since", () => {
    const cart = cartInMail([
      line({ currentUnitPriceMinor: 1_500 }),
      line({ title: "Filter", quantity: 1, unitPriceMinor: 300, currentUnitPriceMinor: 301 }),
      line({ title: "Mug", quantity: 1, unitPriceMinor: 900, currentUnitPriceMinor: null }),
    ]);
    expect(cart.totalMinor).toBe(2 * 1_500 + 301 + 900);
    expect(cart.priceChanges).toEqual([
      { title: "Morning blend", fromMinor: 1_999, toMinor: 1_500 },
      { title: "Filter", fromMinor: 300, toMinor: 301 },
    ]);
  });

  test("drops what is sold out and names it; its price does not matter any more", () => {
    const cart = cartInMail([line(), line({ title: "Gone", isSoldOut: true, currentUnitPriceMinor: 1 })]);
    expect(cart.lines.map(({ title }) => title)).toEqual(["Morning blend"]);
    expect(cart).toMatchObject({ soldOut: ["Gone"], totalMinor: 3_998, priceChanges: [] });
  });
});

test.each([
  { presentmentCurrency: "EUR", expected: "EUR" },
  { presentmentCurrency: "PLN", expected: null },
  { presentmentCurrency: null, expected: "EUR" },
])("prices seen in $presentmentCurrency are named in $expected", ({ presentmentCurrency, expected }) => {
  expect(pricesIn({ currencyCode: "EUR", presentmentCurrency })).toBe(expected);
});

describe("alternatives", () => {
  const candidates = [
    { id: "a", kind: "tea", priceMinor: 900 },
    { id: "b", kind: "tea", priceMinor: 1_100 },
    { id: "c", kind: "coffee", priceMinor: 1_000 },
  ];

  test("are of the same kind, nearest in price, each once", () => {
    const wanted = [
      { kind: "tea", priceMinor: 1_050 },
      { kind: "tea", priceMinor: 1_050 },
      { kind: "tea", priceMinor: 1_050 },
    ];
    expect(chooseAlternatives(wanted, candidates).map(({ id }) => id)).toEqual(["b", "a"]);
  });

  test("as near as one another are taken by their ids, and there is none of a kind the store has not", () => {
    expect(chooseAlternatives([{ kind: "tea", priceMinor: 1_000 }], candidates)).toMatchObject([{ id: "a" }]);
    expect(chooseAlternatives([{ kind: "mug", priceMinor: 1_000 }], candidates)).toEqual([]);
  });
});
