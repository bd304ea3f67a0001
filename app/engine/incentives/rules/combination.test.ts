import { describe, expect, test } from "vitest";

import { type Combinable, decideCombination, groupConflicts } from "./combination";
import { classOf, type DiscountClass } from "./offer";

const all = { order: true, product: true, shipping: true };
const none = { order: false, product: false, shipping: false };
const of = (discountClass: DiscountClass, combinesWith = all): Combinable => ({
  classes: [discountClass],
  combinesWith,
});

describe("two discounts in one cart", () => {
  test.each<{ mine: DiscountClass; theirs: DiscountClass; expected: string }>([
    { mine: "order", theirs: "order", expected: "combines" },
    { mine: "order", theirs: "product", expected: "combines" },
    { mine: "order", theirs: "shipping", expected: "combines" },
    { mine: "product", theirs: "order", expected: "combines" },
    { mine: "product", theirs: "product", expected: "different-items" },
    { mine: "product", theirs: "shipping", expected: "combines" },
    { mine: "shipping", theirs: "order", expected: "combines" },
    { mine: "shipping", theirs: "product", expected: "combines" },
    { mine: "shipping", theirs: "shipping", expected: "conflict" },
  ])("$mine with $theirs, both allowing everything: $expected", ({ mine, theirs, expected }) => {
    expect(decideCombination(of(mine), of(theirs)).kind).toBe(expected);
  });

  test.each([
    { offer: none, other: all, because: "offer-excludes" },
    { offer: all, other: none, because: "other-excludes" },
    { offer: none, other: none, because: "both-exclude" },
  ])("that do not allow each other say whose rule it is: $because", ({ offer, other, because }) => {
    expect(decideCombination(of("order", offer), of("product", other))).toEqual({
      kind: "conflict",
      because,
    });
  });

  test("two of shipping never go together, whatever they allow", () => {
    expect(decideCombination(of("shipping"), of("shipping"))).toEqual({
      kind: "conflict",
      because: "two-shipping",
    });
  });

  test("each looks at the class of the other, not at its own", () => {
    const onlyProduct = { order: false, product: true, shipping: false };
    const onlyOrder = { order: true, product: false, shipping: false };
    expect(decideCombination(of("order", onlyProduct), of("product", onlyOrder)).kind).toBe("combines");
    expect(decideCombination(of("order", onlyOrder), of("product", onlyProduct)).kind).toBe("conflict");
  });

  test("of one with several classes the best case counts", () => {
    const mixed = { classes: ["shipping", "order"] as const, combinesWith: all };
    expect(decideCombination(of("shipping"), mixed).kind).toBe("combines");
  });
});

test("conflicts are told once per reason, those with automatic discounts first, each name once", () => {
  const clash = (title: string, isAutomatic: boolean, because: "both-exclude" | "two-shipping") => {
    return { title, isAutomatic, outcome: { kind: "conflict", because } as const };
  };
  expect(
    groupConflicts([
      clash("Loyal", false, "both-exclude"),
      clash("Loyal", false, "both-exclude"),
      clash("Gift", false, "two-shipping"),
      clash("Summer", true, "both-exclude"),
      clash("Winter", true, "both-exclude"),
      { title: "Shoes", isAutomatic: true, outcome: { kind: "different-items" } },
    ]),
  ).toEqual([
    { isAutomatic: true, because: "both-exclude", titles: ["Summer", "Winter"] },
    { isAutomatic: true, because: "different-items", titles: ["Shoes"] },
    { isAutomatic: false, because: "both-exclude", titles: ["Loyal"] },
    { isAutomatic: false, because: "two-shipping", titles: ["Gift"] },
  ]);
  expect(groupConflicts([])).toEqual([]);
});

test.each([
  { value: { kind: "percentage", percentBp: 1_000 }, items: { kind: "all" }, expected: "order" },
  { value: { kind: "amount", amountMinor: 1 }, items: { kind: "products", gids: [] }, expected: "product" },
  {
    value: { kind: "amount", amountMinor: 1 },
    items: { kind: "collections", gids: [] },
    expected: "product",
  },
  { value: { kind: "free-shipping" }, items: { kind: "all" }, expected: "shipping" },
  { value: { kind: "gift-card", amountMinor: 1 }, items: { kind: "all" }, expected: null },
  { value: { kind: "store-credit", amountMinor: 1 }, items: { kind: "all" }, expected: null },
] as const)("$value.kind on $items.kind is of class $expected", ({ value, items, expected }) => {
  const wish = items.kind === "all" ? items : { ...items, gids: [...items.gids] };
  expect(classOf({ value, items: wish })).toBe(expected);
});
