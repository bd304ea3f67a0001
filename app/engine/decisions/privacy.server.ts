import { hookOfTables } from "~/platform/privacy/table-hook.server";

/** The log says why something was done to a person; without the person there is nothing to say. */
export const decisionsPrivacy = hookOfTables({
  name: "decisions",
  personal: [
    {
      table: "Decision",
      by: { customerId: "customerIds", subjectId: ["customerIds", "orderIds", "checkoutIds"] },
      namedIn: ["paramsJson"],
      onRedact: "delete",
    },
  ],
  retention: [{ period: "decisions", table: "Decision", column: "decidedAt", action: "delete" }],
});
