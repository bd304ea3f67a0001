import { describe, expect, test } from "vitest";

import { appBridgeUrl, authenticateAdminRequest, getShopify, readAdminLocale } from "./shopify.server";

describe("readAdminLocale", () => {
  const read = (query: string, accept?: string) =>
    readAdminLocale(
      new Request(
        `https://perennial.example/app${query}`,
        accept ? { headers: { "Accept-Language": accept } } : {},
      ),
    );

  test("takes the admin's language when the request tells it", () => {
    expect(read("?locale=pl-PL", "ru")).toBe("pl-PL");
  });

  test("takes the browser's first language on the requests after that", () => {
    expect(read("", "ru-RU;q=0.9,en;q=0.8")).toBe("ru-RU");
    expect(read("?locale=", "pl")).toBe("pl");
  });

  test("knows none when nobody tells", () => {
    expect(read("")).toBeNull();
  });
});

test("importing it needs no configuration, using it does", async () => {
  expect(appBridgeUrl()).toBeUndefined();
  expect(() => getShopify()).toThrow("composition.server.ts must be loaded first");
  await expect(authenticateAdminRequest(new Request("https://perennial.example/app"))).rejects.toThrow();
});
