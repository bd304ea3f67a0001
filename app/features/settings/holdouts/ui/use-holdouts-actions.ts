import { useTranslation } from "react-i18next";

import { useSaveAction } from "~/ui/use-save-action";

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
  const { isSaving, answer, save } = useSaveAction<HoldoutsAnswer>((outcome) => t(`toast.${outcome}`));
  return {
    isSaving,
    errors: answer?.outcome === "invalid" ? answer.errors : {},
    onSave: (form) => save({ settings: JSON.stringify(form) }),
  };
}
