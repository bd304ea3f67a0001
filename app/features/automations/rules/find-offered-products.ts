import { z } from "zod";

import type { FlowDefinition } from "~/engine/flows/definition";
import { listSteps } from "~/engine/flows/rules/program";

const OffersProducts = z.object({
  offer: z.object({ items: z.object({ kind: z.literal("products"), gids: z.array(z.string()) }) }),
});

/** Shopify's ids of the products that the offers of a flow take off from. */
export function findOfferedProducts({ steps }: Pick<FlowDefinition, "steps">): string[] {
  return listSteps(steps).flatMap((step) => {
    const offer = step.kind === "action" ? OffersProducts.safeParse(step.settings) : null;
    return offer?.success ? offer.data.offer.items.gids : [];
  });
}
