import type { FeatureRegistration } from "~/engine/registration";

import { issueGift } from "./flow/gift-action.server";
import { anniversaryGift, birthdayGift } from "./flow/recipes";
import { registrationAnniversary } from "./flow/trigger.server";

export const anniversariesRegistration: FeatureRegistration = {
  name: "anniversaries",
  flowTriggers: [registrationAnniversary],
  flowActions: [issueGift],
  flowRecipes: [anniversaryGift, birthdayGift],
};
