import type { ShopifyGateway } from "~/integrations/shopify/gateway.server";

import { onScopesChanged, onShopInstalled } from "./handlers.server";
import { runSlice } from "./jobs.server";
import { provideReconcilePorts } from "./ports.server";
import { createReconcileReader } from "./reader.server";
import { sweepDueShops } from "./schedule.server";

/** Jobs, schedules and reactions, without their ports. */
export const reconcileRegistration = {
  name: "reconcile",
  jobs: [runSlice],
  schedules: [sweepDueShops],
  subscribers: [onShopInstalled, onScopesChanged],
};

/** Wires the reconcile to Shopify; called once by the composition. */
export function registerReconcile(gateway: Pick<ShopifyGateway, "client">): typeof reconcileRegistration {
  provideReconcilePorts({ reader: (shop) => createReconcileReader(gateway.client(shop.domain)) });
  return reconcileRegistration;
}
