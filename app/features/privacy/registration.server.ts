import type { FeatureRegistration } from "~/engine/registration";

import { privacyHook } from "./hooks.server";
import { sendNotice } from "./intents.server";
import {
  confirmRemoval,
  enforceRetention,
  eraseShop,
  prepareExport,
  redactPerson,
  sweepRetention,
  sweepVisits,
} from "./jobs.server";
import { privacyTopics } from "./topics.server";

export const privacyRegistration: FeatureRegistration = {
  name: "privacy",
  jobs: [prepareExport, redactPerson, eraseShop, confirmRemoval, enforceRetention],
  schedules: [sweepRetention, sweepVisits],
  intents: [sendNotice],
  topics: privacyTopics,
  privacyHooks: [privacyHook],
};
