import { hookOfTables } from "~/platform/privacy/table-hook.server";

/** An arm stays, so that figures do not shift; whose it was does not. */
export const experimentsPrivacy = hookOfTables({
  name: "experiments",
  personal: [
    {
      table: "ExperimentExposure",
      by: { customerId: "customerIds" },
      onRedact: { rekey: "customerId" },
    },
  ],
  impersonal: ["Experiment"],
});
