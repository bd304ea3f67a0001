import type { Entry } from "../contribution";

/** Entries to judge in one transaction, and after whom the next portion begins: null when these are the last. */
export type Portion = { entries: readonly Entry[]; nextAfter: string | null };

const personOf = ({ customerId, entryKey }: Entry) => customerId ?? `guest:${entryKey}`;

/**
 * A portion of those whose time has come, in the order of people. All that is due for a person is judged together, in its
 * own order. The same list cut again and again comes to every entry once.
 *
 * @param cut.after The last person of the portion before; null = the first.
 */
export function portionOf(
  entries: readonly Entry[],
  { after, atOnce }: { after: string | null; atOnce: number },
): Portion {
  if (after === null && entries.length <= atOnce) return { entries, nextAfter: null };
  const left = entries
    .map((entry) => ({ entry, person: personOf(entry) }))
    .filter(({ person }) => after === null || person > after)
    .sort((a, b) => (a.person < b.person ? -1 : a.person > b.person ? 1 : 0));
  const last = left[atOnce - 1]?.person;
  const portion = last === undefined ? left : left.filter(({ person }) => person <= last);
  const isOver = portion.length === left.length;
  return { entries: portion.map(({ entry }) => entry), nextAfter: isOver ? null : (last ?? null) };
}
