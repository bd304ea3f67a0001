import { hookOfTables } from "~/platform/privacy/table-hook.server";

/** A code stays, it may be on an order; whom it was for does not. */
export const incentivesPrivacy = hookOfTables({
  name: "incentives",
  personal: [
    { table: "IssuedCode", by: { customerId: "customerIds" }, onRedact: { rekey: "customerId" } },
    { table: "SharedCode", by: { customerId: "customerIds" }, onRedact: { rekey: "customerId" } },
  ],
  impersonal: ["CodePool", "IncentiveBudget", "DiscountTerms", "DiscountReading"],
});
