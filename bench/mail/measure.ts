/** Everything that is measured, in a process of its own: DATABASE_URL, SINK_URL. Its last line is the outcome as JSON. */
import { connect, type Socket } from "node:net";

import mjml2html from "mjml";
import { createTransport } from "nodemailer";
import type SMTPPool from "nodemailer/lib/smtp-pool";

import { PRIORITY } from "../../app/engine/messaging/budget/priority";
import { registerMailPurposes } from "../../app/engine/messaging/purpose";
import { queueMessages } from "../../app/engine/messaging/queue.server";
import { messagingRegistration } from "../../app/engine/messaging/registration.server";
import type { RenderedMail } from "../../app/engine/messaging/rendered-mail";
import { SENDING_SETTINGS_KEY } from "../../app/engine/messaging/sending/schema";
import { compileVariant } from "../../app/engine/messaging/templates/compile.server";
import { fillVariant, parseVariant, scopeOf } from "../../app/engine/messaging/templates/fill.server";
import { checkoutReminder3 } from "../../app/engine/messaging/templates/ready-made/checkout-reminders";
import { blocksToMjml } from "../../app/engine/messaging/templates/rules/blocks-to-mjml";
import { designOf } from "../../app/engine/messaging/templates/rules/design";
import { DesignChoiceSchema } from "../../app/engine/messaging/templates/schema";
import { createSmtpTransport } from "../../app/integrations/email/smtp.server";
import type { EmailTransport, OutgoingEmail } from "../../app/integrations/email/transport";
import { registerSubscribers } from "../../app/pipeline/events/publish.server";
import { buildRegistry } from "../../app/pipeline/jobs/registry.server";
import { prepareQueue, startRunner } from "../../app/pipeline/jobs/runner.server";
import { deliveryJobs } from "../../app/pipeline/outbox/deliver.server";
import { registerOutbox } from "../../app/pipeline/outbox/registry.server";
import { inTransaction, openDb, type RootDb } from "../../app/platform/db.server";
import { newShopId } from "../../app/platform/ids.server";
import { withShop } from "../../app/platform/tenant-guard.server";
import { writeSetting } from "../../app/shops/settings.server";
import type { MailFigures } from "./bench";
import { contentOf, FRAME, variablesOf } from "./content";
import { renderReactMail } from "./react-mail";

const { DATABASE_URL = "", SINK_URL = "" } = process.env;
const HANDED = 4_000;
const QUEUED = 4_000;
const PER_TRANSACTION = 100;
const CONNECTIONS = 4;

const { en: VARIANT } = checkoutReminder3.variants;
const design = designOf(DesignChoiceSchema.parse({}));
const language = "en";
const compiled = await compileVariant(VARIANT, { kind: "email", topic: "cart", language, design });
const parsed = parseVariant({ ...VARIANT, ...compiled });
const ourMail = (index: number): RenderedMail => fillVariant(parsed, scopeOf(variablesOf(index), FRAME));

/** How often a second `work` is done, for at least a second, after a second to warm up. */
async function perSecond(work: (index: number) => Promise<unknown>): Promise<number> {
  let rate = 0;
  for (let round = 0; round < 2; round += 1) {
    const from = performance.now();
    let count = 0;
    for (; performance.now() - from < 1_000; count += 1) await work(count);
    rate = count / ((performance.now() - from) / 1_000);
  }
  return rate;
}

async function handedPerSecond(send: (index: number) => Promise<unknown>): Promise<number> {
  let rate = 0;
  for (let round = 0; round < 2; round += 1) {
    const from = performance.now();
    await Promise.all(Array.from({ length: HANDED }, (_, index) => send(index)));
    rate = HANDED / ((performance.now() - from) / 1_000);
  }
  return rate;
}

/**
 * A line for the peer that sends what it has at once. nodemailer leaves the system's waiting on, so that the end of every
 * longer mail waits 40 ms for an acknowledgement: 85 mails a second, whatever the machine.
 */
function connectWithoutDelay(
  { port }: SMTPPool.Options,
  callback: (error: Error | null, given: { connection: Socket } | undefined) => void,
): void {
  const connection = connect({ port: Number(port), host: "127.0.0.1", noDelay: true });
  connection.once("error", (error) => callback(error, undefined));
  connection.once("connect", () => callback(null, { connection }));
}

async function measureHandOver(): Promise<Pick<MailFigures, "nodemailer" | "handedOver">> {
  const { subject, html, text } = ourMail(1);
  const mail = (index: number): OutgoingEmail => ({
    messageId: `<${index}@bench.example>`,
    from: { name: "Demo shop", address: "hello@bench.example" },
    to: `person-${index}@bench.example`,
    subject,
    html,
    text,
    headers: { "List-Unsubscribe": "<https://app.example/u/token>" },
    sentAt: new Date(),
  });
  const peer = createTransport({
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: Infinity,
    host: "127.0.0.1",
    port: Number(new URL(SINK_URL).port),
    ignoreTLS: true,
    getSocket: connectWithoutDelay,
  });
  const nodemailer = await handedPerSecond((index) =>
    peer.sendMail({ ...mail(index), encoding: "quoted-printable" }),
  );
  peer.close();
  const ours = createSmtpTransport(SINK_URL, { maxConnections: CONNECTIONS });
  const handedOver = await handedPerSecond(async (index) => {
    const { kind } = await ours.send(mail(index));
    if (kind !== "accepted") throw new Error(`mail ${index} was ${kind}`);
  });
  ours.close();
  return { nodemailer, handedOver };
}

/** From the call that writes a mail until the sink has it and the database knows; the second of two rounds counts. */
async function measureWholeWay(): Promise<number> {
  const db = await openDb(DATABASE_URL);
  await prepareQueue(db);
  const shopId = newShopId();
  const email = createSmtpTransport(SINK_URL, { maxConnections: CONNECTIONS });
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
  email.close();
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

const figures: MailFigures = {
  renders: await perSecond((index) => Promise.resolve(ourMail(index))),
  reactEmail: await perSecond((index) => renderReactMail(contentOf(index), FRAME)),
  mjml: await perSecond(() =>
    mjml2html(blocksToMjml(VARIANT.blocks, { ...VARIANT, design, language }), {
      validationLevel: "skip",
      fonts: {},
    }),
  ),
  ...(await measureHandOver()),
  wholeWay: await measureWholeWay(),
};
console.log(JSON.stringify(figures));
process.exit(0);
