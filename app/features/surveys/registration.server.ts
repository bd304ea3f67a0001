import type { FeatureRegistration } from "~/engine/registration";

import { surveyFacts } from "./facts/family.server";
import { surveysPrivacy } from "./privacy.server";

export const surveysRegistration: FeatureRegistration = {
  name: "surveys",
  factFamilies: [surveyFacts],
  movedTables: [{ model: "SurveyAnswer", key: ["orderId"] }],
  privacyHooks: [surveysPrivacy],
};
