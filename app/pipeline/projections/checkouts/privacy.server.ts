import { hookOfTables } from "~/platform/privacy/table-hook.server";

import { identifyByCheckouts } from "./privacy/repository.server";

/** Carts name nobody. Of checkouts stays what was in them and when; the link to one would open the person's data. */
export const checkoutsPrivacy = hookOfTables({
  name: "checkouts",
  personal: [
    {
      table: "CheckoutLine",
      through: { column: "checkoutId", of: "Checkout", by: { id: "checkoutIds" } },
      onRedact: "keep",
    },
    {
      table: "Checkout",
      by: { id: "checkoutIds", customerId: "customerIds" },
      onRedact: {
        set: { email: null, emailHash: null, phone: null, phoneHash: null, recoverUrl: null },
        rekey: "customerId",
      },
    },
  ],
  impersonal: ["CartLine", "Cart"],
  identify: identifyByCheckouts,
  retention: [
    { period: "checkouts", table: "Cart", column: "activeAt", action: "delete" },
    {
      period: "checkouts",
      table: "Checkout",
      column: "activeAt",
      only: `"completedAt" IS NULL`,
      action: "delete",
    },
  ],
});
