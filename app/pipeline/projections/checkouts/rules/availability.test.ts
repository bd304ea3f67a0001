import { expect, test } from "vitest";

import { availabilityOf } from "./availability";

const active = { status: "ACTIVE", isDeleted: false };
const variant = (inventoryQuantity: number | null, inventoryPolicy: string | null = "DENY") => ({
  inventoryQuantity,
  inventoryPolicy,
});

test.each([
  ["one left", active, variant(1), "in-stock"],
  ["none left", active, variant(0), "sold-out"],
  ["oversold", active, variant(-1), "sold-out"],
  ["none left but sold on", active, variant(0, "CONTINUE"), "in-stock"],
  ["not tracked", active, variant(null), "in-stock"],
  ["archived", { status: "ARCHIVED", isDeleted: false }, variant(5), "product-gone"],
  ["draft", { status: "DRAFT", isDeleted: false }, variant(5), "product-gone"],
  ["deleted", { status: "ACTIVE", isDeleted: true }, variant(5), "product-gone"],
  ["its variant removed", active, null, "product-gone"],
  ["a variant of a product not synced", null, variant(2), "in-stock"],
  ["nothing known", null, null, "unknown"],
])("%s", (...[, product, stock, expected]) => {
  expect(availabilityOf({ product, variant: stock })).toBe(expected);
});
