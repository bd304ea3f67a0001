import { appendDecisions, type NewDecision } from "~/engine/decisions/append.server";
import type { DecisionOutcome, DecisionParams } from "~/engine/decisions/schema";
import type { Tx } from "~/platform/db.server";

import type { RecipientRow } from "./recipients/repository.server";

export type Told = {
  recipient: Pick<RecipientRow, "id" | "shopId" | "campaignId" | "customerId">;
  outcome: DecisionOutcome;
  reason: string;
  params?: DecisionParams;
};

/** Writes down what was decided about people of a campaign. Once per person and reason. */
export function logDecisions(
  tx: Tx,
  { campaign, told, now }: { campaign: string; told: readonly Told[]; now: Date },
): Promise<void> {
  return appendDecisions(
    tx,
    told.map(
      ({ recipient: { id, shopId, campaignId, customerId }, outcome, reason, params }): NewDecision => ({
        ...{ shopId, customerId, outcome, reason, now },
        feature: "campaigns",
        params: { ...params, campaign },
        subjectKind: "campaign",
        subjectId: campaignId,
        dedupeKey: `campaigns:${id}:${reason}`,
      }),
    ),
  );
}
