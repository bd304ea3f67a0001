import type { QueueResult } from "../queue/service.server";

import type { Toast } from "./use-told";

/** What became of a change by hand, or of a look at an earning, in a word. */
export function toastOf(answer: QueueResult): Toast {
  switch (answer.outcome) {
    case "refused":
      return { text: `loyalty:adjustments.${answer.reason}`, params: answer.params, isError: true };
    case "not-waiting":
      return { text: "toast.not-waiting", isError: true };
    case "adjusted":
    case "requested":
    case "declined":
    case "released":
    case "rejected":
      return { text: `toast.${answer.outcome}`, isError: false };
  }
}
