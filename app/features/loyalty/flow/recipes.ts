import type { FlowRecipe } from "~/engine/flows/contribution";
import { FlowDefinitionSchema } from "~/engine/flows/definition";

const MORNING = { id: "morning", kind: "delay", delay: { kind: "time-of-day", time: "10:00" } } as const;

/** Of those whose points end soon: a mail in the morning, unless they used them, or bought, before. */
const expiring: FlowRecipe = {
  key: "loyalty.points-expire",
  textNamespace: "loyalty",
  stage: "loyalty",
  definitionOf: () =>
    FlowDefinitionSchema.parse({
      trigger: { key: "loyalty.points-expiring", settings: {} },
      exits: [
        { id: "used", when: { kind: "event", events: ["points.redeemed", "order.placed"] } },
        {
          id: "empty",
          when: {
            kind: "condition",
            condition: { kind: "fact", fact: "loyalty.points-available", operator: "at-most", operand: 0 },
          },
        },
      ],
      steps: [
        MORNING,
        {
          id: "mail",
          kind: "action",
          action: "messages.send",
          settings: { templateKey: "points-expire", topic: "loyalty" },
        },
      ],
    }),
};

/** On the day they registered, every year: the points of the programme's rule. */
const anniversary: FlowRecipe = {
  key: "loyalty.anniversary-points",
  textNamespace: "loyalty",
  stage: "loyalty",
  definitionOf: () =>
    FlowDefinitionSchema.parse({
      trigger: {
        key: "anniversaries.registration",
        settings: { time: "09:00", leapDay: "february-28", dateTagPrefix: "" },
      },
      steps: [awardBy("anniversary")],
    }),
};

/** Of those who told it, and agreed: on the day. */
const birthday: FlowRecipe = {
  key: "loyalty.birthday-points",
  textNamespace: "loyalty",
  stage: "loyalty",
  definitionOf: () =>
    FlowDefinitionSchema.parse({
      trigger: {
        key: "dates.customer",
        settings: {
          ...{ fact: "customer.birthday", offsetDays: 0, time: "09:00" },
          ...{ repeats: "yearly", leapDay: "february-28" },
        },
      },
      steps: [awardBy("birthday")],
    }),
};

function awardBy(rule: string) {
  return { id: "points", kind: "action", action: "loyalty.award-points", settings: { by: "rule", rule } };
}

export const loyaltyRecipes: readonly FlowRecipe[] = [expiring, anniversary, birthday];
