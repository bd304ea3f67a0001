import type { FlowRecipe } from "~/engine/flows/contribution";
import { type FlowDefinition, FlowDefinitionSchema } from "~/engine/flows/definition";

export const REMINDERS_RECIPE = "cart-recovery.reminders";

/** A reminder an hour after the checkout was left, another a day later, and two days after that one with a code. */
export const reminders: FlowRecipe = {
  key: REMINDERS_RECIPE,
  textNamespace: "cart-recovery",
  page: "/app/recovery",
  stage: "cart",
  definitionOf: () => remindersDefinition(),
};

/** The series as it is without any set-up. What it says of delay, consent and code is the default of its settings. */
export function remindersDefinition(): FlowDefinition {
  return FlowDefinitionSchema.parse({
    trigger: {
      key: "cart-recovery.checkout-left",
      settings: { delayMinutes: 60, consent: "subscribed-only" },
    },
    exits: [{ id: "bought", when: { kind: "event", events: ["order.placed", "checkout.completed"] } }],
    steps: [
      // Until the checkout is stale.
      mail("mail1", "checkout-reminder-1", 71),
      { id: "day1", kind: "delay", delay: { kind: "duration", amount: 24, unit: "hours" } },
      mail("mail2", "checkout-reminder-2", 48),
      { id: "day3", kind: "delay", delay: { kind: "duration", amount: 48, unit: "hours" } },
      {
        id: "code",
        kind: "action",
        action: "cart-recovery.give-code",
        settings: { percentBp: 1_000, validDays: 7, maxCodesPer90Days: 3, firstTimersOnly: false },
      },
      mail("mail3", "checkout-reminder-3", 48),
    ],
  });
}

function mail(id: string, templateKey: string, usefulHours: number) {
  const settings = { templateKey, topic: "cart", usefulHours, consent: "subscribed-only" };
  return { id, kind: "action", action: "messages.send", settings };
}
