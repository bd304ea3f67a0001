import { hookOfTables } from "~/platform/privacy/table-hook.server";

export const vipPrivacy = hookOfTables({
  name: "vip",
  personal: [
    { table: "VipMembership", by: { customerId: "customerIds" }, onRedact: "delete" },
    { table: "VipTag", by: { customerId: "customerIds" }, onRedact: "delete" },
  ],
});
