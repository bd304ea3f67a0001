import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";

import { useToast } from "./use-toast";

/** What a route answers to a form that is saved as a whole. */
type SaveAnswer = { outcome: string };

/** Sends a form to the page's own route, and says in a word what became of it; each answer once. */
export function useSaveAction<Answer extends SaveAnswer>(
  wordOf: (outcome: Answer["outcome"]) => string,
): {
  isSaving: boolean;
  /** The last one, for what it says of the fields. */
  answer: Answer | undefined;
  save: (form: Record<string, string>) => void;
} {
  const toast = useToast();
  const fetcher = useFetcher<Answer>();
  const answer = fetcher.data as Answer | undefined;
  const isIdle = fetcher.state === "idle";
  const told = useRef<Answer>();
  useEffect(() => {
    if (!isIdle || !answer || told.current === answer) return;
    told.current = answer;
    toast(wordOf(answer.outcome), { isError: answer.outcome !== "saved" });
  }, [answer, isIdle, toast, wordOf]);
  return {
    isSaving: !isIdle,
    answer,
    save: (form) => fetcher.submit(form, { method: "post" }),
  };
}
