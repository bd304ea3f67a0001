import type { FeatureRegistration } from "~/engine/registration";

import { cartRecoveryPurpose } from "./flow/purpose.server";
import { onCheckout, onCode, onOrder } from "./handlers.server";
import { considerCheckout } from "./jobs.server";

export const cartRecoveryRegistration: FeatureRegistration = {
  name: "cart-recovery",
  jobs: [considerCheckout],
  subscribers: [onCheckout, onCode, onOrder],
  mailPurposes: [cartRecoveryPurpose],
};
