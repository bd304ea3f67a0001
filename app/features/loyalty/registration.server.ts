import type { FeatureRegistration } from "~/engine/registration";

import { onAccount, onAnswer, onMerge, onOrder, onReward } from "./handlers.server";
import { ageShop, sweepPoints } from "./jobs.server";
import { loyaltyPrivacy } from "./privacy.server";

export const loyaltyRegistration: FeatureRegistration = {
  name: "loyalty",
  jobs: [ageShop],
  schedules: [sweepPoints],
  subscribers: [onOrder, onAccount, onAnswer, onMerge, onReward],
  // A lot goes with all its points, whatever became of them: nothing is entered anew, and an undo gives all back.
  movedTables: [
    { model: "PointsLot", key: ["id"] },
    { model: "PointsEntry", key: ["id"] },
    { model: "PointsRedemption", key: ["id"] },
    { model: "PointsAdjustment", key: ["id"] },
  ],
  privacyHooks: [loyaltyPrivacy],
};
