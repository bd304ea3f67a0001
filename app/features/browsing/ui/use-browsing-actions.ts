import { useTranslation } from "react-i18next";

import { useSaveAction } from "~/ui/use-save-action";

import type { BrowsingForm, WrongInForm } from "../schema";

/** What the route answers to the form. */
export type BrowsingAnswer = { outcome: "saved" } | { outcome: "invalid"; wrong: WrongInForm };

export type BrowsingActions = {
  isSaving: boolean;
  /** What stood in the form and cannot be taken; undefined while all is well. */
  wrong: WrongInForm | undefined;
  onSave: (form: BrowsingForm) => void;
};

/** What the page about the pixel can ask of the server. */
export function useBrowsingActions(): BrowsingActions {
  const { t } = useTranslation("browsing");
  const { isSaving, answer, save } = useSaveAction<BrowsingAnswer>((outcome) => t(`toast.${outcome}`));
  return {
    isSaving,
    wrong: answer?.outcome === "invalid" ? answer.wrong : undefined,
    onSave: ({ isOn, ...form }) => save({ isOn: String(isOn), ...form }),
  };
}
