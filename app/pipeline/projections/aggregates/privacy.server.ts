import { hookOfTables } from "~/platform/privacy/table-hook.server";

/** Figures stay whole: those of an erased customer belong to nobody in particular from then on. */
export const aggregatesPrivacy = hookOfTables({
  name: "aggregates",
  personal: [
    { table: "CustomerStats", by: { customerId: "customerIds" }, onRedact: { rekey: "customerId" } },
    { table: "CustomerMonth", by: { customerId: "customerIds" }, onRedact: { rekey: "customerId" } },
  ],
  impersonal: ["DayStats", "CohortMonth"],
});
