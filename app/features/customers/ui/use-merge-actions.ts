import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

import type { UndoMergeAnswer } from "../merges/schema";

export type MergeActions = { isUndoing: boolean; onUndo: (mergeId: string) => void };

/** What the profile can ask of the server about merges. */
export function useMergeActions(): MergeActions {
  const { t } = useTranslation("customers");
  const toast = useToast();
  const fetcher = useFetcher<UndoMergeAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const told = useRef<UndoMergeAnswer>();

  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    toast(t(`merge.answer.${answer.outcome}`), { isError: answer.outcome !== "undone" });
  }, [answer, t, toast]);

  return {
    isUndoing: fetcher.state !== "idle",
    onUndo: (mergeId) => fetcher.submit({ kind: "undo-merge", mergeId }, { method: "post" }),
  };
}
