import type { FeatureRegistration } from "~/engine/registration";

import { loyaltyFacts } from "./facts/points.server";
import { awardPoints } from "./flow/award-action.server";
import { loyaltyRecipes } from "./flow/recipes";
import { pointsEarned, pointsExpiring, rewardRedeemed } from "./flow/triggers.server";
import { pointsVariables } from "./flow/variables.server";
import { onAccount, onAnswer, onMerge, onOrder, onPromise, onReferral, onReward } from "./handlers.server";
import { ageShop, sweepPoints } from "./jobs.server";
import { checkLedger, checkLedgers } from "./ledger/check/jobs.server";
import { loyaltyMetafields, programmeMetafield } from "./metafields.server";
import { loyaltyPrivacy } from "./privacy.server";

export const loyaltyRegistration: FeatureRegistration = {
  name: "loyalty",
  jobs: [ageShop, checkLedger],
  schedules: [sweepPoints, checkLedgers],
  subscribers: [onOrder, onAccount, onAnswer, onReferral, onPromise, onMerge, onReward],
  facts: loyaltyFacts,
  flowTriggers: [pointsEarned, pointsExpiring, rewardRedeemed],
  flowActions: [awardPoints],
  flowRecipes: loyaltyRecipes,
  subjectVariables: [pointsVariables],
  customerMetafields: loyaltyMetafields,
  appMetafields: [programmeMetafield],
  // A lot goes with all its points, whatever became of them: nothing is entered anew, and an undo gives all back.
  movedTables: [
    { model: "PointsLot", key: ["id"] },
    { model: "PointsEntry", key: ["id"] },
    { model: "PointsRedemption", key: ["id"] },
    { model: "PointsAdjustment", key: ["id"] },
  ],
  privacyHooks: [loyaltyPrivacy],
};
