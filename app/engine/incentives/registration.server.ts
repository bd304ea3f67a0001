import type { FeatureRegistration } from "~/engine/registration";

import { redeemByOrder } from "./handlers.server";
import { createDiscountCode } from "./intents.server";
import { expireShopCodes, sweepExpiredCodes } from "./jobs.server";

export const incentivesRegistration: FeatureRegistration = {
  name: "incentives",
  jobs: [expireShopCodes],
  schedules: [sweepExpiredCodes],
  subscribers: [redeemByOrder],
  intents: [createDiscountCode],
};
