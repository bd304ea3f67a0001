import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

import { describe, expect, test } from "vitest";

import { addDefaultHeaders, commonHeaders, documentPolicy } from "./http-headers";

async function answerOf(handle: RequestListener): Promise<Headers> {
  const server = createServer((request, response) => {
    addDefaultHeaders(response, commonHeaders("https://perennial.example"));
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { headers } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  server.close();
  return headers;
}

describe("every answer", () => {
  test("says how it may be used", async () => {
    const headers = await answerOf((_request, response) => response.end("ok"));
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Referrer-Policy")).toBe("strict-origin-when-cross-origin");
    expect(headers.get("Strict-Transport-Security")).toBe("max-age=31536000");
    expect(headers.get("Permissions-Policy")).toContain("camera=()");
  });

  test("may say it more strictly, before or with its head", async () => {
    const before = await answerOf((_request, response) => {
      response.setHeader("Referrer-Policy", "no-referrer");
      response.end();
    });
    const withHead = await answerOf((_request, response) => {
      response.writeHead(404, { "referrer-policy": "no-referrer" }).end();
    });
    expect([before, withHead].map((headers) => headers.get("Referrer-Policy"))).toEqual([
      "no-referrer",
      "no-referrer",
    ]);
    expect(withHead.get("X-Content-Type-Options")).toBe("nosniff");
  });
});

test("browsers are told to come by https only where the app is there", () => {
  expect(commonHeaders("http://localhost:3000")).not.toHaveProperty("Strict-Transport-Security");
});

describe("a document's policy", () => {
  const asked = { nonce: "n0nce", frameAncestors: null, appBridgeUrl: undefined, hasStrictScripts: true };
  const directive = (policy: string, name: string) =>
    policy.split("; ").find((part) => part.startsWith(`${name} `));

  test("lets only scripts of ours and Shopify's run, and no other origin's page frame it", () => {
    const policy = documentPolicy(asked);
    expect(directive(policy, "script-src")).toBe("script-src 'self' 'nonce-n0nce' https://cdn.shopify.com");
    expect(directive(policy, "frame-ancestors")).toBe("frame-ancestors 'none'");
    expect(directive(policy, "object-src")).toBe("object-src 'none'");
    expect(directive(policy, "base-uri")).toBe("base-uri 'none'");
    expect(policy).not.toContain("unsafe-eval");
  });

  test("lets the shop frame it", () => {
    const frameAncestors = "frame-ancestors https://demo-shop.myshopify.com https://admin.shopify.com";
    expect(documentPolicy({ ...asked, frameAncestors })).toContain(`; ${frameAncestors}`);
  });

  test("knows where App Bridge comes from", () => {
    const policy = documentPolicy({ ...asked, appBridgeUrl: "http://127.0.0.1:4000/app-bridge.js" });
    expect(directive(policy, "script-src")).toContain(" http://127.0.0.1:4000");
    expect(directive(policy, "img-src")).toMatch(/ http:$/);
    expect(directive(documentPolicy(asked), "img-src")).not.toContain("http:");
  });
});
