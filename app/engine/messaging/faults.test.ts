import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createSmtpTransport } from "~/integrations/email/smtp.server";
import type { EmailTransport } from "~/integrations/email/transport";
import { registerOutbox } from "~/pipeline/outbox/registry.server";
import { inTransaction } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../../../tests/support/factories";
import { type SmtpFault, type SmtpSink, startSmtpSink } from "../../../tests/support/smtp-sink";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createWorld, type World } from "../../../tests/support/world";

import { PRIORITY } from "./budget/priority";
import type { MailPurpose, MessageOutcome } from "./purpose";
import { queueMessage } from "./queue.server";
import { messagingRegistration } from "./registration.server";

const NOW = new Date("2026-03-02T12:00:00Z");
let open: TestDb;
let world: World;
let sink: SmtpSink;
let transport: EmailTransport;
let settled: MessageOutcome["kind"][];

/** The whole way, from the queue to a mail server that fails as it is told to. */
beforeEach(async () => {
  open = await createTestDb();
  settled = [];
  const purpose: MailPurpose = {
    purpose: "test",
    recheck: () => Promise.resolve({ kind: "go" }),
    onSettled: (_tx, { outcome }) => {
      settled.push(outcome.kind);
      return Promise.resolve();
    },
  };
  world = createWorld(open.db, [messagingRegistration, { name: "test", mailPurposes: [purpose] }], NOW);
  await givenShop(open.db);
  sink = await startSmtpSink();
  connect(sink.url);
});
afterEach(async () => {
  transport.close();
  world.close();
  await sink.close();
  await open.close();
});

function connect(url: string): void {
  transport = createSmtpTransport(url, { timeoutMs: 400, maxConnections: 2 });
  registerOutbox(messagingRegistration.intents ?? [], {
    email: transport,
    sms: world.sms,
    webhook: world.webhook,
    shopify: () => Promise.resolve(world.shopify),
  });
}

const queue = (occasionKey: string) =>
  inTransaction(open.db, (tx) =>
    queueMessage(tx, {
      shopId: SHOP_ID,
      customerId: null,
      purpose: "test",
      subjectId: occasionKey,
      topic: "cart",
      toAddress: `${occasionKey}@example.com`,
      locale: "en",
      occasionKey,
      render: () => Promise.resolve({ subject: "Hello", html: "<p>Hello</p>", text: "Hello" }),
      priority: PRIORITY.cart,
      now: world.now(),
    }),
  );
const pass = async (minutes: number) => {
  world.at(new Date(world.now().getTime() + minutes * 60_000));
  await world.runJobs();
};
const messageIds = async () =>
  (await open.db.message.findMany({ where: { shopId: SHOP_ID } })).map(({ messageId }) => messageId);

describe("a mail is handed over again, under its own Message-ID, and arrives once, when the server", () => {
  test.each<{ does: string; fault: SmtpFault }>([
    { does: "is too busy to talk", fault: { at: "connect", code: 421, said: "4.3.2 too many connections" } },
    { does: "throttles the sender", fault: { at: "sender", code: 451, said: "4.7.1 rate exceeded" } },
    { does: "says the mailbox is full", fault: { at: "reader", code: 452, said: "4.2.2 mailbox full" } },
    { does: "does not take the body for now", fault: { at: "body", code: 451, said: "4.3.0 try later" } },
  ])("$does", async ({ fault }) => {
    sink.faults.push(fault, fault);
    await queue("ada");
    await world.runJobs();
    expect(sink.kept).toEqual([]);
    await pass(1);
    await pass(1);
    await pass(1);
    expect(sink.kept).toEqual(await messageIds());
    expect(settled).toEqual(["sent"]);
  });

  test("is down for hours, and then is there again", async () => {
    await sink.close();
    await queue("ada");
    for (let hours = 0; hours < 3; hours += 1) await pass(60);
    expect(settled).toEqual([]);
    const port = Number(new URL(sink.url).port);
    sink = await startSmtpSink({ port });
    await pass(120);
    expect(sink.kept).toEqual(await messageIds());
    expect(settled).toEqual(["sent"]);
  });
});

describe("a mail is handed over once, and never by itself again, when the server", () => {
  test.each<{ does: string; fault: SmtpFault }>([
    { does: "falls silent after the body", fault: { at: "after-body", does: "silence" } },
    { does: "cuts the line after the body", fault: { at: "after-body", does: "cut" } },
  ])("$does: it is uncertain, and the next mails go on", async ({ fault }) => {
    sink.faults.push(fault);
    await queue("ada");
    await world.runJobs();
    await queue("bob");
    await world.runJobs();
    await pass(24 * 60);
    expect(settled).toEqual(["uncertain", "sent"]);
    expect(sink.kept).toHaveLength(2);
    expect(new Set(sink.kept).size).toBe(2);
  });

  test.each<{ does: string; fault: SmtpFault }>([
    { does: "refuses the reader for good", fault: { at: "reader", code: 554, said: "5.7.1 policy" } },
    { does: "refuses the body for good", fault: { at: "body", code: 550, said: "5.7.1 spam" } },
  ])("$does: it has failed", async ({ fault }) => {
    sink.faults.push(fault);
    await queue("ada");
    await world.runJobs();
    await pass(24 * 60);
    expect([settled, sink.kept]).toEqual([["failed"], []]);
  });
});

test("many mails through a server that fails again and again: each arrives once", async () => {
  const faults: SmtpFault[] = [
    { at: "sender", code: 451, said: "4.7.1 slower" },
    { at: "body", code: 451, said: "4.3.0 later" },
    { at: "connect", code: 421, said: "4.3.2 busy" },
    { at: "reader", code: 450, said: "4.2.0 greylisted" },
  ];
  for (let index = 0; index < 20; index += 1) await queue(`person-${index}`);
  sink.faults.push(...faults, ...faults, ...faults);
  await Promise.all([world.runJobs(), world.runJobs()]);
  for (let round = 0; round < 20 && settled.length < 20; round += 1) await pass(5);
  expect(sink.kept).toHaveLength(20);
  expect(new Set(sink.kept)).toEqual(new Set(await messageIds()));
  expect(settled).toEqual(Array.from({ length: 20 }, () => "sent"));
});
