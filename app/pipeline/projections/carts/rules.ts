import type { CartChange, CartState } from "./schema";

/** A cart that was not heard of before: as its first payload tells it. */
export function newCart({ row, lines }: CartChange): CartState {
  return { row, lines, isChanged: true };
}

/**
 * Applies one payload to a cart, in place: the newest version stays, whatever order they come in; the cart began when
 * the earliest says.
 *
 * No events: nobody is named by a cart, and it changes more often than anything else in a shop.
 */
export function applyCartChange(
  state: CartState,
  { row, lines }: CartChange,
): { outcome: "applied" | "older-version" } {
  const startedAt = row.startedAt < state.row.startedAt ? row.startedAt : state.row.startedAt;
  if (row.versionAt < state.row.versionAt) {
    state.isChanged ||= startedAt !== state.row.startedAt;
    state.row = { ...state.row, startedAt };
    return { outcome: "older-version" };
  }
  state.row = { ...row, startedAt };
  state.lines = lines;
  state.isChanged = true;
  return { outcome: "applied" };
}
