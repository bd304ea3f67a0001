import type { FeatureRegistration } from "~/engine/registration";

import { lifecycleRecipes } from "./flow/recipes";

export const lifecycleRegistration: FeatureRegistration = {
  name: "lifecycle",
  flowRecipes: lifecycleRecipes,
};
