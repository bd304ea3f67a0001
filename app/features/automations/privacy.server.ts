import { hookOfTables } from "~/platform/privacy/table-hook.server";

export const automationsPrivacy = hookOfTables({
  name: "automations",
  personal: [{ table: "SegmentMember", by: { customerId: "customerIds" }, onRedact: "delete" }],
  impersonal: ["SegmentWatch"],
});
