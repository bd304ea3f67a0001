import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

import type { SettingsErrors, SettingsForm } from "../schema";

/** What the route answers to the form. */
export type SettingsAnswer = { outcome: "saved" } | { outcome: "invalid"; errors: SettingsErrors };

export type SettingsActions = {
  isSaving: boolean;
  errors: SettingsErrors;
  onSave: (form: SettingsForm) => void;
};

/** What the settings page can ask of the server. */
export function useSettingsActions(): SettingsActions {
  const { t } = useTranslation("settings");
  const toast = useToast();
  const fetcher = useFetcher<SettingsAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const told = useRef<SettingsAnswer>();

  useEffect(() => {
    // `t` changes with the language that was just saved: one answer, one toast.
    if (!answer || told.current === answer) return;
    told.current = answer;
    const isSaved = answer.outcome === "saved";
    toast(t(isSaved ? "toast.saved" : "toast.invalid"), { isError: !isSaved });
  }, [answer, t, toast]);

  return {
    isSaving: fetcher.state !== "idle",
    errors: fetcher.data?.outcome === "invalid" ? fetcher.data.errors : {},
    onSave: (form) => fetcher.submit(form, { method: "post" }),
  };
}
