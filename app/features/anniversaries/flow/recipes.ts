import type { FlowRecipe } from "~/engine/flows/contribution";
import { FlowDefinitionSchema } from "~/engine/flows/definition";

const NOT_DURING_A_RETURN = {
  id: "return",
  when: {
    kind: "condition",
    condition: { kind: "fact", fact: "returns.open", operator: "at-least", operand: 1 },
  },
} as const;

/** Of those who told it, and agreed to be congratulated: a code on the day, once a year. */
export const birthdayGift: FlowRecipe = {
  key: "anniversaries.birthday-gift",
  textNamespace: "anniversaries",
  stage: "anniversary",
  definitionOf: () =>
    FlowDefinitionSchema.parse({
      trigger: {
        key: "dates.customer",
        settings: {
          ...{ fact: "customer.birthday", offsetDays: 0, time: "10:00" },
          ...{ repeats: "yearly", leapDay: "february-28" },
        },
      },
      exits: [NOT_DURING_A_RETURN],
      steps: [
        {
          id: "gift",
          kind: "action",
          action: "incentives.issue",
          settings: {
            offer: {
              value: { kind: "percentage", percentBp: 1_000 },
              ...{ validDays: 30, clock: "sent", remindDaysBefore: 5, prefix: "BDAY", title: "Birthday" },
            },
            whenRefused: "end",
          },
        },
        {
          id: "mail",
          kind: "action",
          action: "messages.send",
          settings: { templateKey: "birthday", topic: "loyalty", usefulHours: 12 },
        },
      ],
    }),
};

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
      exits: [NOT_DURING_A_RETURN],
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
