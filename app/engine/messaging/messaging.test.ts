import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { OutgoingEmail } from "~/integrations/email/transport";
import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import { reopenIntent } from "~/pipeline/outbox/repository.server";
import { deliverIntent } from "~/pipeline/outbox/deliver.server";
import { registerOutbox } from "~/pipeline/outbox/registry.server";
import { inTransaction } from "~/platform/db.server";

import { givenCustomer, givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createWorld, type World } from "../../../tests/support/world";

import { sendMessage } from "./intents.server";
import type { MailPurpose, MessageOutcome } from "./purpose";
import { PRIORITY } from "./budget/priority";
import { type NewMessage, queueMessage } from "./queue.server";
import { messagingRegistration } from "./registration.server";
import { suppressAddress } from "./suppression.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const CUSTOMER_ID = `${SHOP_ID}_7`;
let open: TestDb;
let world: World;
let verdict: Awaited<ReturnType<MailPurpose["recheck"]>>;
let settled: MessageOutcome[];

beforeEach(async () => {
  open = await createTestDb();
  verdict = { kind: "go" };
  settled = [];
  const purpose: MailPurpose = {
    purpose: "test",
    recheck: () => Promise.resolve(verdict),
    onSettled: (_tx, { outcome }) => {
      settled.push(outcome);
      return Promise.resolve();
    },
  };
  world = createWorld(open.db, [messagingRegistration, { name: "test", mailPurposes: [purpose] }], NOW);
  await givenShop(open.db);
  await givenCustomer(open.db, { legacyId: 7, email: "ada@example.com" });
});
afterEach(async () => {
  world.close();
  await open.close();
});

const MAIL = { subject: "Temat", html: "<p>Dzień dobry</p>", text: "Dzień dobry" };

const queue = (over: Partial<NewMessage> = {}) =>
  inTransaction(open.db, (tx) =>
    queueMessage(tx, {
      shopId: SHOP_ID,
      customerId: CUSTOMER_ID,
      purpose: "test",
      subjectId: "subject-1",
      topic: "service",
      toAddress: "ada@example.com",
      locale: "pl",
      occasionKey: "occasion-1",
      render: () => Promise.resolve(MAIL),
      priority: PRIORITY.service,
      now: world.now(),
      ...over,
    }),
  );

const message = (id: string) => open.db.message.findFirstOrThrow({ where: { shopId: SHOP_ID, id } });
const eventTypes = async () =>
  (await open.db.domainEvent.findMany({ where: { shopId: SHOP_ID } })).map((event) => event.type);

