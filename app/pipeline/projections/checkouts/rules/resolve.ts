import type { CheckoutChange, CheckoutKeys, CheckoutState } from "../schema";

/** The checkouts of a batch, found by whatever a payload knows them by. */
export type CheckoutIndex = { all: Set<CheckoutState>; byKey: Map<string, CheckoutState> };

const UNIQUE_KEYS = ["token", "gid", "recoverUrl"] as const satisfies readonly (keyof CheckoutKeys)[];

/** An index over loaded checkouts. */
export function indexCheckouts(states: readonly CheckoutState[]): CheckoutIndex {
  const index: CheckoutIndex = { all: new Set(), byKey: new Map() };
  for (const state of states) addToIndex(index, state);
  return index;
}

/** Makes a checkout findable by its keys as they are now. */
export function addToIndex(index: CheckoutIndex, state: CheckoutState): void {
  index.all.add(state);
  for (const key of UNIQUE_KEYS) {
    const value = state.row[key];
    if (value) index.byKey.set(`${key}:${value}`, state);
  }
}

/**
 * The checkouts a change is about: one, by token, else number, else recovery link. A deletion may know nothing but the
 * cart: then all the checkouts of that cart.
 */
export function findInIndex(index: CheckoutIndex, { keys, kind }: CheckoutChange): CheckoutState[] {
  for (const key of UNIQUE_KEYS) {
    const found = keys[key] ? index.byKey.get(`${key}:${keys[key]}`) : undefined;
    if (found) return [found];
  }
  if (kind !== "deletion" || !keys.cartToken) return [];
  return [...index.all].filter(({ row }) => row.cartToken === keys.cartToken);
}
