import { hookOfTables } from "~/platform/privacy/table-hook.server";

/** The answer goes on counting; the words, and the name behind it, go. Words of others that name the person go too. */
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
  retention: [{ period: "events", table: "SurveyAnswer", column: "answeredAt", action: "delete" }],
});
