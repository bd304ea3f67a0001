import { useTranslation } from "react-i18next";

import { useSaveAction } from "~/ui/use-save-action";

import type { ReferralForm, ReferralFormErrors } from "../form/schema";

/** What the route answers to the form. */
export type SettingsAnswer = { outcome: "saved" } | { outcome: "invalid"; errors: ReferralFormErrors };

export type SettingsActions = {
  isSaving: boolean;
  errors: ReferralFormErrors;
  onSave: (form: ReferralForm) => void;
};

/** What the settings page can ask of the server. */
export function useSettingsActions(): SettingsActions {
  const { t } = useTranslation("referrals");
  const { isSaving, answer, save } = useSaveAction<SettingsAnswer>((outcome) =>
    t(outcome === "saved" ? "settings.saved" : "settings.failed"),
  );
  return { isSaving, errors: answer?.outcome === "invalid" ? answer.errors : {}, onSave: save };
}
