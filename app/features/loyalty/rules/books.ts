/*
 * Points are kept by double entry. Every posting belongs to a lot and a book, every entry adds up to zero, and so does
 * every lot over all books.
 *
 *   where points come from   issued (earned), adjusted (by hand), written-off (could not be taken back)   below zero
 *   what a person has        pending → available → held; debt (owed, below zero)
 *   where they go            redeemed, expired, clawed-back, forfeited (the person is gone)               above zero
 *   between lots             settled: one lot pays what another owes; adds up to zero
 *
 * A lot begins pending or available. Pending turns available when its days are over, held while a reward is being
 * given for it, and back when the reward is given back; held ends redeemed. Pending and available may be clawed back,
 * available may expire, be adjusted away, or pay a debt.
 */

export const BOOKS = [
  "issued",
  "adjusted",
  "pending",
  "available",
  "held",
  "debt",
  "redeemed",
  "expired",
  "clawedBack",
  "forfeited",
  "writtenOff",
  "settled",
] as const;

export type Book = (typeof BOOKS)[number];

/** Sum of the postings of each book. */
export type Balances = Record<Book, number>;

export const NO_POINTS: Readonly<Balances> = Object.freeze({
  issued: 0,
  adjusted: 0,
  pending: 0,
  available: 0,
  held: 0,
  debt: 0,
  redeemed: 0,
  expired: 0,
  clawedBack: 0,
  forfeited: 0,
  writtenOff: 0,
  settled: 0,
});

export type Posting = { lotId: string; book: Book; points: number };

/** Books that are never above zero. `settled` may be either; all others are never below. */
const SOURCES: readonly Book[] = ["debt", "writtenOff"];
const FREE: readonly Book[] = ["settled", "issued", "adjusted"];

/** What is wrong with a lot's sums: a book on the wrong side of zero, or all of them together not zero. Null: nothing. */
export function unsoundness(balances: Readonly<Balances>): string | null {
  let sum = 0;
  for (const book of BOOKS) {
    const points = balances[book];
    sum += points;
    if (!Number.isSafeInteger(points)) return `${book} is ${points}, expected a whole number`;
    if (FREE.includes(book)) continue;
    if (SOURCES.includes(book) ? points > 0 : points < 0) return `${book} is ${points}`;
  }
  return sum === 0 ? null : `all books together are ${sum}, expected 0`;
}

/** Whether something of a lot is still pending, available, held or owed. */
export function isOpen({ pending, available, held, debt }: Readonly<Balances>): boolean {
  return pending !== 0 || available !== 0 || held !== 0 || debt !== 0;
}
