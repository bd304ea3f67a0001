import { DAY_MS } from "~/kit/duration";

import type { Budget } from "../sending/schema";

/*
 * The frequency budget of one person, across purposes and channels. Whoever asks is given the first instant at which
 * its message fits: after those that were sent, and after those that wait and go before it. Who goes before whom: the
 * lower priority number, then who was due earlier, then the order of the ids. So everybody can be told their instant,
 * and a message of less weight never takes the place of one of more that waits.
 */

/** Half-open: messages exactly `windowMs` apart are in no window together. */
type Cap = { atMost: number; windowMs: number };

/** How far back messages count. */
export const BUDGET_LOOKBACK_MS = 7 * DAY_MS;

/** The first instant at or after the one given at which a channel may be used. */
export type NextAllowed = (at: Date) => Date;

export type Candidate = {
  /** 0 goes first. */
  priority: number;
  /** Not before. */
  dueAt: Date;
  /** Unique; settles who goes first where all else is equal. */
  order: string;
  nextAllowed: NextAllowed;
};

type Weighed = Omit<Candidate, "nextAllowed">;

/** Why a message does not leave now. `yielded`: to one that goes before it. */
export type Hindrance = "quiet-hours" | "budget" | "yielded";

export type SlotDecision = { kind: "go" } | { kind: "postpone"; until: Date; because: "not-due" | Hindrance };

export type SlotQuestion = {
  now: Date;
  /** When the same person was written to, at least within the last seven days; in any order. */
  sent: readonly Date[];
  /** What else waits for the same person; in any order, without the candidate. */
  waiting: readonly Candidate[];
  /** Null: outside the budget; neither counted nor held back by it. */
  budget: Budget | null;
  candidate: Candidate;
};

/** Whether a message may leave now, and if not, the first instant at which it fits as things stand. */
export function decideSlot({ now, sent, waiting, budget, candidate }: SlotQuestion): SlotDecision {
  const caps = budget === null ? [] : capsOf(budget);
  const from = candidate.dueAt > now ? candidate.dueAt : now;
  const taken = sent.map((instant) => instant.getTime());
  const ahead = budget === null ? [] : waiting.filter((other) => goesBefore(other, candidate));
  const occupied = [...taken];
  for (const other of ahead.toSorted(compareCandidates)) {
    const start = Math.max(now.getTime(), other.dueAt.getTime());
    occupied.push(firstFit({ from: start, occupied, caps, nextAllowed: other.nextAllowed }));
  }
  const { nextAllowed } = candidate;
  const at = firstFit({ from: from.getTime(), occupied, caps, nextAllowed });
  if (at <= now.getTime()) return { kind: "go" };
  return { kind: "postpone", until: new Date(at), because: hindranceOf() };

  function hindranceOf(): "not-due" | Hindrance {
    if (at === from.getTime()) return "not-due";
    if (at === nextAllowed(from).getTime()) return "quiet-hours";
    return at === firstFit({ from: from.getTime(), occupied: taken, caps, nextAllowed })
      ? "budget"
      : "yielded";
  }
}

function capsOf({ perDay, perWeek }: Budget): Cap[] {
  return [
    { atMost: perDay, windowMs: DAY_MS },
    { atMost: perWeek, windowMs: BUDGET_LOOKBACK_MS },
  ];
}

function goesBefore(one: Candidate, other: Candidate): boolean {
  return compareCandidates(one, other) < 0;
}

/** Negative when `one` goes before `other`. */
export function compareCandidates(one: Weighed, other: Weighed): number {
  const difference = one.priority - other.priority || one.dueAt.getTime() - other.dueAt.getTime();
  return difference || (one.order < other.order ? -1 : Number(one.order > other.order));
}

type Fit = { from: number; occupied: readonly number[]; caps: readonly Cap[]; nextAllowed: NextAllowed };

/**
 * The first allowed instant from `from` on that can be added without breaking a cap, also of what is to come.
 *
 * What breaks a cap stops doing so exactly one window after one of the occupied instants; so only those are tried.
 */
function firstFit({ from, occupied, caps, nextAllowed }: Fit): number {
  const ends = occupied.flatMap((instant) => caps.map(({ windowMs }) => instant + windowMs));
  let at = nextAllowed(new Date(from)).getTime();
  for (const end of ends.toSorted((a, b) => a - b)) {
    if (caps.every((cap) => fits(at, occupied, cap))) return at;
    if (end > at) at = nextAllowed(new Date(end)).getTime();
  }
  return at;
}

/** Whether no window of the cap that holds `at` gets too full. */
function fits(at: number, occupied: readonly number[], { atMost, windowMs }: Cap): boolean {
  const near = occupied.filter((other) => Math.abs(other - at) < windowMs).toSorted((a, b) => a - b);
  return near.every((first, index) => {
    const last = near[index + atMost - 1];
    if (last === undefined) return true;
    return Math.max(last, at) - Math.min(first, at) >= windowMs;
  });
}
