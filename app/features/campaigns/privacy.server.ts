import { hookOfTables } from "~/platform/privacy/table-hook.server";

/** That somebody was invited, and what they answered, stays in the figures; who does not. */
export const campaignsPrivacy = hookOfTables({
  name: "campaigns",
  personal: [
    { table: "CampaignRecipient", by: { customerId: "customerIds" }, onRedact: { rekey: "customerId" } },
    // Taken in from the beginning again, everybody is there already.
    { table: "Campaign", by: { takenUpTo: "customerIds" }, onRedact: { set: { takenUpTo: null } } },
  ],
});
