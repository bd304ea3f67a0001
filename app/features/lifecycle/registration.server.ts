import type { FeatureRegistration } from "~/engine/registration";

import { orderRating } from "./flow/question";
import { lifecycleRecipes } from "./flow/recipes";

export const lifecycleRegistration: FeatureRegistration = {
  name: "lifecycle",
  flowRecipes: lifecycleRecipes,
  questions: [orderRating],
};
