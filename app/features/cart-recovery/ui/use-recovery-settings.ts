import { useFetcher } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { FieldErrors } from "~/kit/form";
import { useToast } from "~/ui/use-toast";

import type { CartRecoverySettings } from "../schema";

/** What the route answers to the form. */
export type RecoverySettingsAnswer =
  | { outcome: "saved" }
  | { outcome: "flow-broken"; flowId: string }
  | { outcome: "invalid"; errors: FieldErrors };

const TOLD = {
  saved: "settings.saved",
  invalid: "settings.failed",
  "flow-broken": "settings.flowBroken",
} as const;

/** The form as text, the way fields hold it. */
export type RecoverySettingsForm = Record<
  "enabled" | "delayMinutes" | "percent" | "validDays" | "maxCodesPer90Days" | "firstTimersOnly" | "consent",
  string
>;

export type RecoverySettingsActions = {
  isSaving: boolean;
  errors: FieldErrors;
  onSave: (form: RecoverySettingsForm) => void;
};

/** The saved settings as a form. */
export function formOf(settings: CartRecoverySettings): RecoverySettingsForm {
  return {
    enabled: String(settings.enabled),
    delayMinutes: String(settings.delayMinutes),
    percent: String(settings.percentBp / 100),
    validDays: String(settings.validDays),
    maxCodesPer90Days: String(settings.maxCodesPer90Days),
    firstTimersOnly: String(settings.firstTimersOnly),
    consent: settings.consent,
  };
}

/** What is being typed, until it is saved or given up. */
export function useRecoveryForm(settings: CartRecoverySettings) {
  const savedText = JSON.stringify(formOf(settings));
  const [form, setForm] = useState(() => formOf(settings));
  const shownText = useRef(savedText);
  useEffect(() => {
    // Only what was saved anew replaces what is being typed.
    if (shownText.current === savedText) return;
    shownText.current = savedText;
    setForm(JSON.parse(savedText) as RecoverySettingsForm);
  }, [savedText]);
  return {
    form,
    isDirty: JSON.stringify(form) !== savedText,
    change: (part: Partial<RecoverySettingsForm>) => setForm((before) => ({ ...before, ...part })),
    discard: () => setForm(formOf(settings)),
  };
}

/** What the settings page can ask of the server. */
export function useRecoverySettingsActions(): RecoverySettingsActions {
  const { t } = useTranslation("cart-recovery");
  const toast = useToast();
  const fetcher = useFetcher<RecoverySettingsAnswer>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const told = useRef<RecoverySettingsAnswer>();
  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    toast(t(TOLD[answer.outcome]), { isError: answer.outcome !== "saved" });
  }, [answer, t, toast]);
  return {
    isSaving: fetcher.state !== "idle",
    errors: fetcher.data?.outcome === "invalid" ? fetcher.data.errors : {},
    onSave: (form) => fetcher.submit(form, { method: "post" }),
  };
}
