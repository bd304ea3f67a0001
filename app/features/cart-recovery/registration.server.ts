import type { FeatureRegistration } from "~/engine/registration";

import { cartRecoveryPurpose } from "./flow/purpose.server";
import { onCheckout, onCode, onHistory, onOrder } from "./handlers.server";
import { considerCheckout } from "./jobs.server";
import { cartRecoveryPrivacy } from "./privacy.server";
import { leavingReason } from "./reasons/question";

export const cartRecoveryRegistration: FeatureRegistration = {
  name: "cart-recovery",
  jobs: [considerCheckout],
  subscribers: [onCheckout, onCode, onHistory, onOrder],
  mailPurposes: [cartRecoveryPurpose],
  questions: [leavingReason],
  movedTables: [{ model: "Recovery", key: ["id"] }],
  privacyHooks: [cartRecoveryPrivacy],
};
