import { hookOfTables } from "~/platform/privacy/table-hook.server";

/** Whoever of the two is erased: what they were compared by goes, the figures stay, the name behind them goes. */
const OF_BOTH = { customerId: "customerIds", orderId: "orderIds" } as const;

export const referralsPrivacy = hookOfTables({
  name: "referrals",
  personal: [
    {
      table: "ReferralMark",
      through: { column: "referralId", of: "Referral", by: OF_BOTH },
      onRedact: "delete",
    },
    { table: "Referral", by: OF_BOTH, onRedact: { set: { reviewNote: null }, rekey: "customerId" } },
  ],
});
