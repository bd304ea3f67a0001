import type { FeatureRegistration } from "~/engine/registration";

import { templateNames } from "./decided/presenter.server";
import { templatesPrivacy } from "./privacy.server";
import { sendTest } from "./test-send/intents.server";

export const templatesRegistration: FeatureRegistration = {
  name: "templates",
  decisionNames: [templateNames],
  intents: [sendTest],
  privacyHooks: [templatesPrivacy],
};
