import { MINUTE_MS, SECOND_MS } from "~/kit/duration";

/** How far Shopify's clock and ours may be apart, and how long a call may be on its way: as the library has it. */
export const WINDOW_MS = 90 * SECOND_MS;

/** A page of the store may be open for a while before somebody acts on it. */
export const PAGE_MS = 60 * MINUTE_MS;

/** What Shopify adds to a call; the caller must not have added it, too. */
const SHOPIFYS = ["shop", "logged_in_customer_id", "path_prefix", "timestamp", "signature"] as const;

export type Call = {
  shopDomain: string;
  /** Shopify's number of who is signed in in the store; null: nobody. */
  customerNumber: string | null;
  /** Names one action of a person, so that it happens once however often it is asked for. */
  key: string;
};

export type CallReading =
  | { kind: "call"; call: Call }
  | { kind: "refused"; reason: "repeated-parameter" | "stale" | "no-shop" | "no-key" | "odd-customer" };

/**
 * Reads a call whose signature is right. Who asks is told by `logged_in_customer_id` alone, which Shopify takes from the
 * session of the store; a parameter of Shopify's that is there twice was added by somebody else.
 */
export function readCall(query: URLSearchParams, wallNow: Date): CallReading {
  if (SHOPIFYS.some((name) => query.getAll(name).length > 1))
    return { kind: "refused", reason: "repeated-parameter" };
  if (!isFresh(query.get("timestamp"), wallNow)) return { kind: "refused", reason: "stale" };
  const shopDomain = query.get("shop") ?? "";
  if (!/^[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com$/i.test(shopDomain))
    return { kind: "refused", reason: "no-shop" };
  const key = query.get("key") ?? "";
  if (!/^[A-Za-z0-9-]{16,64}$/.test(key)) return { kind: "refused", reason: "no-key" };
  const customerNumber = query.get("logged_in_customer_id") || null;
  if (customerNumber !== null && !/^\d{1,20}$/.test(customerNumber))
    return { kind: "refused", reason: "odd-customer" };
  return { kind: "call", call: { shopDomain, customerNumber, key } };
}

function isFresh(timestamp: string | null, wallNow: Date): boolean {
  if (timestamp === null || !/^\d{1,12}$/.test(timestamp)) return false;
  return Math.abs(wallNow.getTime() - Number(timestamp) * SECOND_MS) <= WINDOW_MS;
}
