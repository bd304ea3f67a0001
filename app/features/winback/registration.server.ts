import type { FeatureRegistration } from "~/engine/registration";

import { daysOverdueFact } from "./facts/overdue.server";
import { winBack } from "./flow/recipes";
import { lapsed } from "./flow/trigger.server";

export const winbackRegistration: FeatureRegistration = {
  name: "winback",
  facts: [daysOverdueFact],
  flowTriggers: [lapsed],
  flowRecipes: [winBack],
};
