import type { FeatureRegistration } from "~/engine/registration";

import { campaignSubjects } from "./decided/presenter.server";
import { onCode, onZone } from "./handlers.server";
import { advanceCampaign, sweepCampaigns, wakeMessages } from "./jobs.server";
import { campaignsPrivacy } from "./privacy.server";
import { campaignsPurpose } from "./sending/purpose.server";

export const campaignsRegistration: FeatureRegistration = {
  name: "campaigns",
  decisionSubjects: [campaignSubjects],
  jobs: [advanceCampaign, wakeMessages],
  schedules: [sweepCampaigns],
  subscribers: [onCode, onZone],
  mailPurposes: [campaignsPurpose],
  movedTables: [{ model: "CampaignRecipient", key: ["campaignId"] }],
  privacyHooks: [campaignsPrivacy],
};
