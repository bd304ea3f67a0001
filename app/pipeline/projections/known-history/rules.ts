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

/** A loaded file: its oldest and newest order (null for none that could be read), and how many it had that we have not. */
export type LoadedFile = { firstAt: Date | null; lastAt: Date | null; leftOutCount: number };

/**
 * How many orders files had that we have not. Of a file that was loaded once more, mended or longer, the later one counts.
 *
 * @param files In the order in which they were loaded.
 */
export function leftOutOf(files: readonly LoadedFile[]): number {
  return files
    .filter((file, index) => !files.slice(index + 1).some((later) => covers(later, file)))
    .reduce((sum, { leftOutCount }) => sum + leftOutCount, 0);
}

function covers(later: LoadedFile, { firstAt, lastAt }: LoadedFile): boolean {
  if (!firstAt || !lastAt || !later.firstAt || !later.lastAt) return false;
  return later.firstAt <= firstAt && later.lastAt >= lastAt;
}
