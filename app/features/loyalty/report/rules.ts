import { ratio } from "~/kit/statistics";

import { type Book, BOOKS } from "../rules/books";

/** What came into each book; a book that is not named: nothing. */
export type BookSums = Readonly<Partial<Record<Book, number>>>;

/**
 * How the points that a shop owes changed over a period. Everything that comes is above zero, everything that goes below;
 * `closing` is opening and all of them together, since every entry adds up to zero.
 */
export type RollForward = {
  opening: number;
  earned: number;
  adjusted: number;
  /** Owed by people and given up. */
  writtenOff: number;
  redeemed: number;
  expired: number;
  clawedBack: number;
  /** Of people who were erased. */
  forfeited: number;
  closing: number;
};

/**
 * The roll-forward of a period.
 *
 * @param before Sums of all entries before it. @param during Those of its days.
 */
export function rollForward(before: BookSums, during: BookSums): RollForward {
  const of = (sums: BookSums, book: Book) => sums[book] ?? 0;
  // Zero comes out of negation as -0, which no reader and no test wants.
  const less = (book: Book) => 0 - of(during, book);
  return {
    opening: outstandingOf(before),
    earned: less("issued"),
    adjusted: less("adjusted"),
    writtenOff: less("writtenOff"),
    redeemed: less("redeemed"),
    expired: less("expired"),
    clawedBack: less("clawedBack"),
    forfeited: less("forfeited"),
    closing: outstandingOf(add(before, during)),
  };
}

/** Points that people have or that are put aside for them, less what they owe. */
export function outstandingOf(sums: BookSums): number {
  const { pending = 0, available = 0, held = 0, debt = 0 } = sums;
  return pending + available + held + debt;
}

/** Whether the parts of a roll-forward make its closing. */
export function isBalanced({ opening, closing, ...changes }: RollForward): boolean {
  return opening + Object.values(changes).reduce((sum, points) => sum + points, 0) === closing;
}

/** Two spans of time together. */
export function add(a: BookSums, b: BookSums): BookSums {
  return Object.fromEntries(BOOKS.map((book) => [book, (a[book] ?? 0) + (b[book] ?? 0)]));
}

export type Liability = {
  outstandingPoints: number;
  /** Share of the points given that ended unused; null while none were given. */
  breakageBp: number | null;
  /** Share of the points given that were exchanged. */
  redemptionBp: number | null;
  /** Outstanding × value × (1 − breakage), in minor units, rounded half up; never below zero. */
  liabilityMinor: number;
};

/**
 * METRICS.md F15: what outstanding points are expected to cost.
 *
 * Given are points that were earned or given by hand, less what was taken back with its order.
 *
 * @param sums Of all entries ever. @param hundredPointsMinor What 100 points count as.
 */
export function liabilityOf(sums: BookSums, hundredPointsMinor: number): Liability {
  const given = -(sums.issued ?? 0) - (sums.adjusted ?? 0) - (sums.clawedBack ?? 0);
  const share = (points: number) => ratio(Math.min(points, given), Math.max(0, given));
  const breakage = share(sums.expired ?? 0);
  const redemption = share(sums.redeemed ?? 0);
  const outstandingPoints = outstandingOf(sums);
  const value = (Math.max(0, outstandingPoints) * hundredPointsMinor) / 100;
  return {
    outstandingPoints,
    breakageBp: breakage === null ? null : Math.round(breakage * 10_000),
    redemptionBp: redemption === null ? null : Math.round(redemption * 10_000),
    liabilityMinor: Math.round(value * (1 - (breakage ?? 0))),
  };
}
