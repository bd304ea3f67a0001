import type { FeatureRegistration } from "~/engine/registration";

import { experimentsPrivacy } from "./privacy.server";

export const experimentsRegistration: FeatureRegistration = {
  name: "experiments",
  movedTables: [{ model: "ExperimentExposure", key: ["experimentKey"] }],
  privacyHooks: [experimentsPrivacy],
};
