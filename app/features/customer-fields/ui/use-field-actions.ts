import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

import type { FieldAction, FieldAnswer } from "../schema";

/** What is sent of an action: choices as JSON. */
export type FieldRequest =
  | { kind: "create"; name: string; of: string; choices: string }
  | { kind: "change"; fieldId: string; name: string; choices: string }
  | Exclude<FieldAction, { kind: "create" | "change" }>;

export type FieldActions = {
  isBusy: boolean;
  /** The latest answer; a new object each time. */
  answer: FieldAnswer | undefined;
  onAsk: (request: FieldRequest) => void;
};

/** What the page of fields can ask of the server. */
export function useFieldActions(): FieldActions {
  const { t } = useTranslation("customer-fields");
  const toast = useToast();
  const fetcher = useFetcher<FieldAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const told = useRef<FieldAnswer>();
  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    const isError = answer.outcome === "invalid" || answer.outcome === "not-possible";
    toast(t(`answer.${answer.outcome}`), { isError });
  }, [answer, t, toast]);
  return {
    isBusy: fetcher.state !== "idle",
    answer,
    onAsk: (request) => fetcher.submit(request, { method: "post" }),
  };
}
