import { createHash } from "node:crypto";

import type { Entry } from "../contribution";

/** Entries to judge in one transaction, and after whom the next portion begins: null when these are the last. */
export type Portion = { entries: readonly Entry[]; nextAfter: string | null };

/**
 * Where a person stands in the order. Nobody is named by it: a job that names an erased person is dropped, and with it
 * would go the entries of all who come after them.
 */
const placeOf = ({ customerId, entryKey }: Entry) =>
  createHash("sha256")
    .update(customerId ?? `guest:${entryKey}`)
    .digest("hex");

/**
 * A portion of those whose time has come, in an order of people that is always the same. All that is due for a person is
 * judged together, in its own order. The same list cut again and again comes to every entry once.
 *
 * @param cut.after The place of the last person of the portion before; null = the first.
 */
export function portionOf(
  entries: readonly Entry[],
  { after, atOnce }: { after: string | null; atOnce: number },
): Portion {
  if (after === null && entries.length <= atOnce) return { entries, nextAfter: null };
  const left = entries
    .map((entry) => ({ entry, place: placeOf(entry) }))
    .filter(({ place }) => after === null || place > after)
    .sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
  const last = left[atOnce - 1]?.place;
  const portion = last === undefined ? left : left.filter(({ place }) => place <= last);
  const isOver = portion.length === left.length;
  return { entries: portion.map(({ entry }) => entry), nextAfter: isOver ? null : (last ?? null) };
}
