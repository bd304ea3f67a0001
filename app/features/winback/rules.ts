import { DAY_MS } from "~/kit/duration";

import type { LapseSettings } from "./schema";

/** Fewer orders than this are no rhythm. */
export const RHYTHM_ORDERS = 3;
/** A longer break is no gap between orders (METRICS F23). */
export const LONGEST_GAP_MS = 365 * DAY_MS;
/** Nobody with a rhythm lapses earlier, however often they buy. */
export const SHORTEST_LAPSE_MS = 30 * DAY_MS;
/** T of a store lies between these (METRICS F3). */
export const STORE_LAPSE_MS = { min: 60 * DAY_MS, max: 365 * DAY_MS };
/** A store with fewer gaps than this has no T of its own. */
export const STORE_GAPS = 50;

/** The instant after which a person counts as lapsed, and by what; of somebody without an order there is none. */
export type Lapse =
  | { kind: "never-bought" }
  | { kind: "active" | "lapsed"; lapsesAt: number; by: "rhythm" | "store" | "fixed" };

/**
 * Whether a person has lapsed: at `lapsesAt` they have, a millisecond before they have not.
 *
 * @param placedAt Valid orders by `at`, in milliseconds, ascending.
 * @param ground.storeMs T of the store at that instant (`storeLapseMs`).
 */
export function decideLapse(
  placedAt: readonly number[],
  { settings, storeMs, at }: { settings: LapseSettings; storeMs: number; at: number },
): Lapse {
  const last = placedAt.at(-1);
  if (last === undefined) return { kind: "never-bought" };
  const { ms, by } = thresholdOf(placedAt, settings, storeMs);
  return { kind: last + ms <= at ? "lapsed" : "active", lapsesAt: last + ms, by };
}

function thresholdOf(placedAt: readonly number[], settings: LapseSettings, storeMs: number) {
  if (settings.rule === "fixed-days") return { ms: settings.days * DAY_MS, by: "fixed" as const };
  const own = ownLapseMs(placedAt, settings.times);
  return own === null ? { ms: storeMs, by: "store" as const } : { ms: own, by: "rhythm" as const };
}

/** `times` the median gap, at least 30 days; null of who has fewer than three orders, or only breaks between them. */
function ownLapseMs(placedAt: readonly number[], times: number): number | null {
  if (placedAt.length < RHYTHM_ORDERS) return null;
  const gaps = gapsOf(placedAt)
    .filter((gap) => gap <= LONGEST_GAP_MS)
    .sort((a, b) => a - b);
  const low = gaps[Math.floor((gaps.length - 1) / 2)];
  const high = gaps[Math.floor(gaps.length / 2)];
  if (low === undefined || high === undefined) return null;
  // In whole halves and quarters, so that both databases come to the same millisecond.
  return Math.max(SHORTEST_LAPSE_MS, Math.floor(((low + high) * (times * 2)) / 4));
}

/** Between orders that follow each other. */
export function gapsOf(placedAt: readonly number[]): number[] {
  return placedAt.slice(1).map((time, index) => time - (placedAt[index] ?? time));
}

/**
 * T of a store (METRICS F3): the 90th percentile of the gaps between orders, by nearest rank, from 60 to 365 days.
 * With fewer than 50 gaps it is what the settings say of small stores.
 */
export function storeLapseMs(
  gaps: readonly number[],
  { smallStoreDays }: Pick<LapseSettings, "smallStoreDays">,
): number {
  if (gaps.length < STORE_GAPS) return smallStoreDays * DAY_MS;
  const sorted = [...gaps].sort((a, b) => a - b);
  const rank = sorted[Math.ceil(sorted.length * 0.9) - 1] ?? 0;
  return Math.min(STORE_LAPSE_MS.max, Math.max(STORE_LAPSE_MS.min, rank));
}

/** A stretch of time in which T of the store is the same, but perhaps at its very beginning. */
export type Stretch = {
  /** Exclusive and inclusive, in milliseconds. */
  from: number;
  to: number;
  /** T at both ends. */
  storeMs: { from: number; to: number };
};

export type LapseEntry = { lastOrderAt: number; lapsedAt: number };

/**
 * When a person lapsed in a stretch: after each order that no other followed in time.
 *
 * Where T of the store fell with a new month, who is past the new one lapsed when the month began.
 *
 * @param placedAt All valid orders by the stretch's end, in milliseconds, ascending.
 */
export function lapsesWithin(
  placedAt: readonly number[],
  stretch: Stretch,
  settings: LapseSettings,
): LapseEntry[] {
  return placedAt.flatMap((lastOrderAt, index) => {
    const known = placedAt.slice(0, index + 1);
    const before = lastOrderAt + thresholdOf(known, settings, stretch.storeMs.from).ms;
    const due = lastOrderAt + thresholdOf(known, settings, stretch.storeMs.to).ms;
    const lapsedAt = Math.max(due, stretch.from + 1);
    const isDue = before > stretch.from && lapsedAt <= stretch.to;
    const next = placedAt[index + 1] ?? Infinity;
    return isDue && lapsedAt < next ? [{ lastOrderAt, lapsedAt }] : [];
  });
}
