import { useTranslation } from "react-i18next";

import { useSaveAction } from "~/ui/use-save-action";

import type { SurveyErrors } from "../form/schema";
import type { SurveyForm } from "../schema";

/** What the route answers to the form. */
export type QuestionAnswer = { outcome: "saved" } | { outcome: "invalid"; errors: SurveyErrors };

export type QuestionActions = {
  isSaving: boolean;
  errors: SurveyErrors;
  onSave: (form: SurveyForm) => void;
};

/** What the page of the question can ask of the server. */
export function useQuestionActions(): QuestionActions {
  const { t } = useTranslation("surveys");
  const { isSaving, answer, save } = useSaveAction<QuestionAnswer>((outcome) => t(`toast.${outcome}`));
  return {
    isSaving,
    errors: answer?.outcome === "invalid" ? answer.errors : {},
    onSave: (form) => save({ form: JSON.stringify(form) }),
  };
}
