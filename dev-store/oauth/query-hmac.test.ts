import "@shopify/shopify-api/adapters/node";
import { ApiVersion, shopifyApi } from "@shopify/shopify-api";
import { describe, expect, it } from "vitest";

import { signQuery } from "./query-hmac";

const api = shopifyApi({
  apiKey: "client-1",
  apiSecretKey: "secret-1",
  apiVersion: ApiVersion.October26,
  hostName: "app.example",
  isEmbeddedApp: true,
  logger: { log: () => undefined },
});

const params = (): Record<string, string> => ({
  shop: "sample-shop.myshopify.com",
  host: "YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvc2FtcGxl",
  embedded: "1",
  locale: "pl",
  query: "two words & żółw",
  timestamp: String(Math.floor(Date.now() / 1000)),
});

describe("the signature of a query", () => {
  it("is accepted by Shopify's library, whatever the order of the parameters", async () => {
    const signed = { ...params(), hmac: signQuery(params(), "secret-1") };
    const reversed = Object.fromEntries(Object.entries(params()).reverse());
    expect(await api.utils.validateHmac(signed)).toBe(true);
    expect(signQuery(reversed, "secret-1")).toBe(signed.hmac);
  });

  it("does not cover itself, and fails with another secret or value", async () => {
    const hmac = signQuery(params(), "secret-1");
    expect(signQuery({ ...params(), hmac }, "secret-1")).toBe(hmac);
    expect(await api.utils.validateHmac({ ...params(), hmac: signQuery(params(), "secret-2") })).toBe(false);
    expect(await api.utils.validateHmac({ ...params(), locale: "en", hmac })).toBe(false);
  });
});
