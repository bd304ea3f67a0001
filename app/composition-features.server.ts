/** What features, engine and pipeline contribute; composition.server.ts wires it. */
import { customerMetafieldsRegistration } from "./engine/customer-metafields/registration.server";
import { decisionsRegistration } from "./engine/decisions/registration.server";
import { experimentsRegistration } from "./engine/experiments/registration.server";
import { flowsRegistration } from "./engine/flows/registration.server";
import { incentivesRegistration } from "./engine/incentives/registration.server";
import { messagingRegistration } from "./engine/messaging/registration.server";
import { templatesRegistration } from "./engine/messaging/templates/registration.server";
import type { FeatureRegistration } from "./engine/registration";
import { automationsRegistration } from "./features/automations/registration.server";
import { anniversariesRegistration } from "./features/anniversaries/registration.server";
import { campaignsRegistration } from "./features/campaigns/registration.server";
import { browsingRegistration } from "./features/browsing/registration.server";
import { cartRecoveryRegistration } from "./features/cart-recovery/registration.server";
import { customersRegistration } from "./features/customers/registration.server";
import { lifecycleRegistration } from "./features/lifecycle/registration.server";
import { loyaltyRegistration } from "./features/loyalty/registration.server";
import { privacyRegistration } from "./features/privacy/registration.server";
import { referralsRegistration } from "./features/referrals/registration.server";
import { surveysRegistration } from "./features/surveys/registration.server";
import { shopifyFlowRegistration } from "./features/shopify-flow/registration.server";
import { tasksRegistration } from "./features/tasks/registration.server";
import { vipRegistration } from "./features/vip/registration.server";
import { winbackRegistration } from "./features/winback/registration.server";
import { eventsPrivacy } from "./pipeline/events/privacy.server";
import { inboxPrivacy } from "./pipeline/inbox/privacy.server";
import { jobsPrivacy } from "./pipeline/jobs/privacy.server";
import { outboxPrivacy } from "./pipeline/outbox/privacy.server";
import { aggregatesPrivacy } from "./pipeline/projections/aggregates/privacy.server";
import { backfillPrivacy } from "./pipeline/projections/backfill/privacy.server";
import { checkoutsPrivacy } from "./pipeline/projections/checkouts/privacy.server";
import { importsPrivacy } from "./pipeline/projections/csv-import/privacy.server";
import { customersPrivacy } from "./pipeline/projections/customers/privacy.server";
import { ordersPrivacy } from "./pipeline/projections/orders/privacy.server";
import { cataloguePrivacy } from "./pipeline/projections/products/privacy.server";
import { reconcilePrivacy } from "./pipeline/projections/reconcile/privacy.server";
import type { PrivacyHook } from "./platform/privacy/hook";
import { accessPrivacy, sessionsPrivacy, shopPrivacy } from "./shops/privacy.server";

export const FEATURES: readonly FeatureRegistration[] = [
  decisionsRegistration,
  flowsRegistration,
  incentivesRegistration,
  experimentsRegistration,
  messagingRegistration,
  customerMetafieldsRegistration,
  customersRegistration,
  templatesRegistration,
  vipRegistration,
  cartRecoveryRegistration,
  automationsRegistration,
  campaignsRegistration,
  lifecycleRegistration,
  anniversariesRegistration,
  winbackRegistration,
  browsingRegistration,
  shopifyFlowRegistration,
  loyaltyRegistration,
  referralsRegistration,
  surveysRegistration,
  tasksRegistration,
  privacyRegistration,
];

/** Every room's part in what people may ask by law, in the order of an erasure; the shop itself goes last. */
export const PRIVACY_HOOKS: readonly PrivacyHook[] = [
  inboxPrivacy,
  jobsPrivacy,
  outboxPrivacy,
  eventsPrivacy,
  importsPrivacy,
  backfillPrivacy,
  reconcilePrivacy,
  ordersPrivacy,
  checkoutsPrivacy,
  aggregatesPrivacy,
  cataloguePrivacy,
  customersPrivacy,
  ...FEATURES.flatMap((feature) => feature.privacyHooks ?? []),
  accessPrivacy,
  sessionsPrivacy,
  shopPrivacy,
];
