import { hookOfTables } from "~/platform/privacy/table-hook.server";

/** Comparisons name records by their ids, never by their values. */
export const reconcilePrivacy = hookOfTables({
  name: "reconcile",
  personal: [
    { table: "ReconcileDrift", by: { recordId: "customerIds" }, onRedact: "delete" },
    {
      table: "ReconcilePosition",
      by: { sweepAfter: "customerIds" },
      onRedact: { set: { sweepAfter: null } },
    },
  ],
  impersonal: ["ReconcileResult", "ReconcileRun", "ReconcilePlan"],
  retention: [{ period: "drift", table: "ReconcileDrift", column: "foundAt", action: "delete" }],
});
