import type { FeatureRegistration } from "~/engine/registration";
import type { EventType } from "~/pipeline/events/catalogue";
import { type AnySubscriber, defineSubscriber } from "~/pipeline/events/subscriber";

import { onArrival, onDeletion, onMerge } from "./customers/handlers.server";
import { setCustomerMetafields } from "./customers/intents.server";
import { collectWishes, lookAtShop, sweepShops, sweepWishes } from "./customers/jobs.server";
import { requestMetafields } from "./customers/request.server";
import { customerMetafieldsPrivacy } from "./privacy.server";
import { type Contributions, provideMetafields } from "./registry.server";
import { setAppMetafields } from "./shop/intents.server";
import { onShopArrival, sweepAppMetafields, tellShop } from "./shop/request.server";

export const customerMetafieldsRegistration: FeatureRegistration = {
  name: "customer-metafields",
  jobs: [collectWishes, lookAtShop, tellShop],
  schedules: [sweepWishes, sweepShops, sweepAppMetafields],
  subscribers: [onMerge, onDeletion, onArrival, onShopArrival],
  intents: [setCustomerMetafields, setAppMetafields],
  movedTables: [{ model: "CustomerMetafieldState", key: [] }],
  privacyHooks: [customerMetafieldsPrivacy],
};

/**
 * Makes known what features tell the store; called once by the composition.
 *
 * @returns the reaction to whatever may change what is told of a customer.
 */
export function registerMetafields(contributions: Contributions): { subscribers: AnySubscriber[] } {
  provideMetafields(contributions);
  const events = [...new Set(contributions.customers.flatMap(({ refreshOn }) => refreshOn))];
  const onChange = defineSubscriber<EventType>({
    name: "customer-metafields.on-change",
    events,
    async runTogether(heard, { tx, now }) {
      const shopId = heard[0]?.shopId;
      const customerIds = heard.flatMap(({ customerId }) => (customerId === null ? [] : [customerId]));
      if (shopId !== undefined) await requestMetafields(tx, { shopId, customerIds, now });
    },
  });
  return { subscribers: [onChange] };
}
