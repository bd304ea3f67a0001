import type { FeatureRegistration } from "~/engine/registration";

import { surveysPrivacy } from "./privacy.server";

export const surveysRegistration: FeatureRegistration = {
  name: "surveys",
  movedTables: [{ model: "SurveyAnswer", key: ["orderId"] }],
  privacyHooks: [surveysPrivacy],
};
