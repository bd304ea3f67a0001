import { hookOfTables } from "~/platform/privacy/table-hook.server";

/** Shopify's names of runs and our sentences: nothing of people. */
export const shopifyFlowPrivacy = hookOfTables({
  name: "shopify-flow",
  personal: [],
  impersonal: ["FlowActionRun"],
  retention: [{ period: "jobs", table: "FlowActionRun", column: "askedAt", action: "delete" }],
});
