import type { FlowRecipe } from "~/engine/flows/contribution";
import { FlowDefinitionSchema } from "~/engine/flows/definition";

export const WIN_BACK_RECIPE = "winback.win-back";

const TITLES = { en: "Win-back", pl: "Powrót klienta", ru: "Возвращение клиента" };

/** First a mail without a code; a week later, to who did not order, one with. */
export const winBack: FlowRecipe = {
  key: WIN_BACK_RECIPE,
  textNamespace: "winback",
  stage: "winback",
  definitionOf: ({ locale }) =>
    FlowDefinitionSchema.parse({
      trigger: { key: "winback.lapsed", settings: { rule: "own-rhythm", times: 2, smallStoreDays: 60 } },
      exits: [
        { id: "bought", when: { kind: "event", events: ["order.placed"] } },
        {
          id: "return",
          when: {
            kind: "condition",
            condition: { kind: "fact", fact: "returns.open", operator: "at-least", operand: 1 },
          },
        },
      ],
      steps: [
        { id: "morning1", kind: "delay", delay: { kind: "time-of-day", time: "10:00" } },
        {
          id: "mail1",
          kind: "action",
          action: "messages.send",
          settings: { templateKey: "winback", topic: "offers" },
        },
        {
          id: "week",
          kind: "wait",
          events: ["order.placed"],
          timeoutHours: 7 * 24,
          happened: [{ id: "back", kind: "end" }],
          timedOut: [
            { id: "morning2", kind: "delay", delay: { kind: "time-of-day", time: "10:00" } },
            {
              id: "code",
              kind: "action",
              action: "incentives.issue",
              settings: {
                whenRefused: "end",
                offer: {
                  value: { kind: "percentage", percentBp: 1_000 },
                  validDays: 14,
                  clock: "sent",
                  remindDaysBefore: 3,
                  prefix: "BACK",
                  title: TITLES[locale],
                },
              },
            },
            {
              id: "mail2",
              kind: "action",
              action: "messages.send",
              settings: { templateKey: "winback-code", topic: "offers" },
            },
          ],
        },
      ],
    }),
};
