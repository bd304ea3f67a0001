import { DAY_MS, HOUR_MS, SECOND_MS } from "~/kit/duration";
import { backoffMs } from "~/pipeline/jobs/backoff";

import type { AttemptOutcome } from "./definition";

/** How an intent ended. */
export type Final =
  | { kind: "done"; result: unknown }
  | { kind: "cancelled"; reason: string }
  /** Surely not done. */
  | { kind: "dead"; error: string }
  /** It may be done; nobody knows. */
  | { kind: "uncertain"; error: string };

/** What comes of an intent after an attempt: its end, or another try at `at`. */
export type Verdict =
  | Final
  /** `isCounted`: it used up one of the intent's tries. */
  | { kind: "again"; at: Date; error: string; isCounted: boolean };

/** An outage over a long weekend makes nobody give up. */
const PATIENCE_MS = 3 * DAY_MS;
const SHORTEST_WAIT_MS = 5 * SECOND_MS;

export type Attempt = {
  /** 1 for the first. */
  attempt: number;
  maxAttempts: number;
  /** When it was tried first: what it waited before, it waited for its time. */
  triedSince: Date;
  now: Date;
  /** In [0, 1): spreads what failed together. */
  random: number;
};

/**
 * Judges an attempt.
 *
 * While the other side is away, the intent is tried again after a quarter of the time it has waited so far (5 s to an
 * hour), for three days from its first try. Whatever else surely failed has `maxAttempts` tries.
 */
export function judgeAttempt(
  outcome: AttemptOutcome<unknown>,
  { attempt, maxAttempts, triedSince, now, random }: Attempt,
): Verdict {
  switch (outcome.kind) {
    case "done":
      return { kind: "done", result: outcome.result };
    case "rejected":
      return { kind: "dead", error: outcome.error };
    case "uncertain":
      return { kind: "uncertain", error: outcome.error };
    case "retry":
      if (attempt >= maxAttempts) return { kind: "dead", error: outcome.error };
      return {
        kind: "again",
        at: outcome.notBefore ?? new Date(now.getTime() + backoffMs(attempt, random)),
        error: outcome.error,
        isCounted: true,
      };
    case "unavailable": {
      const waitedMs = now.getTime() - triedSince.getTime();
      if (waitedMs >= PATIENCE_MS) return { kind: "dead", error: outcome.error };
      const soonest = now.getTime() + spread(waitedMs / 4, random);
      const at = new Date(Math.max(soonest, outcome.notBefore?.getTime() ?? 0));
      return { kind: "again", at, error: outcome.error, isCounted: false };
    }
  }
}

/** A wait within its bounds, longer by up to a fifth. */
function spread(waitMs: number, random: number): number {
  return Math.round(Math.min(HOUR_MS, Math.max(SHORTEST_WAIT_MS, waitMs)) * (1 + random / 5));
}

/** What a person should read of an end; null when there is nothing to say. */
export function errorOf(final: Final): string | null {
  switch (final.kind) {
    case "done":
      return null;
    case "cancelled":
      return final.reason;
    case "dead":
    case "uncertain":
      return final.error;
  }
}
