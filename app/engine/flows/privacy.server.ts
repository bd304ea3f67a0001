import { hookOfTables } from "~/platform/privacy/table-hook.server";

/**
 * A run is a person's way through a flow: without the person it ends, and nothing of it stays. After its time that there
 * was one stays: whoever enters once must not enter again when it is forgotten.
 */
export const flowsPrivacy = hookOfTables({
  name: "flows",
  personal: [
    {
      table: "FlowRun",
      by: { customerId: "customerIds", subjectId: ["customerIds", "orderIds", "checkoutIds"] },
      namedIn: ["contextJson"],
      onRedact: "delete",
    },
    { table: "FlowSimulation", namedIn: ["resultJson"], onRedact: "delete" },
  ],
  impersonal: ["FlowSweep", "FlowVersion", "Flow"],
  retention: [
    {
      period: "decisions",
      table: "FlowRun",
      column: "endedAt",
      only: `"contextJson" <> '{}'`,
      action: { set: { contextJson: "{}" } },
    },
    { period: "simulations", table: "FlowSimulation", column: "requestedAt", action: "delete" },
  ],
});
