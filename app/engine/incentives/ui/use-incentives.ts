import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useLocale } from "~/ui/locale-context";
import { useSavedForm } from "~/ui/use-saved-form";
import { useToast } from "~/ui/use-toast";

import { formOf, type IncentiveForm, type IncentiveFormErrors } from "../form/schema";
import type { IncentiveSettings } from "../schema";

/** What the route answers. */
export type IncentivesAnswer =
  { outcome: "saved" } | { outcome: "asked" } | { outcome: "invalid"; errors: IncentiveFormErrors };

export type IncentivesActions = {
  isSaving: boolean;
  errors: IncentiveFormErrors;
  onSave: (form: IncentiveForm) => void;
  onRefresh: () => void;
};

/** What is being typed, until it is saved or given up. */
export function useIncentiveForm(settings: IncentiveSettings, currencyCode: string) {
  return useSavedForm(formOf(settings, currencyCode, useLocale()));
}

/** What the page can ask of the server. */
export function useIncentivesActions(): IncentivesActions {
  const { t } = useTranslation("incentives");
  const toast = useToast();
  const fetcher = useFetcher<IncentivesAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const told = useRef<IncentivesAnswer>();
  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    toast(t(`answers.${answer.outcome}`), { isError: answer.outcome === "invalid" });
  }, [answer, t, toast]);
  return {
    isSaving: fetcher.state !== "idle",
    errors: fetcher.data?.outcome === "invalid" ? fetcher.data.errors : {},
    onSave: (form) => fetcher.submit({ kind: "save", ...form }, { method: "post" }),
    onRefresh: () => fetcher.submit({ kind: "refresh" }, { method: "post" }),
  };
}
