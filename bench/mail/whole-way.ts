import { PRIORITY } from "../../app/engine/messaging/budget/priority";
import { registerMailPurposes } from "../../app/engine/messaging/purpose";
import { queueMessages } from "../../app/engine/messaging/queue.server";
import { messagingRegistration } from "../../app/engine/messaging/registration.server";
import { SENDING_SETTINGS_KEY } from "../../app/engine/messaging/sending/schema";
import type { EmailTransport } from "../../app/integrations/email/transport";
import { registerSubscribers } from "../../app/pipeline/events/publish.server";
import { buildRegistry } from "../../app/pipeline/jobs/registry.server";
import { prepareQueue, startRunner } from "../../app/pipeline/jobs/runner.server";
import { deliveryJobs } from "../../app/pipeline/outbox/deliver.server";
import { registerOutbox } from "../../app/pipeline/outbox/registry.server";
import { inTransaction, openDb, type RootDb } from "../../app/platform/db.server";
import { newShopId } from "../../app/platform/ids.server";
import { withShop } from "../../app/platform/tenant-guard.server";
import { writeSetting } from "../../app/shops/settings.server";
import { ourMail } from "./our-mail";

const QUEUED = 4_000;
const PER_TRANSACTION = 100;

/**
 * From the call that writes a mail until the sink has it and the database knows; the second of two rounds counts.
 *
 * @returns mails a second.
 */
export async function measureWholeWay(databaseUrl: string, email: EmailTransport): Promise<number> {
  const db = await openDb(databaseUrl);
  await prepareQueue(db);
  const shopId = newShopId();
  const sent = registerMails(email);
  await withShop(shopId, () => makeShop(db, shopId));
  const runner = await startRunner(db, buildRegistry(deliveryJobs, []), {
    concurrency: 16,
    now: () => new Date(),
  });
  let rate = 0;
  for (let round = 0; round < 2; round += 1) {
    const from = performance.now();
    const isDone = sent.until(QUEUED);
    for (let first = round * QUEUED; first < (round + 1) * QUEUED; first += PER_TRANSACTION)
      await withShop(shopId, () => queueSome(db, { shopId, first }));
    await isDone;
    rate = QUEUED / ((performance.now() - from) / 1_000);
  }
  await runner.stop();
  await db.$disconnect();
  return rate;
}

/** Counts what was sent. */
function registerMails(email: EmailTransport): { until: (count: number) => Promise<void> } {
  let [missing, isDone] = [0, () => undefined as void];
  registerMailPurposes([
    {
      purpose: "bench",
      recheck: () => Promise.resolve({ kind: "go" }),
      onSettled: (_tx, { outcome }) => {
        if (outcome.kind !== "sent") throw new Error(`a mail was ${outcome.kind}`);
        missing -= 1;
        if (missing === 0) isDone();
        return Promise.resolve();
      },
    },
  ]);
  registerSubscribers([]);
  const nobody = () => Promise.reject(new Error("only mails are measured"));
  registerOutbox(messagingRegistration.intents ?? [], {
    email,
    sms: { send: nobody },
    webhook: { post: nobody },
    shopify: nobody,
  });
  return {
    until: (count) => {
      const { promise, resolve: tell } = Promise.withResolvers<void>();
      [missing, isDone] = [count, tell];
      return promise;
    },
  };
}

async function makeShop(db: RootDb, shopId: string): Promise<void> {
  const now = new Date();
  const stamps = { installedAt: now, createdAt: now, updatedAt: now };
  const facts = { name: "Bench", currencyCode: "EUR", ianaTimezone: "Europe/Warsaw" };
  await db.shop.create({ data: { id: shopId, domain: "bench.myshopify.com", ...facts, ...stamps } });
  // At any hour, or the figure would depend on when the bench is run.
  const value = { hours: { email: { opensAt: "00:00", closesAt: "24:00" } } };
  await writeSetting(db, { shopId, key: SENDING_SETTINGS_KEY, value, now });
}

function queueSome(db: RootDb, { shopId, first }: { shopId: string; first: number }): Promise<void> {
  return inTransaction(
    db,
    async (tx) => {
      const messages = Array.from({ length: PER_TRANSACTION }, (_, offset) => messageOf(first + offset));
      await queueMessages(tx, { shopId, messages, now: new Date() });
    },
    { shopId },
  );
}

function messageOf(index: number) {
  return {
    customerId: null,
    purpose: "bench",
    subjectId: String(index),
    topic: "offers",
    toAddress: `person-${index}@bench.example`,
    locale: "en",
    occasionKey: `bench:${index}`,
    render: () => Promise.resolve(ourMail(index)),
    priority: PRIORITY.offers,
  } as const;
}
