/** What Shopify takes in one `metafieldsSet`. */
export const MOST_AT_ONCE = 25;

/** Values by key; a key that is absent has none. */
export type Values = Readonly<Record<string, string>>;

export type Difference = { set: string[]; remove: string[] };

/** The keys whose value in the store is not what it should be. */
export function differenceOf(desired: Values, written: Values): Difference {
  return {
    set: Object.keys(desired).filter((key) => desired[key] !== written[key]),
    remove: Object.keys(written).filter((key) => desired[key] === undefined),
  };
}

/** Whether nothing needs to be written. */
export function isRight(desired: Values, written: Values): boolean {
  const { set, remove } = differenceOf(desired, written);
  return set.length + remove.length === 0;
}

/** Places in a call's list of metafields whose customer Shopify does not know: `metafields.0.ownerId: Owner does not exist.` */
export function unknownOwnersIn(error: string): number[] {
  return [...error.matchAll(/\bmetafields\.(\d+)\.ownerId: /g)].map(([, place]) => Number(place));
}

/** How many customers one call may be about when each may have `keyCount` metafields written. At least one. */
export function customersAtOnce(keyCount: number): number {
  return Math.max(1, Math.floor(MOST_AT_ONCE / Math.max(1, keyCount)));
}
