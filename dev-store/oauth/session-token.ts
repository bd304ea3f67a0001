import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

import { z } from "zod";

import type { DevStoreContext } from "../context";
import type { AppConfig } from "../state/app-model";

/** Shopify's own ids of staff are numeric. */
export type SessionTokenRequest = { userId: number; lifetimeSeconds?: number };

const DEFAULT_LIFETIME_SECONDS = 60;
const BUYER_LIFETIME_SECONDS = 300;
/** Difference of clocks that is forgiven, as in Shopify's libraries. */
const TOLERANCE_SECONDS = 10;

const claimsSchema = z.object({
  iss: z.string(),
  dest: z.string(),
  aud: z.string(),
  sub: z.string(),
  exp: z.number(),
  nbf: z.number(),
});

export type SessionTokenClaims = z.infer<typeof claimsSchema>;

export type SessionTokenCheck =
  { outcome: "valid"; claims: SessionTokenClaims } | { outcome: "invalid"; reason: string };

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const sign = (content: string, secret: string): Buffer =>
  createHmac("sha256", secret).update(content).digest();

/** A token as App Bridge hands out: HS256 with the client secret, by the wall clock, 60 s unless told. */
export function mintSessionToken(
  ctx: Pick<DevStoreContext, "store" | "app">,
  { userId, lifetimeSeconds = DEFAULT_LIFETIME_SECONDS }: SessionTokenRequest,
): string {
  const { shop } = ctx.store;
  const nowSeconds = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `https://${shop.domain}/admin`,
    dest: `https://${shop.domain}`,
    aud: ctx.app.clientId,
    sub: String(userId),
    exp: nowSeconds + lifetimeSeconds,
    nbf: nowSeconds,
    iat: nowSeconds,
    jti: randomUUID(),
    sid: randomUUID(),
  };
  const sig = createHmac("sha256", ctx.app.clientSecret).update(JSON.stringify(claims)).digest("hex");
  const content = `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ ...claims, sig })}`;
  return `${content}.${sign(content, ctx.app.clientSecret).toString("base64url")}`;
}

/** A token as an extension in the account or the checkout hands out: five minutes, no issuer, the bare domain. */
export function mintBuyerToken(
  ctx: Pick<DevStoreContext, "store" | "app">,
  { customerId }: { /** Null: nobody is signed in. */ customerId: number | null },
): string {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const claims = {
    dest: ctx.store.shop.domain,
    aud: ctx.app.clientId,
    exp: nowSeconds + BUYER_LIFETIME_SECONDS,
    nbf: nowSeconds,
    iat: nowSeconds,
    jti: randomUUID(),
    ...(customerId === null ? {} : { sub: `gid://shopify/Customer/${customerId}` }),
  };
  const content = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${content}.${sign(content, ctx.app.clientSecret).toString("base64url")}`;
}

function readClaims(payload: string): SessionTokenClaims | null {
  try {
    const claims = claimsSchema.safeParse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
    return claims.success ? claims.data : null;
  } catch {
    return null;
  }
}

function refusalOf(claims: SessionTokenClaims, app: AppConfig, shopDomain: string): string | null {
  const nowSeconds = Date.now() / 1000;
  if (claims.exp + TOLERANCE_SECONDS < nowSeconds) return "The session token has expired";
  if (claims.nbf - TOLERANCE_SECONDS > nowSeconds) return "The session token is not valid yet";
  if (claims.aud !== app.clientId) return "The session token was made for another app";
  if (claims.dest !== `https://${shopDomain}` || !claims.iss.startsWith(claims.dest)) {
    return "The session token was made for another shop";
  }
  return null;
}

/** Checks signature, lifetime, app and shop of a token that an app sends for exchange. */
export function checkSessionToken(token: string, app: AppConfig, shopDomain: string): SessionTokenCheck {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const expected = sign(`${header}.${payload}`, app.clientSecret);
  const given = Buffer.from(signature, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return { outcome: "invalid", reason: "The session token's signature does not match" };
  }
  const claims = readClaims(payload);
  if (!claims) return { outcome: "invalid", reason: "The session token is not readable" };
  const reason = refusalOf(claims, app, shopDomain);
  return reason ? { outcome: "invalid", reason } : { outcome: "valid", claims };
}
