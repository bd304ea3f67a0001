import { useTranslation } from "react-i18next";

import type { FieldErrors } from "~/kit/form";
import { useSaveAction } from "~/ui/use-save-action";

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

/** What the settings page can ask of the server. */
export function useRecoverySettingsActions(): RecoverySettingsActions {
  const { t } = useTranslation("cart-recovery");
  const { isSaving, answer, save } = useSaveAction<RecoverySettingsAnswer>((outcome) => t(TOLD[outcome]));
  return { isSaving, errors: answer?.outcome === "invalid" ? answer.errors : {}, onSave: save };
}
