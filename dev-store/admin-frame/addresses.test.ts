import { describe, expect, it } from "vitest";

import { hostParameter, standInAddress, withoutEmbedding } from "./addresses";

const PLACE = { adminOrigin: "http://127.0.0.1:4500", shopDomain: "demo-shop.myshopify.com" };

describe("addresses of the admin", () => {
  it("makes the host parameter of the real admin, without padding", () => {
    expect(Buffer.from(hostParameter(PLACE.shopDomain), "base64").toString()).toBe(
      "admin.shopify.com/store/demo-shop",
    );
    expect(hostParameter("ab.myshopify.com")).not.toContain("=");
  });

  it.each([
    ["shopify://admin/customers/5", "http://127.0.0.1:4500/store/demo-shop/customers/5"],
    ["shopify:admin/orders?q=1", "http://127.0.0.1:4500/store/demo-shop/orders?q=1"],
    ["https://admin.shopify.com/store/demo-shop/orders#x", "http://127.0.0.1:4500/store/demo-shop/orders#x"],
    ["https://demo-shop.myshopify.com/admin", "http://127.0.0.1:4500/admin"],
  ])("finds the stand-in for %s", (from, to) => expect(standInAddress(from, PLACE)).toBe(to));

  it.each([
    "https://example.com/admin",
    "http://admin.shopify.com/store/x",
    "/relative",
    "javascript:alert(1)",
  ])("leaves %s alone", (address) => expect(standInAddress(address, PLACE)).toBeNull());

  it("strips what the admin added to the app's address and keeps what is the page's own", () => {
    const path =
      "/app/customers?page=2&embedded=1&hmac=x&host=y&id_token=z&shop=s&timestamp=1&session=q&locale=en#top";
    expect(withoutEmbedding(path)).toBe("/app/customers?page=2#top");
  });
});
