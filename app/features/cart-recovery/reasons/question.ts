import type { Question } from "~/engine/messaging/answers/question";

/** Why somebody left their checkout: asked in the first reminder of it. */
export const leavingReason: Question = {
  key: "leaving-reason",
  textNamespace: "cart-recovery",
  answers: ["price", "delivery", "payment", "comparing", "later", "other"],
};
