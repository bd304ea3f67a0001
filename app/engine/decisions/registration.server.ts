import type { FeatureRegistration } from "~/engine/registration";

import { decisionsPrivacy } from "./privacy.server";

export const decisionsRegistration: FeatureRegistration = {
  name: "decisions",
  movedTables: [{ model: "Decision", key: ["id"] }],
  privacyHooks: [decisionsPrivacy],
};
