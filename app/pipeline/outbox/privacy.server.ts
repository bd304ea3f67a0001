import { hookOfTables } from "~/platform/privacy/table-hook.server";

/** Intents about an erased person are not carried out any more; what is under way ends without a trace. */
export const outboxPrivacy = hookOfTables({
  name: "outbox",
  personal: [
    {
      table: "OutboxIntent",
      by: { customerId: "customerIds" },
      namedIn: ["payloadJson", "resultJson", "lastError", "dedupeKey"],
      onRedact: "delete",
    },
  ],
  // The row stays: its key keeps the effect from happening twice.
  retention: [
    {
      period: "outbox",
      table: "OutboxIntent",
      column: "settledAt",
      only: `"resultJson" IS NOT NULL OR "lastError" IS NOT NULL`,
      action: { set: { resultJson: null, lastError: null } },
    },
  ],
});
