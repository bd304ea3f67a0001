/**
 * The one file that knows everything: it opens the database, registers what features and engine contribute, and wires
 * the ports to the outside world. Web and worker load the same composition.
 */
import { FEATURES, PRIVACY_HOOKS } from "./composition-features.server";
import { registerMetafields } from "./engine/customer-metafields/registration.server";
import { provideLibraryCheck } from "./engine/storefront/port.server";
import { registerDecisionNames } from "./engine/decisions/named-params.server";
import { registerDecisionSubjects } from "./engine/decisions/subjects.server";
import { registerFacts } from "./engine/facts/registry.server";
import { catalogueFacts } from "./engine/flows/catalogue-facts.server";
import { registerFlows } from "./engine/flows/registration.server";
import { registerQuestions } from "./engine/messaging/answers/question";
import { registerMailPurposes } from "./engine/messaging/purpose";
import { provideMarkWanted } from "./engine/messaging/tracking/visitor-mark.server";
import { registerSubjectVariables } from "./engine/messaging/subject-variables";
import { readCustomerZones } from "./engine/messaging/quiet-hours/repository.server";
import { provideBrowserWitness } from "./engine/identity/browser-witness.server";
import type { FeatureRegistration } from "./engine/registration";
import { createSmtpTransport } from "./integrations/email/smtp.server";
import { parseSmsUrl } from "./integrations/sms/address";
import { createTwilioTransport } from "./integrations/sms/twilio.server";
import { createWebhookTransport } from "./integrations/webhook/https.server";
import { createProxyCheck } from "./integrations/shopify/proxy-check.server";
import { createShopifyGateway, type ShopifyGateway } from "./integrations/shopify/gateway.server";
import { registerSubscribers } from "./pipeline/events/publish.server";
import { inboxJobs, inboxSchedules } from "./pipeline/inbox/project.server";
import { buildRegistry, type JobRegistry } from "./pipeline/jobs/registry.server";
import { prepareQueue } from "./pipeline/jobs/runner.server";
import type { OutboxPorts } from "./pipeline/outbox/definition";
import { deliveryJobs } from "./pipeline/outbox/deliver.server";
import { registerOutbox } from "./pipeline/outbox/registry.server";
import { outboxSchedules } from "./pipeline/outbox/sweep.server";
import { outboxLifecycle } from "./pipeline/outbox/uninstall.server";
import { registerBackfill } from "./pipeline/projections/backfill/registration.server";
import { csvImportRegistration } from "./pipeline/projections/csv-import/registration.server";
import { registerMerge } from "./pipeline/projections/merge/registration.server";
import { registerReconcile } from "./pipeline/projections/reconcile/registration.server";
import { registerRefetch } from "./pipeline/projections/refetch/registration.server";
import { registerTopic } from "./pipeline/projections/registry.server";
import { zoneRegistration } from "./pipeline/projections/zone/registration.server";
import { now } from "./platform/clock.server";
import { provideDb } from "./platform/database.server";
import { openDb, type RootDb } from "./platform/db.server";
import { type Env, getEnv } from "./platform/env.server";
import { provideAdminPorts } from "./shops/authenticator.server";
import { registerTokenKeeping } from "./shops/keep-tokens-alive.server";
import { provideRemovalCheck } from "./shops/removal.server";
import { installShop } from "./shops/lifecycle.server";
import { getShop } from "./shops/repository.server";
import { shopTopics } from "./shops/topics.server";
import { registerPrivacyHooks } from "./platform/privacy/registry.server";
import { authenticateAdminRequest, configureShopify } from "./shopify.server";

export type Composition = {
  registry: JobRegistry;
  /** Lets go of connections to the outside; the database stays open. */
  close: () => void;
};

async function compose(env: Env): Promise<Composition> {
  const db = await openDb(env.DATABASE_URL);
  provideDb(db);
  await prepareQueue(db);
  const email = createSmtpTransport(
    env.SMTP_URL,
    env.SMTP_RATE === undefined ? {} : { perSecond: env.SMTP_RATE },
  );
  const sms = createTwilioTransport(env.SMS_URL === undefined ? null : parseSmsUrl(env.SMS_URL));
  const webhook = createWebhookTransport({ allowsLocal: env.DEV_STORE_URL !== undefined });
  const credentials = { apiKey: env.SHOPIFY_API_KEY, apiSecret: env.SHOPIFY_API_SECRET };
  const gateway = createShopifyGateway({ db, credentials });
  const setUpShop = createShopSetUp(db, gateway);
  // Before the app object: to load the library sets its fetch back, and the dev-store's must come last.
  provideLibraryCheck(await createProxyCheck({ ...credentials, appUrl: env.SHOPIFY_APP_URL }));
  const shopify = await configureShopify({
    ...credentials,
    appUrl: env.SHOPIFY_APP_URL,
    scopes: env.SCOPES?.split(","),
    devStoreUrl: env.DEV_STORE_URL,
    db,
    onInstalled: ({ shopDomain }) => setUpShop(shopDomain),
  });
  provideAdminPorts({ authenticate: authenticateAdminRequest, setUpShop });
  const registry = register({ db, channels: { email, sms, webhook }, gateway });
  return {
    registry,
    close: () => {
      email.close();
      shopify.close();
    },
  };
}

