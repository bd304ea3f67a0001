import { createHmac } from "node:crypto";

import { equalInConstantTime } from "~/platform/crypto.server";

/**
 * Shopify's signature of a call through the app proxy: hex HMAC-SHA256 over the parameters by name, `name=value` with
 * several values joined by commas, nothing between them.
 */
export function signatureOf(secret: string, query: URLSearchParams): string {
  const names = [...new Set(query.keys())].filter((name) => name !== "signature").sort(byCodeUnits);
  const signed = names.map((name) => `${name}=${query.getAll(name).join(",")}`).join("");
  return createHmac("sha256", secret).update(signed).digest("hex");
}

/** Whether Shopify signed the parameters for an app with this secret. Says nothing of their age. */
export function isSigned(secret: string, query: URLSearchParams): boolean {
  const given = query.getAll("signature");
  return given.length === 1 && equalInConstantTime(given[0] ?? "", signatureOf(secret, query));
}

function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
