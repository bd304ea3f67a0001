import { hookOfTables } from "~/platform/privacy/table-hook.server";

/** That a reminder was sent and brought an order stays in the figures; to whom does not. */
export const cartRecoveryPrivacy = hookOfTables({
  name: "cart-recovery",
  personal: [
    {
      table: "Recovery",
      by: { customerId: "customerIds", checkoutId: "checkoutIds" },
      onRedact: { rekey: "customerId" },
    },
  ],
});
