import { expect, test } from "vitest";

import { deriveId, gidOf, legacyIdOf, newId, newIdSeries, newShopId } from "./ids.server";

test.each([
  ["gid://shopify/Customer/123", "123"],
  ["gid://shopify/Cart/987?key=abc", "987"],
  ["gid://shopify/Order/123456789012345678901", "123456789012345678901"],
  ["42", "42"],
  [42, "42"],
  [9_007_199_254_740_993n, "9007199254740993"],
])("the number of %s is %s", (gid, legacyId) => {
  expect(legacyIdOf(gid)).toBe(legacyId);
});

test.each([
  "",
  "gid://shopify/Customer/",
  "gid://shopify/Cart/abc123",
  "abc",
  "-5",
  "1e21",
  2 ** 53,
  1e21,
  -1,
  1.5,
])("%s names no record", (gid) => {
  expect(() => legacyIdOf(gid)).toThrow(RangeError);
});

test("our id is derived from the shop's and Shopify's, so a repeat is the same", () => {
  expect(deriveId("s1", "gid://shopify/Customer/123")).toBe("s1_123");
  expect(deriveId("s1", 123)).toBe("s1_123");
  expect(deriveId("s2", 123)).toBe("s2_123");
});

test("a GID is made of the number, however it is given", () => {
  expect(gidOf("Order", "gid://shopify/Order/7")).toBe("gid://shopify/Order/7");
  expect(gidOf("Order", 7)).toBe("gid://shopify/Order/7");
});

test("new ids sort by the order in which they were made", () => {
  const ids = Array.from({ length: 2_000 }, newId);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test("the id of a shop is short, of signs that nobody takes for another, and another one each time", () => {
  const ids = Array.from({ length: 1_000 }, newShopId);
  expect(ids.filter((id) => !/^[0-9a-hjkmnp-tv-z]{10}$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

test("ids of a series begin alike, sort by their places and are those of no other time", () => {
  const made = Array.from({ length: 200 }, () =>
    Array.from({ length: 300 }, (_, place) => place).map(newIdSeries()),
  );
  const all = made.flat();
  expect(new Set(all).size).toBe(all.length);
  expect(new Set(made.map(([first]) => first?.slice(0, -8))).size).toBe(made.length);
  for (const ids of made) {
    expect(new Set(ids.map((id) => id.slice(0, -8))).size).toBe(1);
    expect(ids.toSorted()).toEqual(ids);
  }
  expect(all[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{4}0{8}$/);
});
