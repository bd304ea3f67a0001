import { randomInt } from "node:crypto";

import { v7 as uuidv7 } from "uuid";

/** Digits and letters that nobody takes for another (Crockford's base 32). */
const SHOP_ID_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz";
const SHOP_ID_LENGTH = 10;

/** A new unique id; sorts by time of creation. */
export function newId(): string {
  return uuidv7();
}

/** Hexadecimal signs at the end of an id that tell its place in its series. */
export const PLACE_SIGNS = 8;

/**
 * New unique ids that begin alike and end in their place (0, 1 …): whoever names many of them can be short. They sort by
 * their places.
 */
export function newIdSeries(): (place: number) => string {
  const beginning = newId().slice(0, -PLACE_SIGNS);
  return (place) => idAt(beginning, place);
}

/** The id at a place of a series. */
export function idAt(beginning: string, place: number): string {
  return `${beginning}${place.toString(16).padStart(PLACE_SIGNS, "0")}`;
}

/**
 * A new id of a shop: ten signs, 50 bits. Short, as every row and index entry of the shop repeats it several times
 * (ADR 19); two of 100,000 shops have the same one with a chance of 4 in a million, and the second install fails then.
 */
export function newShopId(): string {
  return Array.from({ length: SHOP_ID_LENGTH }, () => SHOP_ID_SIGNS[randomInt(SHOP_ID_SIGNS.length)]).join(
    "",
  );
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
