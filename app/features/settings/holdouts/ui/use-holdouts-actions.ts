import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

import type { HoldoutsErrors, HoldoutsForm } from "../schema";

/** What the route answers to the form. */
export type HoldoutsAnswer = { outcome: "saved" } | { outcome: "invalid"; errors: HoldoutsErrors };

export type HoldoutsActions = {
  isSaving: boolean;
  errors: HoldoutsErrors;
  onSave: (form: HoldoutsForm) => void;
};

/** What the page about holdouts can ask of the server. */
export function useHoldoutsActions(): HoldoutsActions {
  const { t } = useTranslation("settings");
  const toast = useToast();
  const fetcher = useFetcher<HoldoutsAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const told = useRef<HoldoutsAnswer>();

  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    const isSaved = answer.outcome === "saved";
    toast(t(isSaved ? "toast.saved" : "toast.invalid"), { isError: !isSaved });
  }, [answer, t, toast]);

  return {
    isSaving: fetcher.state !== "idle",
    errors: fetcher.data?.outcome === "invalid" ? fetcher.data.errors : {},
    onSave: (form) => fetcher.submit({ settings: JSON.stringify(form) }, { method: "post" }),
  };
}
