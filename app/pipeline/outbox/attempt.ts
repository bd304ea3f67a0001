import type { ChangeOutcome } from "~/integrations/shopify/admin";

import type { AttemptOutcome } from "./definition";

/** What an attempt at a change of the shop came to, in the outbox's words. Such changes are safe to repeat. */
export function attemptOf<Result>(outcome: ChangeOutcome<Result>, now: Date): AttemptOutcome<Result> {
  switch (outcome.kind) {
    case "done":
      return { kind: "done", result: outcome.result };
    case "unavailable":
      return {
        kind: "unavailable",
        error: outcome.error,
        notBefore: new Date(now.getTime() + outcome.retryAfterMs),
      };
    case "shop-gone":
      // Either the notice of the uninstall is on its way, and cancels this, or a merchant brings new tokens.
      return { kind: "unavailable", error: outcome.error };
    case "rejected":
      return { kind: "rejected", error: outcome.error };
  }
}
