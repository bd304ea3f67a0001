import type { ShopifyGateway } from "~/integrations/shopify/gateway.server";

import { projectDeletions, projectNodes } from "../nodes.server";
import { readAgain, sweepRequests } from "./jobs.server";
import { provideRefetchPorts } from "./ports.server";

/** Jobs and schedules, without their port. */
export const refetchRegistration = { name: "refetch", jobs: [readAgain], schedules: [sweepRequests] };

/** Wires the refetch to Shopify and to the projections; called once by the composition. */
export function registerRefetch(gateway: Pick<ShopifyGateway, "nodes">): typeof refetchRegistration {
  provideRefetchPorts({
    reader: (shopDomain) => gateway.nodes(shopDomain),
    projectNodes: (tx, batch) => projectNodes(tx, { ...batch, silent: false }),
    projectDeletions,
  });
  return refetchRegistration;
}
