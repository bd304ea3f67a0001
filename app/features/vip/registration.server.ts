import type { FeatureRegistration } from "~/engine/registration";

import { vipFacts } from "./facts/tier.server";
import { vipRecipes } from "./flow/recipes";
import { tierChanged } from "./flow/trigger.server";
import { onBackfill, onDeletion, onMerge, onOrder, onTags } from "./handlers.server";
import { setVipTags } from "./intents.server";
import { enrolShop, evaluateCustomer, sweepShops } from "./jobs.server";
import { vipMetafield } from "./metafields.server";
import { vipPrivacy } from "./privacy.server";

export const vipRegistration: FeatureRegistration = {
  name: "vip",
  jobs: [enrolShop, evaluateCustomer],
  schedules: [sweepShops],
  subscribers: [onOrder, onTags, onMerge, onDeletion, onBackfill],
  intents: [setVipTags],
  facts: vipFacts,
  flowTriggers: [tierChanged],
  flowRecipes: vipRecipes,
  customerMetafields: [vipMetafield],
  // The kept customer's own tier stays; whoever they are now is looked at again when the merge is told.
  movedTables: [
    { model: "VipMembership", key: [] },
    { model: "VipTag", key: [] },
  ],
  privacyHooks: [vipPrivacy],
};
