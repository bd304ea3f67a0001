import type { FeatureRegistration } from "~/engine/registration";

import { shopifyFlowPrivacy } from "./privacy.server";
import { onHappened } from "./triggers/handlers.server";
import { fireTrigger } from "./triggers/intents.server";
import { sweepShop, sweepShops } from "./triggers/jobs.server";

export const shopifyFlowRegistration: FeatureRegistration = {
  name: "shopify-flow",
  jobs: [sweepShop],
  subscribers: [onHappened],
  schedules: [sweepShops],
  intents: [fireTrigger],
  privacyHooks: [shopifyFlowPrivacy],
};
