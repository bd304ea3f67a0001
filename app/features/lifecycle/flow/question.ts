import type { Question } from "~/engine/messaging/answers/question";

/** How satisfied somebody is with an order: 1 is worst. */
export const orderRating: Question = {
  key: "order-rating",
  textNamespace: "lifecycle",
  answers: ["1", "2", "3", "4", "5"],
};
