import { useFetcher } from "@remix-run/react";

import type { QueueResult } from "../queue/service.server";

import { toastOf } from "./toast-of";
import { useTold } from "./use-told";

export type QueueActions = {
  isSending: boolean;
  onReview: (lotId: string, verdict: "released" | "rejected") => void;
  onDecide: (adjustmentId: string, verdict: "approved" | "declined") => void;
};

/** What the queue can ask of the server. */
export function useQueueActions(): QueueActions {
  const fetcher = useFetcher<QueueResult>();
  useTold(fetcher.state === "idle" ? fetcher.data : undefined, toastOf);
  return {
    isSending: fetcher.state !== "idle",
    onReview: (lotId, verdict) => fetcher.submit({ kind: "review", lotId, verdict }, { method: "post" }),
    onDecide: (adjustmentId, verdict) =>
      fetcher.submit({ kind: "decide", adjustmentId, verdict }, { method: "post" }),
  };
}
