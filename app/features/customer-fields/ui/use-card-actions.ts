import { useTranslation } from "react-i18next";

import { useSaveAction } from "~/ui/use-save-action";

import type { ValuesAnswer } from "../values/schema";

export type CardActions = {
  isBusy: boolean;
  answer: ValuesAnswer | undefined;
  /** Of what was changed, by the field's id. */
  onSave: (values: Readonly<Record<string, string>>) => void;
};

/** What the card of a customer's fields can ask of the server. */
export function useCardActions(): CardActions {
  const { t } = useTranslation("customer-fields");
  const { isSaving, answer, save } = useSaveAction<ValuesAnswer>((outcome) => t(`card.answer.${outcome}`));
  return {
    isBusy: isSaving,
    answer,
    onSave: (values) => save({ kind: "save-fields", values: JSON.stringify(values) }),
  };
}
