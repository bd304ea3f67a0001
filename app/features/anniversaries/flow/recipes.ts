import type { FlowRecipe } from "~/engine/flows/contribution";
import { FlowDefinitionSchema } from "~/engine/flows/definition";

/** Every year on the day: a present that grows with the years. Not on a day on which something is being sent back. */
export const anniversaryGift: FlowRecipe = {
  key: "anniversaries.registration-gift",
  textNamespace: "anniversaries",
  stage: "anniversary",
  definitionOf: () =>
    FlowDefinitionSchema.parse({
      trigger: {
        key: "anniversaries.registration",
        settings: { time: "10:00", leapDay: "february-28", dateTagPrefix: "" },
      },
      exits: [
        {
          id: "return",
          when: {
            kind: "condition",
            condition: { kind: "fact", fact: "returns.open", operator: "at-least", operand: 1 },
          },
        },
      ],
      steps: [
        {
          id: "gift",
          kind: "action",
          action: "anniversaries.issue-gift",
          settings: {
            ladder: [
              { fromYear: 1, percentBp: 500 },
              { fromYear: 2, percentBp: 1_000 },
              { fromYear: 3, percentBp: 1_500 },
              { fromYear: 5, percentBp: 2_000 },
            ],
            validDays: 30,
            remindDaysBefore: 5,
          },
        },
        {
          id: "mail",
          kind: "action",
          action: "messages.send",
          settings: { templateKey: "anniversary", topic: "loyalty", usefulHours: 12 },
        },
      ],
    }),
};
