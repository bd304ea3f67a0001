import { describe, expect, test } from "vitest";

import { decideBuyer, decideStaff } from "./rules";

const NOW = 1_900_000_000;
const GROUND = { clientId: "app-1", nowSeconds: NOW };
const OF_BUYER = {
  ...{ dest: "demo-shop.myshopify.com", aud: "app-1", exp: NOW + 300, nbf: NOW, iat: NOW, jti: "1" },
  sub: "gid://shopify/Customer/77",
};
const OF_STAFF = {
  ...OF_BUYER,
  ...{ iss: "https://demo-shop.myshopify.com/admin", dest: "https://demo-shop.myshopify.com", sub: "42" },
};

describe("a buyer", () => {
  test.each([
    ["demo-shop.myshopify.com", "demo-shop.myshopify.com"],
    ["https://demo-shop.myshopify.com", "demo-shop.myshopify.com"],
    ["https://Demo-Shop.myshopify.com", "demo-shop.myshopify.com"],
  ])("of %s is let in for that store", (dest, shopDomain) => {
    const customerGid = "gid://shopify/Customer/77";
    expect(decideBuyer({ ...OF_BUYER, dest }, GROUND)).toEqual({ kind: "buyer", shopDomain, customerGid });
  });

  test("who is not signed in is nobody in particular", () => {
    const { sub: _sub, ...anonymous } = OF_BUYER;
    expect(decideBuyer(anonymous, GROUND)).toMatchObject({ kind: "buyer", customerGid: null });
  });

  test.each([
    ["a member of the staff", OF_STAFF, "wrong-kind"],
    ["a member of the staff without an issuer", { ...OF_BUYER, sub: "42" }, "wrong-kind"],
    ["the admin in a customer's name", { ...OF_BUYER, iss: OF_STAFF.iss }, "wrong-kind"],
    ["somebody whose id is no customer's", { ...OF_BUYER, sub: "gid://shopify/Order/77" }, "wrong-kind"],
    ["an id that goes on", { ...OF_BUYER, sub: "gid://shopify/Customer/77/1" }, "wrong-kind"],
    ["two lines of ids", { ...OF_BUYER, sub: "gid://shopify/Customer/77\n1" }, "wrong-kind"],
    ["another app", { ...OF_BUYER, aud: "app-2" }, "audience"],
    ["a store that is none of Shopify's", { ...OF_BUYER, dest: "evil.example" }, "shop"],
    ["a store behind another's name", { ...OF_BUYER, dest: "demo-shop.myshopify.com.evil.example" }, "shop"],
    ["nobody", null, "malformed"],
    ["a text", "claims", "malformed"],
    ["claims without an end", { ...OF_BUYER, exp: undefined }, "malformed"],
    ["claims that end as a text", { ...OF_BUYER, exp: String(NOW + 300) }, "malformed"],
  ])("is not %s", (_who, claims, reason) => {
    expect(decideBuyer(claims, GROUND)).toEqual({ kind: "refused", reason });
  });

  test.each([
    [-11, "refused"],
    [-10, "refused"],
    [-9, "buyer"],
    [0, "buyer"],
  ])("whose token ends in %i s is %s", (left, kind) => {
    expect(decideBuyer({ ...OF_BUYER, exp: NOW + left }, GROUND).kind).toBe(kind);
  });

  test.each([
    [9, "buyer"],
    [10, "buyer"],
    [11, "refused"],
  ])("whose token begins in %i s is %s", (left, kind) => {
    expect(decideBuyer({ ...OF_BUYER, nbf: NOW + left }, GROUND).kind).toBe(kind);
  });
});

describe("a member of the staff", () => {
  test("is let in for the store, with or without an issuer", () => {
    const staff = { kind: "staff", shopDomain: "demo-shop.myshopify.com", staffId: "42" };
    expect(decideStaff(OF_STAFF, GROUND)).toEqual(staff);
    expect(decideStaff({ ...OF_BUYER, sub: "42" }, GROUND)).toEqual(staff);
  });

  test.each([
    ["a customer", OF_BUYER, "wrong-kind"],
    ["nobody in particular", { ...OF_STAFF, sub: undefined }, "wrong-kind"],
    ["the staff of another store", { ...OF_STAFF, iss: "https://other.myshopify.com/admin" }, "shop"],
    ["another app's", { ...OF_STAFF, aud: "app-2" }, "audience"],
    ["late", { ...OF_STAFF, exp: NOW - 60 }, "expired"],
    ["early", { ...OF_STAFF, nbf: NOW + 60 }, "not-yet-valid"],
  ])("is not %s", (_who, claims, reason) => {
    expect(decideStaff(claims, GROUND)).toEqual({ kind: "refused", reason });
  });
});
