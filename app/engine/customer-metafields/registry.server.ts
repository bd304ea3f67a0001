import type { AppMetafield, CustomerMetafields } from "./contribution";

export type Contributions = { customers: readonly CustomerMetafields[]; shop: readonly AppMetafield[] };

let contributions: Contributions = { customers: [], shop: [] };

/**
 * Makes known what features tell the store.
 *
 * @throws Error when two contributions share a key.
 */
export function provideMetafields(given: Contributions): void {
  for (const keys of [given.customers, given.shop].map((list) => list.map(({ key }) => key))) {
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    if (twice !== undefined) throw new Error(`two metafields have the key "${twice}"`);
  }
  contributions = given;
}

export function customerMetafields(): readonly CustomerMetafields[] {
  return contributions.customers;
}

export function appMetafields(): readonly AppMetafield[] {
  return contributions.shop;
}
