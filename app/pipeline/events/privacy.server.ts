import { hookOfTables } from "~/platform/privacy/table-hook.server";

/** Events hold ids only; those of an erased person go, so that no timeline leads back to them. */
export const eventsPrivacy = hookOfTables({
  name: "events",
  personal: [
    {
      table: "DomainEvent",
      by: { customerId: "customerIds", subjectId: ["customerIds", "orderIds", "checkoutIds"] },
      onRedact: "delete",
    },
  ],
  retention: [{ period: "events", table: "DomainEvent", column: "recordedAt", action: "delete" }],
});
