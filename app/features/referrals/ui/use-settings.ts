import { useFetcher } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

import { formOf, type ReferralForm, type ReferralFormErrors } from "../form/schema";
import type { ReferralSettings } from "../schema";

/** What the route answers to the form. */
export type SettingsAnswer = { outcome: "saved" } | { outcome: "invalid"; errors: ReferralFormErrors };

export type SettingsActions = {
  isSaving: boolean;
  errors: ReferralFormErrors;
  onSave: (form: ReferralForm) => void;
};

/** What is being typed, until it is saved or given up. */
export function useReferralForm(settings: ReferralSettings, currencyCode: string) {
  const savedText = JSON.stringify(formOf(settings, currencyCode));
  const [form, setForm] = useState(() => formOf(settings, currencyCode));
  const shownText = useRef(savedText);
  useEffect(() => {
    // Only what was saved anew replaces what is being typed.
    if (shownText.current === savedText) return;
    shownText.current = savedText;
    setForm(JSON.parse(savedText) as ReferralForm);
  }, [savedText]);
  return {
    form,
    isDirty: JSON.stringify(form) !== savedText,
    change: (part: Partial<ReferralForm>) => setForm((before) => ({ ...before, ...part })),
    discard: () => setForm(formOf(settings, currencyCode)),
  };
}

/** What the settings page can ask of the server. */
export function useSettingsActions(): SettingsActions {
  const { t } = useTranslation("referrals");
  const toast = useToast();
  const fetcher = useFetcher<SettingsAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const told = useRef<SettingsAnswer>();
  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    const isSaved = answer.outcome === "saved";
    toast(t(isSaved ? "settings.saved" : "settings.failed"), { isError: !isSaved });
  }, [answer, t, toast]);
  return {
    isSaving: fetcher.state !== "idle",
    errors: fetcher.data?.outcome === "invalid" ? fetcher.data.errors : {},
    onSave: (form) => fetcher.submit(form, { method: "post" }),
  };
}
