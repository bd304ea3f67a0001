import type { FeatureRegistration } from "~/engine/registration";

import { browsingRecipes } from "./flow/recipes";
import { cartLeft, lookedAt } from "./flow/triggers.server";
import { browserWitness } from "./link/browser-witness.server";
import { onPaid } from "./link/handlers.server";
import { onInstalled } from "./pixel/handlers.server";
import { connectPixel } from "./pixel/intents.server";
import { markWanted } from "./pixel/mark-wanted.server";
import { sweepPixels } from "./pixel/schedules.server";
import { browsingPrivacy } from "./privacy.server";
import { cartVariables, productVariables } from "./subject-variables.server";
import { countVisits, sweepVisits } from "./traffic/jobs.server";
import { forgetUnwilling, settleBrowsing, sweepBrowsing, sweepUnwilling } from "./visits/jobs.server";

export const browsingRegistration: FeatureRegistration = {
  name: "browsing",
  jobs: [settleBrowsing, forgetUnwilling, countVisits],
  subscribers: [onPaid, onInstalled],
  schedules: [sweepBrowsing, sweepUnwilling, sweepPixels, sweepVisits],
  intents: [connectPixel],
  flowTriggers: [cartLeft, lookedAt],
  flowRecipes: browsingRecipes,
  markWanted,
  browserWitness,
  subjectVariables: [cartVariables, productVariables],
  movedTables: [
    { model: "BrowseVisitor", key: ["visitorKey"] },
    { model: "BrowsedProduct", key: ["visitorKey", "visitStartedAt", "productId"] },
    { model: "BrowseClaim", key: ["kind", "subjectId"] },
  ],
  privacyHooks: [browsingPrivacy],
};
