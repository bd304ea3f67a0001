import { createHmac } from "node:crypto";

/** Hex HMAC-SHA256 as Shopify signs calls through the app proxy: sorted `key=value`, several values joined by commas. */
export function signProxyQuery(query: URLSearchParams, secret: string): string {
  const keys = [...new Set(query.keys())].filter((key) => key !== "signature").sort();
  const text = keys.map((key) => `${key}=${query.getAll(key).join(",")}`).join("");
  return createHmac("sha256", secret).update(text).digest("hex");
}
