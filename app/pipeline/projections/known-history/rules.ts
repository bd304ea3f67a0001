import { addDays, dayIn } from "~/kit/zone";

/** Orders of an imported file: the oldest and the newest, with their numbers where their names have one. */
export type Span = { firstAt: Date; firstNumber: number | null; lastAt: Date; lastNumber: number | null };

/** From an instant on nothing is missing; `number` is that of the first order then. */
export type Reach = { at: Date; number: number | null };

/**
 * How far back orders are known without a gap, when files are added to what Shopify shares.
 *
 * A file goes on backwards where it overlaps with what is known, or where its newest order has the number right before:
 * days in between without an order are no gap, and an export of a year ends with its last order. A file that touches
 * nothing does not count, however old its orders are.
 */
export function reachBack(known: Reach, spans: readonly Span[]): Reach {
  const next = spans.find((span) => span.firstAt < known.at && touches(span, known));
  return next ? reachBack({ at: next.firstAt, number: next.firstNumber }, spans) : known;
}

function touches({ lastAt, lastNumber }: Span, { at, number }: Reach): boolean {
  return lastAt >= at || (lastNumber !== null && number !== null && lastNumber === number - 1);
}

/** Days between files that touch nothing and what is known; both inclusive, the oldest first. */
export function gapsBefore(
  knownAt: Date,
  { spans, zone }: { spans: readonly Span[]; zone: string },
): { fromOn: string; toOn: string }[] {
  const gaps: { fromOn: string; toOn: string }[] = [];
  let nextAt = knownAt;
  for (const span of [...spans].sort((a, b) => b.lastAt.getTime() - a.lastAt.getTime())) {
    if (span.lastAt < nextAt && span.firstAt < knownAt) {
      const from = dayIn(zone, span.lastAt);
      const to = dayIn(zone, nextAt);
      // The days at the edges are known in part only.
      gaps.push({ fromOn: from, toOn: from < to ? addDays(to, -1) : to });
    }
    if (span.firstAt < nextAt) nextAt = span.firstAt;
  }
  return gaps.reverse();
}
