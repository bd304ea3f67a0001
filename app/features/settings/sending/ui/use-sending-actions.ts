import { useTranslation } from "react-i18next";

import type { SendingErrors, SendingForm } from "~/engine/messaging/sending/schema";
import { useSaveAction } from "~/ui/use-save-action";

/** What the route answers to the form. */
export type SendingAnswer = { outcome: "saved" } | { outcome: "invalid"; errors: SendingErrors };

export type SendingActions = {
  isSaving: boolean;
  errors: SendingErrors;
  onSave: (form: SendingForm) => void;
};

/** What the page about sending can ask of the server. */
export function useSendingActions(): SendingActions {
  const { t } = useTranslation("settings");
  const { isSaving, answer, save } = useSaveAction<SendingAnswer>((outcome) => t(`toast.${outcome}`));
  return {
    isSaving,
    errors: answer?.outcome === "invalid" ? answer.errors : {},
    onSave: (form) => save({ settings: JSON.stringify(form) }),
  };
}