describe("a queued mail", () => {
  test("is sent from the shop, with a one-click unsubscribe address of its own", async () => {
    const { messageId } = await queue();
    await world.runJobs();
    const [mail] = world.email.sent;
    expect(mail).toMatchObject({
      to: "ada@example.com",
      from: { name: "Demo shop", address: "hello@example.com" },
      replyTo: "owner@demo-shop.example",
      subject: "Temat",
      sentAt: NOW,
    });
    expect(mail?.messageId).toMatch(/^<[0-9a-f]{40}@example\.com>$/);
    expect(mail?.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    expect(mail?.headers["List-Unsubscribe"]).toMatch(/^<https:\/\/perennial\.example\/u\/[\w.-]+>$/);
    expect(await message(messageId)).toMatchObject({ state: "sent", sentAt: NOW });
    expect(settled).toEqual([{ kind: "sent" }]);
    expect(await eventTypes()).toEqual(["message.sent"]);
  });

  test("twice for one occasion is one mail; twenty times at once too", async () => {
    const first = await queue();
    const again = await Promise.all(Array.from({ length: 20 }, () => queue()));
    await world.runJobs();
    expect(new Set(again.map(({ messageId }) => messageId))).toEqual(new Set([first.messageId]));
    expect(again.every(({ kind }) => kind === "duplicate")).toBe(true);
    expect(world.email.sent).toHaveLength(1);
  });

  test("uses the merchant's sender and answer address when they are set", async () => {
    const value = { senderName: "Ada's tea", senderAddress: "tea@ada.example", replyTo: "help@ada.example" };
    await open.db.shopSetting.create({
      data: { shopId: SHOP_ID, key: "general", valueJson: JSON.stringify(value), updatedAt: NOW },
    });
    await queue();
    await world.runJobs();
    expect(world.email.sent[0]).toMatchObject({
      from: { name: "Ada's tea", address: "tea@ada.example" },
      replyTo: "help@ada.example",
    });
  });
});

describe("a mail is not handed over", () => {
  test.each([
    {
      reason: "suppressed",
      change: () =>
        inTransaction(open.db, (tx) =>
          suppressAddress(tx, {
            shopId: SHOP_ID,
            address: " ADA@example.com",
            topic: "all",
            reason: "complaint",
            now: NOW,
          }),
        ),
    },
    {
      reason: "shop-uninstalled",
      change: () => open.db.shop.update({ where: { id: SHOP_ID }, data: { uninstalledAt: NOW } }),
    },
    {
      reason: "bought-meanwhile",
      change: () => {
        verdict = { kind: "cancel", reason: "bought-meanwhile" };
        return Promise.resolve();
      },
    },
  ])("when its last check says $reason", async ({ reason, change }) => {
    const { messageId } = await queue();
    await change();
    await world.runJobs();
    expect(world.email.sent).toEqual([]);
    expect(settled).toEqual([{ kind: "cancelled", reason }]);
    expect((await message(messageId)).state).toBe("cancelled");
    expect(await eventTypes()).toEqual(["message.cancelled"]);
  });

  test("when it was erased, and nothing is told of it", async () => {
    await queue();
    await open.db.message.deleteMany({ where: { shopId: SHOP_ID } });
    await world.runJobs();
    expect([world.email.sent, settled, await eventTypes()]).toEqual([[], [], []]);
  });

  test("because somebody unsubscribed in another shop? No: shops do not share that", async () => {
    await inTransaction(open.db, (tx) =>
      suppressAddress(tx, {
        shopId: "s2",
        address: "ada@example.com",
        topic: "all",
        reason: "unsubscribed",
        now: NOW,
      }),
    );
    await queue();
    await world.runJobs();
    expect(world.email.sent).toHaveLength(1);
  });
});

describe("when the mail server", () => {
  test("is down, the mail waits, and is checked again before the next try", async () => {
    world.email.answers.push({ kind: "deferred", error: "ECONNREFUSED" });
    const { messageId } = await queue();
    await world.runJobs();
    expect((await message(messageId)).state).toBe("queued");
    verdict = { kind: "cancel", reason: "bought-meanwhile" };
    world.at("2026-03-01T12:01:00Z");
    await world.runJobs();
    expect(world.email.sent).toEqual([]);
    expect(settled).toEqual([{ kind: "cancelled", reason: "bought-meanwhile" }]);
  });

  test("comes back, the mail is sent once", async () => {
    world.email.answers.push({ kind: "deferred", error: "ECONNREFUSED" });
    await queue();
    await world.runJobs();
    world.at("2026-03-01T12:01:00Z");
    await world.runJobs();
    await world.runJobs();
    expect(world.email.sent).toHaveLength(1);
    expect(settled).toEqual([{ kind: "sent" }]);
  });

  test("refuses, the mail has failed and is not tried again", async () => {
    world.email.answers.push({ kind: "refused", error: "554 5.7.1 policy" });
    const { messageId } = await queue();
    await world.runJobs();
    await world.runJobs();
    expect((await message(messageId)).state).toBe("failed");
    expect(settled).toEqual([{ kind: "failed", error: "554 5.7.1 policy" }]);
    expect(await open.db.suppression.count({ where: { shopId: SHOP_ID } })).toBe(0);
  });

  test("says the address does not exist, nothing is sent to it any more", async () => {
    world.email.answers.push({ kind: "refused", error: "550 5.1.1 unknown user" });
    await queue();
    await world.runJobs();
    await queue({ occasionKey: "occasion-2" });
    await world.runJobs();
    expect(world.email.sent).toEqual([]);
    expect(settled.at(-1)).toEqual({ kind: "cancelled", reason: "suppressed" });
  });

  test("hangs up in the middle, the mail is uncertain; only a person sends it again", async () => {
    world.email.answers.push({ kind: "uncertain", error: "line broke" });
    const { messageId } = await queue();
    await world.runJobs();
    world.at("2026-03-02T12:00:00Z");
    await world.runJobs();
    expect(world.email.sent).toHaveLength(1);
    expect((await message(messageId)).state).toBe("uncertain");

    const { id: intentId } = await open.db.outboxIntent.findFirstOrThrow({ where: { shopId: SHOP_ID } });
    await reopenIntent(open.db, { shopId: SHOP_ID, intentId, now: world.now() });
    await deliverIntent.run({ shopId: SHOP_ID, intentId }, { db: open.db, now: world.now(), attempt: 1 });
    expect(world.email.sent).toHaveLength(2);
    expect((await message(messageId)).state).toBe("sent");
  });
});

describe("a worker that dies", () => {
  const ports = () => ({
    sms: world.sms,
    webhook: world.webhook,
    shopify: () => Promise.resolve(world.shopify),
  });
  const deliver = async () => {
    const { id: intentId } = await open.db.outboxIntent.findFirstOrThrow({ where: { shopId: SHOP_ID } });
    return deliverIntent.run({ shopId: SHOP_ID, intentId }, { db: open.db, now: world.now(), attempt: 1 });
  };

  test.each([
    { moment: "after the hand-over", sentBefore: true },
    { moment: "just before it", sentBefore: false },
  ])(
    "$moment leaves the mail uncertain, for nobody can tell: it is not sent by itself again",
    async ({ sentBefore }) => {
      await queue();
      await new Promise<void>((called) => {
        const send = async (mail: OutgoingEmail) => {
          if (sentBefore) await world.email.send(mail);
          called();
          return new Promise<never>(() => undefined);
        };
        registerOutbox([sendMessage], { ...ports(), email: { send, close: () => undefined } });
        void deliver();
      });
      registerOutbox([sendMessage], { ...ports(), email: world.email });
      await deliver();
      await deliver();
      expect(world.email.sent).toHaveLength(sentBefore ? 1 : 0);
      expect(settled).toEqual([
        { kind: "uncertain", error: expect.stringContaining("it may have been done") },
      ]);
    },
  );

  test("is not missed: two workers at once send each mail once", async () => {
    for (const occasionKey of ["a", "b", "c", "d"]) await queue({ occasionKey });
    await Promise.all([world.runJobs(), world.runJobs()]);
    expect(new Set(world.email.sent.map((mail) => mail.messageId)).size).toBe(4);
    expect(world.email.sent).toHaveLength(4);
  });
});

test("an intent for a mail that is sent already changes nothing", async () => {
  const { messageId } = await queue();
  await world.runJobs();
  await inTransaction(open.db, (tx) =>
    enqueueIntent(tx, sendMessage, {
      shopId: SHOP_ID,
      dedupeKey: "other",
      payload: { messageId },
      customerId: null,
      now: NOW,
    }),
  );
  await world.runJobs();
  expect(world.email.sent).toHaveLength(1);
  expect(settled).toEqual([{ kind: "sent" }]);
});

test("a mail that is lost is told of, so that whoever waits for it goes on", async () => {
  world.email.answers.push({ kind: "refused", error: "554 5.7.1 policy" });
  await queue();
  await world.runJobs();
  const told = await open.db.domainEvent.findMany({ where: { shopId: SHOP_ID } });
  expect(told.map(({ type, payloadJson }) => [type, JSON.parse(payloadJson)])).toMatchObject([
    ["message.lost", { outcome: "failed" }],
  ]);
});
