import { hookOfTables } from "~/platform/privacy/table-hook.server";

/**
 * An erasure: the answer goes on counting; the words, and the name behind it, go. Words of others that name the person go
 * too. Otherwise answers are the merchant's and stay, as the orders do that they are about.
 */
export const surveysPrivacy = hookOfTables({
  name: "surveys",
  personal: [
    {
      table: "SurveyAnswer",
      by: { customerId: "customerIds", orderId: "orderIds" },
      namedIn: ["comment"],
      onRedact: { set: { comment: null }, rekey: "customerId" },
    },
  ],
});
