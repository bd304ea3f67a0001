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
export type Verdict = Final | { kind: "again"; at: Date; error: string };

/**
 * Judges an attempt.
 *
 * @param attempt 1 for the first.
 * @param random In [0, 1): spreads what failed together.
 */
export function judgeAttempt(
  outcome: AttemptOutcome<unknown>,
  { attempt, maxAttempts, now, random }: { attempt: number; maxAttempts: number; now: Date; random: number },
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
      };
  }
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
