import type { FlowRecipe } from "~/engine/flows/contribution";
import { type FlowDefinition, FlowDefinitionSchema } from "~/engine/flows/definition";

/** Whoever buys or goes to check out is left alone: the recovery of checkouts goes on from there. */
const EXIT_BY_BUYING = {
  id: "bought",
  when: { kind: "event", events: ["order.placed", "checkout.started", "checkout.active"] },
};

/** An hour after the last thing that happened with the cart. */
const cartLeft = recipe("browsing.cart-left", {
  trigger: { key: "browsing.cart-left" },
  exits: [EXIT_BY_BUYING],
  steps: [
    { id: "hour", kind: "delay", delay: { kind: "duration", amount: 1, unit: "hours" } },
    mail("cart-left"),
  ],
});

/** Some hours after the visit, at most once a week; a cart that is filled meanwhile is the better occasion. */
const lookedAt = recipe("browsing.looked-at", {
  trigger: { key: "browsing.products-viewed", settings: { minViews: 1, againAfterDays: 30 } },
  exits: [EXIT_BY_BUYING, { id: "cart", when: { kind: "event", events: ["browsing.cart-left"] } }],
  reentry: { kind: "after-days", days: 7 },
  steps: [
    { id: "hours", kind: "delay", delay: { kind: "duration", amount: 4, unit: "hours" } },
    mail("browse"),
  ],
});

export const browsingRecipes: readonly FlowRecipe[] = [cartLeft, lookedAt];

function recipe(key: string, definition: unknown): FlowRecipe {
  const definitionOf = (): FlowDefinition => FlowDefinitionSchema.parse(definition);
  return { key, stage: "cart", textNamespace: "browsing", definitionOf };
}

/** Of no use when it would come late. */
function mail(templateKey: "cart-left" | "browse") {
  const settings = { templateKey, topic: "cart", usefulHours: 48 };
  return { id: "mail", kind: "action", action: "messages.send", settings };
}
