import type { WebhookFaults } from "../context";

export const NO_FAULTS: WebhookFaults = {
  duplicateRate: 0,
  reorder: false,
  delayRate: 0,
  delayMs: 86_400_000,
  dropRate: 0,
  seed: 1,
};

/** What goes wrong with one delivery. Holding times are milliseconds of simulated time. */
export type Fate = {
  dropped: boolean;
  holdMs: number;
  /** A second sending of the same event; `sameId` tells whether it bears the same Webhook-Id. */
  duplicate: { sameId: boolean; holdMs: number } | null;
};

/** Of duplicates, how many come as another subscription's delivery would: new Webhook-Id, same Event-Id. */
const OTHER_ID_SHARE = 0.25;
/** Of duplicates, how many come later instead of at the same moment. */
const LATE_DUPLICATE_SHARE = 0.5;
const LATE_DUPLICATE_MS = 30_000;
const REORDERED_SHARE = 1 / 3;
const REORDER_WINDOW_MS = 20_000;

/** Mulberry32: numbers in [0, 1) that are the same for the same seed on every machine. */
export function seededChances(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function holdMs(faults: WebhookFaults, delayChance: number, orderChance: number): number {
  if (delayChance < faults.delayRate) return faults.delayMs;
  if (faults.reorder && orderChance < REORDERED_SHARE) {
    return Math.ceil((orderChance / REORDERED_SHARE) * REORDER_WINDOW_MS);
  }
  return 0;
}

/** Draws the fate of the next delivery; always the same number of chances, so one fault does not shift the others. */
export function drawFate(faults: WebhookFaults, chance: () => number): Fate {
  const [drop, delay, order] = [chance(), chance(), chance()];
  const [duplicate, otherId, late] = [chance(), chance(), chance()];
  return {
    dropped: drop < faults.dropRate,
    holdMs: holdMs(faults, delay, order),
    duplicate:
      duplicate < faults.duplicateRate
        ? { sameId: otherId >= OTHER_ID_SHARE, holdMs: late < LATE_DUPLICATE_SHARE ? LATE_DUPLICATE_MS : 0 }
        : null,
  };
}
