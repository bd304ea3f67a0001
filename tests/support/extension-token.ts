import { createHmac } from "node:crypto";

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

type Minted = { claims?: Record<string, unknown>; secret?: string; header?: object };

function mint({ claims = {}, secret, header = { alg: "HS256", typ: "JWT" } }: Minted): string {
  const key = secret ?? process.env.SHOPIFY_API_SECRET ?? "";
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const all = {
    ...{ dest: "demo-shop.myshopify.com", aud: process.env.SHOPIFY_API_KEY },
    ...{ exp: nowSeconds + 300, nbf: nowSeconds, iat: nowSeconds, jti: "1" },
    ...claims,
  };
  const content = `${encode(header)}.${encode(all)}`;
  return `${content}.${createHmac("sha256", key).update(content).digest("base64url")}`;
}

/** What an extension in the account or the checkout would send for a customer; without one for whoever is not signed in. */
export function buyerToken(legacyId: number | null, over: Minted = {}): string {
  const sub = legacyId === null ? {} : { sub: `gid://shopify/Customer/${legacyId}` };
  return mint({ ...over, claims: { ...sub, ...over.claims } });
}

/** What an extension of the admin or the point of sale would send. */
export function staffToken(over: Minted = {}): string {
  const dest = "https://demo-shop.myshopify.com";
  return mint({ ...over, claims: { iss: `${dest}/admin`, dest, sub: "42", sid: "s", ...over.claims } });
}
