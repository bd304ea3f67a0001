import "@shopify/shopify-api/adapters/node";
import { ApiVersion, shopifyApi } from "@shopify/shopify-api";
import { describe, expect, it } from "vitest";

import { sampleApp, sampleStore } from "../webhooks/sample-store";

import { checkSessionToken, mintSessionToken } from "./session-token";

const ctx = { store: sampleStore().store, app: sampleApp() };
const domain = "sample-shop.myshopify.com";

const api = shopifyApi({
  apiKey: "client-1",
  apiSecretKey: "secret-1",
  apiVersion: ApiVersion.October26,
  hostName: "app.example",
  isEmbeddedApp: true,
  logger: { log: () => undefined },
});

describe("a session token", () => {
  it("is read by Shopify's library with all claims of the admin", async () => {
    const claims = await api.session.decodeSessionToken(mintSessionToken(ctx, { userId: 42 }));
    expect(claims).toMatchObject({
      iss: `https://${domain}/admin`,
      dest: `https://${domain}`,
      aud: "client-1",
    });
    expect(claims).toMatchObject({ sub: "42", jti: expect.any(String), sid: expect.any(String) });
    expect(claims.exp - claims.nbf).toBe(60);
  });

  it("is valid for its app and shop while it lives, with ten seconds of grace", () => {
    const check = (lifetimeSeconds: number) =>
      checkSessionToken(mintSessionToken(ctx, { userId: 42, lifetimeSeconds }), ctx.app, domain).outcome;
    expect(check(60)).toBe("valid");
    expect(check(-8)).toBe("valid");
    expect(check(-12)).toBe("invalid");
  });

  it.each([
    { forged: { clientId: "client-2" }, shop: domain, reason: /another app/ },
    { forged: {}, shop: "other-shop.myshopify.com", reason: /another shop/ },
    { forged: { clientSecret: "secret-2" }, shop: domain, reason: /signature/ },
  ])("is refused: $reason", ({ forged, shop, reason }) => {
    const check = checkSessionToken(mintSessionToken(ctx, { userId: 42 }), { ...ctx.app, ...forged }, shop);
    expect(check).toEqual({ outcome: "invalid", reason: expect.stringMatching(reason) as string });
  });

  it.each(["", "a.b.c", "nonsense"])("is invalid when it is %j", (token) => {
    expect(checkSessionToken(token, ctx.app, domain).outcome).toBe("invalid");
  });
});
