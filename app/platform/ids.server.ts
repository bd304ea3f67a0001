import { v7 as uuidv7 } from "uuid";

/** A new unique id; sorts by time of creation. */
export function newId(): string {
  return uuidv7();
}

/**
 * Our id of a Shopify record: `<shopId>_<numeric id>`.
 *
 * Derived, not looked up, so that an order may arrive before its customer and a repeat changes nothing.
 *
 * @param gid `gid://shopify/Customer/123`, with or without a query part, or the bare number.
 * @throws RangeError when no numeric id is found at the end.
 */
export function deriveId(shopId: string, gid: string | number | bigint): string {
  return `${shopId}_${legacyIdOf(gid)}`;
}

/**
 * The number at the end of a GID, as text: ids pass 2^53.
 *
 * @throws RangeError when there is none, or for a number too large to be exact.
 */
export function legacyIdOf(gid: string | number | bigint): string {
  const match = /(?:^|\/)(\d+)(?:\?.*)?$/.exec(String(gid));
  const isExact = typeof gid !== "number" || Number.isSafeInteger(gid);
  if (!match?.[1] || !isExact) {
    throw new RangeError(`expected a Shopify id such as gid://shopify/Customer/123, got ${String(gid)}`);
  }
  return match[1];
}

/** `gidOf("Customer", 123)` → `gid://shopify/Customer/123`. */
export function gidOf(type: string, legacyId: string | number | bigint): string {
  return `gid://shopify/${type}/${legacyIdOf(legacyId)}`;
}
