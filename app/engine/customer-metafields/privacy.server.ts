import { hookOfTables } from "~/platform/privacy/table-hook.server";

export const customerMetafieldsPrivacy = hookOfTables({
  name: "customer-metafields",
  personal: [{ table: "CustomerMetafieldState", by: { customerId: "customerIds" }, onRedact: "delete" }],
});
