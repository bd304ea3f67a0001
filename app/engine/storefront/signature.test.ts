import { existsSync, readFileSync } from "node:fs";

import { afterEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";

import { createProxyCheck } from "~/integrations/shopify/proxy-check.server";

import { isSigned, signatureOf } from "./signature.server";

const VECTORS = "../shared/fixtures/hmac/vectors.json";
const schema = z.object({
  app_proxy_signature: z.array(
    z.object({
      ...{ name: z.string(), secret: z.string(), query: z.string(), signature: z.string() },
      expected: z.boolean(),
    }),
  ),
});
const vectors = existsSync(VECTORS)
  ? schema.parse(JSON.parse(readFileSync(VECTORS, "utf8"))).app_proxy_signature
  : [];

const signed = (query: string, signature: string) => {
  const parameters = new URLSearchParams(query);
  parameters.append("signature", signature);
  return parameters;
};
afterEach(() => void vi.useRealTimers());

describe("a call through the app proxy", () => {
  test.skipIf(vectors.length === 0).each(vectors)(
    "is taken as known vectors say: $name",
    ({ secret, query, signature, expected }) => {
      expect(isSigned(secret, signed(query, signature))).toBe(expected);
    },
  );

  test.skipIf(vectors.length === 0).each(vectors)(
    "is taken alike by the library: $name",
    async ({ secret, query, signature, expected }) => {
      const parameters = signed(query, signature);
      const now = Number(parameters.get("timestamp")) * 1_000;
      vi.useFakeTimers({ toFake: ["Date"], now });
      const check = await createProxyCheck({ apiKey: "k", apiSecret: secret, appUrl: "https://app.example" });
      expect(await check(parameters)).toBe(expected);
      vi.setSystemTime(now + 91_000);
      expect(await check(parameters)).toBe(false);
    },
  );

  const query = "shop=a.myshopify.com&timestamp=1&b=2&a=1&a=3";
  test("is signed over all its parameters in the order of their names, several values joined", () => {
    const signature = signatureOf("hush", new URLSearchParams(query));
    expect(signatureOf("hush", new URLSearchParams("a=1&a=3&b=2&timestamp=1&shop=a.myshopify.com"))).toBe(
      signature,
    );
    expect(isSigned("hush", signed(query, signature))).toBe(true);
    expect(isSigned("other", signed(query, signature))).toBe(false);
    expect(isSigned("hush", signed(`${query}&c=`, signature))).toBe(false);
  });

  test("without a signature, with two, or with one of another length is not signed", () => {
    const signature = signatureOf("hush", new URLSearchParams(query));
    expect(isSigned("hush", new URLSearchParams(query))).toBe(false);
    expect(isSigned("hush", signed(`${query}&signature=${signature}`, signature))).toBe(false);
    expect(isSigned("hush", signed(query, signature.slice(1)))).toBe(false);
  });
});
