import type { FlowRecipe } from "~/engine/flows/contribution";
import { FlowDefinitionSchema } from "~/engine/flows/definition";

const MORNING = { id: "morning", kind: "delay", delay: { kind: "time-of-day", time: "10:00" } };
const mail = (templateKey: string) => ({
  ...{ id: "mail", kind: "action", action: "messages.send" },
  settings: { templateKey, topic: "loyalty" },
});

/** Who came back is satisfied, and knows what to say of the store: asked once, when the second order has arrived. */
const tellAFriend: FlowRecipe = {
  key: "referrals.tell-a-friend",
  textNamespace: "referrals",
  stage: "loyalty",
  definitionOf: () =>
    FlowDefinitionSchema.parse({
      trigger: { key: "events.happened", settings: { events: ["order.paid"] } },
      entry: { kind: "fact", fact: "orders.count", operator: "at-least", operand: 2 },
      reentry: { kind: "once" },
      exits: [
        {
          id: "undone",
          when: { kind: "event", events: ["order.cancelled", "order.refunded", "return.requested"] },
        },
      ],
      steps: [
        { id: "tendays", kind: "delay", delay: { kind: "duration", amount: 10, unit: "days" } },
        MORNING,
        { id: "link", kind: "action", action: "referrals.make-link", settings: {} },
        mail("tell-a-friend"),
      ],
    }),
};

/** The news that a friend bought, with what it brought. */
const thanks: FlowRecipe = {
  key: "referrals.thanks",
  textNamespace: "referrals",
  stage: "loyalty",
  definitionOf: () =>
    FlowDefinitionSchema.parse({
      trigger: { key: "referrals.completed", settings: {} },
      exits: [{ id: "again", when: { kind: "event", events: ["referral.completed"] } }],
      steps: [MORNING, mail("referral-thanks")],
    }),
};

export const referralRecipes: readonly FlowRecipe[] = [tellAFriend, thanks];
