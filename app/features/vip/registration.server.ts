import type { FeatureRegistration } from "~/engine/registration";

import { vipFacts } from "./facts/tier.server";
import { vipRecipes } from "./flow/recipes";
import { markVip, setTier } from "./flow/give-actions.server";
import { demotionComing } from "./flow/demotion-trigger.server";
import { perkGiven } from "./flow/perk-trigger.server";
import { tierChanged } from "./flow/trigger.server";
import { onBackfill, onDeletion, onEarning, onMerge, onOrder, onTags } from "./handlers.server";
import { setVipTags } from "./intents.server";
import { vipMetafield } from "./metafields.server";
import { enrolShop, evaluateCustomer, sweepEnds, sweepShops } from "./jobs.server";
import { onCode, onInvitation, onMessage, onMove, onPoints } from "./perks/handlers.server";
import { giveDuePerks } from "./perks/jobs.server";
import { vipPrivacy } from "./privacy.server";

export const vipRegistration: FeatureRegistration = {
  name: "vip",
  jobs: [enrolShop, evaluateCustomer, giveDuePerks],
  schedules: [sweepShops, sweepEnds],
  subscribers: [
    onOrder,
    onTags,
    onMerge,
    onDeletion,
    onBackfill,
    onEarning,
    onMove,
    onCode,
    onPoints,
    onInvitation,
    onMessage,
  ],
  intents: [setVipTags],
  facts: vipFacts,
  flowTriggers: [tierChanged, demotionComing, perkGiven],
  flowActions: [setTier, markVip],
  flowRecipes: vipRecipes,
  customerMetafields: [vipMetafield],
  // The kept customer's own tier stays; whoever they are now is looked at again when the merge is told.
  movedTables: [
    { model: "VipMembership", key: [] },
    { model: "VipTag", key: [] },
    { model: "VipManualTier", key: [] },
    { model: "VipMove", key: ["causeKey"] },
    { model: "VipEntitlement", key: ["perkId", "periodKey"] },
  ],
  privacyHooks: [vipPrivacy],
};
