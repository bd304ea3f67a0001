import { afterEach, expect, test, vi } from "vitest";

import { isShopifyAddress, shopFetch } from "./shop-fetch.server";

afterEach(() => vi.unstubAllGlobals());

test.each([
  "https://demo-shop.myshopify.com/admin/api/2026-10/graphql.json",
  "https://storage.googleapis.com/shopify-tiers-assets-prod-us-east1/bulk-operation-outputs/x.jsonl?X-Goog-Signature=a",
  "https://shopify-staged-uploads.shopify.com/x",
])("Shopify may be called: %s", (address) => {
  expect(isShopifyAddress(address)).toBe(true);
});

test.each([
  "http://demo-shop.myshopify.com/",
  "https://demo-shop.myshopify.com:8443/",
  "https://169.254.169.254/latest/meta-data/",
  "http://localhost:3000/",
  "https://[::1]/",
  "https://demo-shop.myshopify.com.evil.example/",
  "https://evil.example/demo-shop.myshopify.com",
  "https://demo-shop.myshopify.com@evil.example/",
  "https://user:password@demo-shop.myshopify.com/",
  "https://notshopify.com/",
  "https://evilmyshopify.com/",
  "file:///etc/passwd",
  "",
])("nobody else may: %s", async (address) => {
  const fetched = vi.fn();
  vi.stubGlobal("fetch", fetched);
  expect(isShopifyAddress(address)).toBe(false);
  await expect(shopFetch(address)).rejects.toThrow("only Shopify is called from here");
  expect(fetched).not.toHaveBeenCalled();
});

test("an answer cannot send the server elsewhere", async () => {
  const fetched = vi.fn(() => Promise.resolve(new Response("ok")));
  vi.stubGlobal("fetch", fetched);
  await shopFetch("https://demo-shop.myshopify.com/", { method: "POST", redirect: "follow" });
  expect(fetched).toHaveBeenCalledWith(expect.anything(), { method: "POST", redirect: "error" });
});
