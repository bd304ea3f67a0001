import { useDecisionSentence } from "~/engine/decisions/ui/use-decision-sentence";

import type { RecoveryItem } from "../presenter.server";

/** What was decided about a checkout last, in a sentence; empty when nothing was. */
export function useDecided(): (item: Pick<RecoveryItem, "decision">) => string {
  const sentence = useDecisionSentence();
  return ({ decision }) => (decision ? sentence(decision) : "");
}
