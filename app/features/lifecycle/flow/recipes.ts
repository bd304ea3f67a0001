import type { FlowRecipe } from "~/engine/flows/contribution";
import { type FlowDefinition, FlowDefinitionSchema } from "~/engine/flows/definition";
import type { EventType } from "~/pipeline/events/catalogue";

const MORNING = { id: "morning", kind: "delay", delay: { kind: "time-of-day", time: "10:00" } };
const END_BY_ORDER = exitBy("bought", ["order.placed"]);

/** Whoever opens an account, or comes to us with consent: once. */
const welcome = recipe({
  key: "lifecycle.welcome",
  stage: "welcome",
  definition: {
    trigger: happened(["customer.account-created", "customer.created"]),
    entry: {
      kind: "any",
      of: [
        { kind: "fact", fact: "customer.has-account", operator: "is-true" },
        { kind: "fact", fact: "customer.email-consent", operator: "is", operand: "subscribed" },
      ],
    },
    reentry: { kind: "once" },
    exits: [END_BY_ORDER],
    steps: [
      // Who signs up while buying is not in need of a welcome: their order ends it.
      { id: "while", kind: "delay", delay: { kind: "duration", amount: 1, unit: "hours" } },
      mail("welcome", "offers"),
    ],
  },
});

/** The day after the payment. */
const thanks = recipe({
  key: "lifecycle.thanks",
  stage: "after-order",
  definition: {
    trigger: happened(["order.paid"]),
    exits: [exitBy("undone", ["order.cancelled", "order.refunded", "return.requested"])],
    steps: [
      { id: "oneday", kind: "delay", delay: { kind: "duration", amount: 1, unit: "days" } },
      MORNING,
      mail("thanks", "service"),
    ],
  },
});

/**
 * A week after everything was sent: time for the goods to arrive, and to be used. Where nothing is sent, or nobody says
 * so, two weeks after the payment.
 */
const surveyRequest = recipe({
  key: "lifecycle.survey-request",
  stage: "after-order",
  definition: {
    trigger: happened(["order.paid"]),
    // Who orders often is not asked after each order.
    reentry: { kind: "after-days", days: 90 },
    exits: [exitBy("undone", ["order.cancelled", "order.refunded", "return.requested"])],
    steps: [
      {
        ...{ id: "parcel", kind: "wait", events: ["order.fulfilled"], timeoutHours: 14 * 24 },
        happened: [{ id: "oneweek", kind: "delay", delay: { kind: "duration", amount: 7, unit: "days" } }],
        timedOut: [],
      },
      MORNING,
      mail("survey-request", "surveys"),
    ],
  },
});

/** The same question to whoever is let in: by the staff, by another automation, by a workflow of Shopify Flow. */
const surveyByHand = recipe({
  key: "lifecycle.survey-by-hand",
  stage: "after-order",
  definition: {
    trigger: { key: "people.by-hand" },
    reentry: { kind: "after-days", days: 30 },
    // The mail may wait for the end of quiet hours.
    exits: [exitBy("undone", ["order.cancelled", "order.refunded", "return.requested"])],
    steps: [mail("survey-request", "surveys")],
  },
});

/** Three days before the next order is to be expected of somebody who orders with a rhythm. */
const replenishment = recipe({
  key: "lifecycle.replenishment",
  stage: "after-order",
  definition: {
    trigger: {
      key: "dates.customer",
      settings: { fact: "orders.next-expected-at", offsetDays: -3, time: "10:00", repeats: "once" },
    },
    exits: [END_BY_ORDER],
    steps: [mail("replenishment", "offers")],
  },
});

/** A code that nobody used ends soon. Whoever orders meanwhile has used it, or has no need of it. */
const codeExpires = recipe({
  key: "lifecycle.code-expires",
  stage: "loyalty",
  definition: {
    trigger: happened(["code.expiring"]),
    exits: [END_BY_ORDER],
    steps: [MORNING, mail("code-expires", "offers")],
  },
});

export const lifecycleRecipes: readonly FlowRecipe[] = [
  welcome,
  thanks,
  surveyRequest,
  surveyByHand,
  replenishment,
  codeExpires,
];

function recipe({
  key,
  stage,
  definition,
}: Pick<FlowRecipe, "key" | "stage"> & { definition: unknown }): FlowRecipe {
  const definitionOf = (): FlowDefinition => FlowDefinitionSchema.parse(definition);
  return { key, stage, textNamespace: "lifecycle", definitionOf };
}

function happened(events: readonly EventType[]) {
  return { key: "events.happened", settings: { events } };
}

function exitBy(id: string, events: readonly EventType[]) {
  return { id, when: { kind: "event", events } };
}

function mail(templateKey: string, topic: "offers" | "service" | "surveys") {
  return { id: "mail", kind: "action", action: "messages.send", settings: { templateKey, topic } };
}