type Part = Omit<FeatureRegistration, "mailPurposes" | "intents">;
type OutsideWorld = { db: RootDb; channels: Omit<OutboxPorts, "shopify">; gateway: ShopifyGateway };

function register({ db, channels, gateway }: OutsideWorld): JobRegistry {
  const backfill = registerBackfill(gateway);
  registerFacts(
    FEATURES.flatMap((feature) => feature.facts ?? []),
    FEATURES.flatMap((feature) => feature.factFamilies ?? []),
  );
  registerMailPurposes(FEATURES.flatMap((feature) => feature.mailPurposes ?? []));
  provideMarkWanted(FEATURES.find((feature) => feature.markWanted)?.markWanted);
  provideBrowserWitness(FEATURES.find((feature) => feature.browserWitness)?.browserWitness);
  registerDecisionNames(FEATURES.flatMap((feature) => feature.decisionNames ?? []));
  registerDecisionSubjects(FEATURES.flatMap((feature) => feature.decisionSubjects ?? []));
  registerSubjectVariables(FEATURES.flatMap((feature) => feature.subjectVariables ?? []));
  registerQuestions(FEATURES.flatMap((feature) => feature.questions ?? []));
  registerOutbox(
    FEATURES.flatMap((feature) => feature.intents ?? []),
    { ...channels, shopify: async (shopId) => gateway.admin((await getShop(db, { shopId })).domain) },
  );
  const topics = [shopTopics, ...FEATURES.map((feature) => feature.topics ?? {})];
  for (const handlers of topics) {
    for (const [topic, handler] of Object.entries(handlers)) registerTopic(topic, handler);
  }
  registerPrivacyHooks(PRIVACY_HOOKS);
  const flows = registerFlows({
    triggers: FEATURES.flatMap((feature) => feature.flowTriggers ?? []),
    actions: FEATURES.flatMap((feature) => feature.flowActions ?? []),
    recipes: FEATURES.flatMap((feature) => feature.flowRecipes ?? []),
    facts: catalogueFacts,
    zones: readCustomerZones,
    gate: FEATURES.find((feature) => feature.flowGate)?.flowGate,
  });
  provideRemovalCheck(gateway);
  const metafields = registerMetafields({
    customers: FEATURES.flatMap((feature) => feature.customerMetafields ?? []),
    shop: FEATURES.flatMap((feature) => feature.appMetafields ?? []),
  });
  const parts: readonly Part[] = [
    ...FEATURES,
    flows,
    { name: "customer-metafields", ...metafields },
    outboxLifecycle,
    backfill,
    csvImportRegistration,
    registerReconcile(gateway),
    zoneRegistration,
    registerRefetch(gateway),
    registerTokenKeeping(gateway),
  ];
  registerMerge(FEATURES.flatMap((feature) => feature.movedTables ?? []));
  const reactions = registerSubscribers(parts.flatMap((part) => part.subscribers ?? []));
  return buildRegistry(
    [...deliveryJobs, ...inboxJobs, ...reactions, ...parts.flatMap((part) => part.jobs ?? [])],
    [...inboxSchedules, ...outboxSchedules, ...parts.flatMap((part) => part.schedules ?? [])],
  );
}

/**
 * A shop gave us a token, at the install or later: what Shopify says of it is taken over. Requests that ask for the
 * same shop at the same time share one answer.
 *
 * The result throws when Shopify does not tell: the merchant sees the error page and opens the app again.
 */
function createShopSetUp(db: RootDb, gateway: ShopifyGateway): (shopDomain: string) => Promise<void> {
  const underWay = new Map<string, Promise<void>>();
  const setUp = async (shopDomain: string): Promise<void> => {
    const details = await gateway.readShopDetails(shopDomain);
    if (details.kind !== "done") throw new Error(`Shopify did not describe ${shopDomain}: ${details.error}`);
    await installShop(db, { facts: details.result, now: now() });
  };
  return (shopDomain) => {
    const begun = underWay.get(shopDomain) ?? setUp(shopDomain).finally(() => underWay.delete(shopDomain));
    underWay.set(shopDomain, begun);
    return begun;
  };
}

export const composition = await compose(getEnv());
