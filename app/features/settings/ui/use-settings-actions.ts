import { useTranslation } from "react-i18next";

import { useSaveAction } from "~/ui/use-save-action";

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
  const { isSaving, answer, save } = useSaveAction<SettingsAnswer>((outcome) =>
    t(outcome === "saved" ? "toast.saved" : "toast.invalid"),
  );
  return { isSaving, errors: answer?.outcome === "invalid" ? answer.errors : {}, onSave: save };
}
