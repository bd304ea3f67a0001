import { hookOfTables } from "~/platform/privacy/table-hook.server";

export const vipPrivacy = hookOfTables({
  name: "vip",
  personal: [
    { table: "VipMembership", by: { customerId: "customerIds" }, onRedact: "delete" },
    { table: "VipTag", by: { customerId: "customerIds" }, onRedact: "delete" },
    { table: "VipManualTier", by: { customerId: "customerIds" }, onRedact: "delete" },
    { table: "VipMove", by: { customerId: "customerIds" }, onRedact: { rekey: "customerId" } },
    { table: "VipEntitlement", by: { customerId: "customerIds" }, onRedact: { rekey: "customerId" } },
  ],
});
