import type { FeatureRegistration } from "~/engine/registration";

import { referralFacts } from "./facts/referrals.server";
import { makeLink } from "./flow/link-action.server";
import { referralRecipes } from "./flow/recipes";
import { referralCompleted } from "./flow/trigger.server";
import { onFailedCode, onOrder, onPoints } from "./handlers.server";
import { settleDue, sweepReferrals, tidyCodes } from "./jobs.server";
import { readContacts } from "./judge/contacts-intent.server";
import { referralVariables } from "./link/variables.server";
import { referralsPrivacy } from "./privacy.server";

export const referralsRegistration: FeatureRegistration = {
  name: "referrals",
  jobs: [settleDue, tidyCodes],
  schedules: [sweepReferrals],
  subscribers: [onOrder, onFailedCode, onPoints],
  intents: [readContacts],
  facts: referralFacts,
  flowTriggers: [referralCompleted],
  flowActions: [makeLink],
  flowRecipes: referralRecipes,
  subjectVariables: [referralVariables],
  movedTables: [{ model: "Referral", key: ["id"] }],
  privacyHooks: [referralsPrivacy],
};
