import type { FeatureRegistration } from "~/engine/registration";

import { giveCode } from "./flow/give-code.server";
import { reminders } from "./flow/recipe";
import { checkoutLeft } from "./flow/trigger.server";
import { checkoutVariables } from "./flow/variables.server";
import { onHistory, onMessage, onOrder } from "./handlers.server";
import { adoptSettings, sweepFormerSettings } from "./jobs.server";
import { cartRecoveryPrivacy } from "./privacy.server";
import { leavingReason } from "./reasons/question";

export const cartRecoveryRegistration: FeatureRegistration = {
  name: "cart-recovery",
  jobs: [adoptSettings],
  schedules: [sweepFormerSettings],
  subscribers: [onHistory, onMessage, onOrder],
  flowTriggers: [checkoutLeft],
  flowActions: [giveCode],
  flowRecipes: [reminders],
  subjectVariables: [checkoutVariables],
  questions: [leavingReason],
  movedTables: [{ model: "Recovery", key: ["id"] }],
  privacyHooks: [cartRecoveryPrivacy],
};
