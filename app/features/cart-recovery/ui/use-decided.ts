import { useTranslation } from "react-i18next";

import { useDecisionSentence } from "~/engine/decisions/ui/use-decision-sentence";
import { useFormat } from "~/ui/use-format";

import type { RecoveryItem } from "../presenter.server";

/** What was decided about a checkout, or what will be, in a sentence. */
export function useDecided(): (item: RecoveryItem) => string {
  const { t } = useTranslation("cart-recovery");
  const sentence = useDecisionSentence();
  const format = useFormat();
  return ({ state, dueAt, decision }) => {
    if (state === "waiting") return t("list.considered", { at: format.instant(dueAt) });
    if (state === "offering") return t("list.sending");
    return decision ? sentence(decision) : "";
  };
}
