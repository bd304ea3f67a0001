import { createHmac } from "node:crypto";

/**
 * Hex HMAC-SHA256 of the query as Shopify signs it for the app's document requests:
 * sorted `key=value` pairs, percent-encoded, joined by `&`, without `hmac` itself.
 */
export function signQuery(params: Record<string, string>, secret: string): string {
  const query = new URLSearchParams();
  for (const key of Object.keys(params).sort((a, b) => a.localeCompare(b))) {
    const value = params[key];
    if (key !== "hmac" && value !== undefined) query.append(key, value);
  }
  return createHmac("sha256", secret).update(query.toString().replace(/\+/g, "%20")).digest("hex");
}
