import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";

import type { AdjustResult } from "../adjustments/service.server";

import { toastOf } from "./toast-of";
import { useTold } from "./use-told";

export type MemberActions = {
  isSending: boolean;
  /** `onDone`: it was done, or asked for. */
  onAdjust: (wish: { points: number; reason: string }, onDone: () => void) => void;
  onDecide: (adjustmentId: string, verdict: "approved" | "declined") => void;
};

/** What a member's page can ask of the server. */
export function useMemberActions(): MemberActions {
  const fetcher = useFetcher<AdjustResult>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  // The wish keeps its name until it is answered: a second click is the same wish.
  const key = useRef<string | null>(null);
  const done = useRef<() => void>();
  useTold(answer, toastOf);
  useEffect(() => {
    if (!answer) return;
    key.current = null;
    if (answer.outcome !== "refused") done.current?.();
    done.current = undefined;
  }, [answer]);
  return {
    isSending: fetcher.state !== "idle",
    onAdjust: ({ points, reason }, onDone) => {
      key.current ??= crypto.randomUUID();
      done.current = onDone;
      fetcher.submit({ kind: "adjust", points, reason, key: key.current }, { method: "post" });
    },
    onDecide: (adjustmentId, verdict) =>
      fetcher.submit({ kind: "decide", adjustmentId, verdict }, { method: "post" }),
  };
}
