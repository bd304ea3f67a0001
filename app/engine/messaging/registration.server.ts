import type { FeatureRegistration } from "~/engine/registration";

import { liftByNewConsent } from "./handlers.server";
import { sendMessage, writeUnsubscription } from "./intents.server";

export const messagingRegistration: FeatureRegistration = {
  name: "messaging",
  subscribers: [liftByNewConsent],
  intents: [sendMessage, writeUnsubscription],
};
