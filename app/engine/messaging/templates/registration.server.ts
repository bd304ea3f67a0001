import type { FeatureRegistration } from "~/engine/registration";

import { templatesPrivacy } from "./privacy.server";
import { sendTest } from "./test-send/intents.server";

export const templatesRegistration: FeatureRegistration = {
  name: "templates",
  intents: [sendTest],
  privacyHooks: [templatesPrivacy],
};
