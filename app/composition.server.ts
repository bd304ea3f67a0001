/**
 * The one file that knows everything: it opens the database, registers what features and engine contribute, and wires
 * the ports to the outside world. Web and worker load the same composition.
 */
import { decisionsRegistration } from "./engine/decisions/registration.server";
import { incentivesRegistration } from "./engine/incentives/registration.server";
import { registerMailPurposes } from "./engine/messaging/purpose";
import { messagingRegistration } from "./engine/messaging/registration.server";
import { type FeatureRegistration } from "./engine/registration";
import { cartRecoveryRegistration } from "./features/cart-recovery/registration.server";
import { vipRegistration } from "./features/vip/registration.server";
import { createSmtpTransport } from "./integrations/email/smtp.server";
import { createShopifyGateway } from "./integrations/shopify/gateway.server";
import { registerSubscribers } from "./pipeline/events/publish.server";
import { inboxJobs, inboxSchedules } from "./pipeline/inbox/project.server";
import { buildRegistry, type JobRegistry } from "./pipeline/jobs/registry.server";
import { deliverIntent } from "./pipeline/outbox/deliver.server";
import { outboxSchedules } from "./pipeline/outbox/sweep.server";
import { registerOutbox } from "./pipeline/outbox/registry.server";
import { now } from "./platform/clock.server";
import { provideDb } from "./platform/database.server";
import { openDb, type RootDb } from "./platform/db.server";
import { type Env, getEnv } from "./platform/env.server";
import { provideAuthenticator } from "./shops/authenticator.server";
import { installShop } from "./shops/lifecycle.server";
import { getShop } from "./shops/repository.server";
import { authenticateAdminRequest, configureShopify } from "./shopify.server";

const REGISTRATIONS: readonly FeatureRegistration[] = [
  decisionsRegistration,
  incentivesRegistration,
  messagingRegistration,
  vipRegistration,
  cartRecoveryRegistration,
];

export type Composition = { registry: JobRegistry; close: () => void };

async function compose(env: Env): Promise<Composition> {
  const db = await openDb(env.DATABASE_URL);
  provideDb(db);
  const email = createSmtpTransport(env.SMTP_URL);
  const shopifyApp = await connectShopify(db, env);
  return { registry: buildRegistry([], []), close: () => { email.close(); shopifyApp.close(); } };
}
