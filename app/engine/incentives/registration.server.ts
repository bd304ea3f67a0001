import type { FeatureRegistration } from "~/engine/registration";

import { redeemByHistory, redeemByOrder } from "./handlers.server";
import { createDiscountCode } from "./intents.server";
import { expireShopCodes, sweepExpiredCodes } from "./jobs.server";
import { incentivesPrivacy } from "./privacy.server";

export const incentivesRegistration: FeatureRegistration = {
  name: "incentives",
  jobs: [expireShopCodes],
  schedules: [sweepExpiredCodes],
  subscribers: [redeemByOrder, redeemByHistory],
  intents: [createDiscountCode],
  movedTables: [{ model: "IssuedCode", key: ["id"] }],
  privacyHooks: [incentivesPrivacy],
};
