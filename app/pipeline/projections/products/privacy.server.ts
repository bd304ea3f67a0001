import { hookOfTables } from "~/platform/privacy/table-hook.server";

/** What the shop sells and offers is about nobody. */
export const cataloguePrivacy = hookOfTables({
  name: "catalogue",
  personal: [],
  impersonal: ["Variant", "Product", "DiscountRedeemCode", "Discount"],
});
