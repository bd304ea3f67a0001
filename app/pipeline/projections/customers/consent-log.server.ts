import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { rowsToJson, upsertSql } from "~/platform/sql.server";

import type { CustomerState } from "./schema";

const INSERT_CHANGES = upsertSql({
  table: "ConsentChange",
  columns: [
    "id",
    "shopId",
    "customerId",
    "channel",
    "fromState",
    "toState",
    "optInLevel",
    "source",
    "collectedFrom",
    "occurredAt",
    "recordedAt",
    "changeKey",
  ],
  key: ["shopId", "changeKey"],
  onConflict: "nothing",
});

/**
 * Writes down what the customers of a batch said about marketing, in the projecting transaction.
 *
 * Safe to repeat by (shopId, changeKey): a change that is there already stays as it was told first, so what was done here
 * keeps its source when the store tells of it again.
 */
export async function appendConsentChanges(
  tx: Tx,
  { shopId, states, now }: { shopId: string; states: readonly CustomerState[]; now: Date },
): Promise<void> {
  const rows = states.flatMap(({ consentChanges }) =>
    consentChanges.map((change) => ({ ...change, id: newId(), shopId, recordedAt: now })),
  );
  if (rows.length > 0) await tx.$executeRawUnsafe(INSERT_CHANGES, rowsToJson(rows));
}
