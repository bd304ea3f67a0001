import type { FeatureRegistration } from "~/engine/registration";

import { onBackfill, onDeletion, onOrder, onTags } from "./handlers.server";
import { setVipTags } from "./intents.server";
import { enrolShop, evaluateCustomer, sweepShops } from "./jobs.server";

export const vipRegistration: FeatureRegistration = {
  name: "vip",
  jobs: [enrolShop, evaluateCustomer],
  schedules: [sweepShops],
  subscribers: [onOrder, onTags, onDeletion, onBackfill],
  intents: [setVipTags],
};
