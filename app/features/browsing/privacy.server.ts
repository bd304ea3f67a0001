import { hookOfTables } from "~/platform/privacy/table-hook.server";

/** Nothing of it is needed for a figure once its day was counted, so nothing stays. */
export const browsingPrivacy = hookOfTables({
  name: "browsing",
  personal: [
    { table: "BrowsedProduct", by: { customerId: "customerIds" }, onRedact: "delete" },
    {
      table: "BrowseClaim",
      by: { customerId: "customerIds", subjectId: "checkoutIds" },
      onRedact: "delete",
    },
    { table: "BrowseVisitor", by: { customerId: "customerIds" }, onRedact: "delete" },
    { table: "VisitPage", by: { checkoutId: "checkoutIds" }, onRedact: "delete" },
  ],
  impersonal: ["VisitSample", "VisitDay"],
  retention: [
    { period: "visits", table: "VisitPage", column: "openedAt", action: "delete" },
    { period: "browsing", table: "BrowsedProduct", column: "lastViewedAt", action: "delete" },
    { period: "browsing", table: "BrowseClaim", column: "activeAt", action: "delete" },
    {
      period: "unknown-browsers",
      table: "BrowseClaim",
      column: "activeAt",
      only: `"customerId" IS NULL`,
      action: "delete",
    },
    { period: "browsing", table: "BrowseVisitor", column: "lastSeenAt", action: "delete" },
    {
      period: "unknown-browsers",
      table: "BrowseVisitor",
      column: "lastSeenAt",
      only: `"customerId" IS NULL`,
      action: "delete",
    },
  ],
});
