import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";

import type { EmailOutcome, OutgoingEmail } from "~/integrations/email/transport";
import { registerOutbox } from "~/pipeline/outbox/registry.server";
import { inTransaction } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";

import { givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { PRIORITY } from "../budget/priority";
import type { MailPurpose } from "../purpose";
import { queueMessages } from "../queue.server";
import { messagingRegistration } from "../registration.server";

const NOW = new Date("2026-03-02T12:00:00Z");
let open: TestDb;
let world: World;
let broken: { recheck: string | null; onSettled: string | null };

beforeEach(async () => {
  open = await createTestDb();
  broken = { recheck: null, onSettled: null };
  const failFor = (name: string | null, subjectId: string | null) =>
    name !== null && name === subjectId ? Promise.reject(new Error(`${name} is broken`)) : null;
  const purpose: MailPurpose = {
    purpose: "test",
    recheck: (_tx, { message }) =>
      failFor(broken.recheck, message.subjectId) ?? Promise.resolve({ kind: "go" }),
    onSettled: (_tx, { message }) => failFor(broken.onSettled, message.subjectId) ?? Promise.resolve(),
  };
  world = createWorld(open.db, [messagingRegistration, { name: "test", mailPurposes: [purpose] }], NOW);
  await givenShop(open.db);
});
afterEach(async () => {
  world.close();
  await open.close();
});

const messageTo = (name: string) =>
  ({
    customerId: null,
    purpose: "test",
    subjectId: name,
    topic: "offers",
    locale: "en",
    toAddress: `${name}@example.com`,
    occasionKey: name,
    render: () => Promise.resolve({ subject: name, html: "", text: "" }),
    priority: PRIORITY.offers,
  }) as const;
const queueAll = (...names: string[]) =>
  inTransaction(
    open.db,
    (tx) => queueMessages(tx, { shopId: SHOP_ID, messages: names.map(messageTo), now: world.now() }),
    { shopId: SHOP_ID },
  );
const states = async () => {
  const rows = await open.db.message.findMany({ where: { shopId: SHOP_ID }, orderBy: { subjectId: "asc" } });
  return Object.fromEntries(rows.map(({ subjectId, state }) => [subjectId, state]));
};
/** What fails in the midst of many is told in the log. */
const expectWarnings = () => {
  const spies = [vi.spyOn(logger, "warn"), vi.spyOn(logger, "error")].map((spy) =>
    spy.mockImplementation(() => undefined),
  );
  onTestFinished(() => spies.forEach((spy) => spy.mockRestore()));
};
function handOverBy(send: (email: OutgoingEmail) => Promise<EmailOutcome>, atOnce?: number): void {
  registerOutbox(messagingRegistration.intents ?? [], {
    email: { send, close: () => undefined, ...(atOnce === undefined ? {} : { atOnce }) },
    sms: world.sms,
    webhook: world.webhook,
    shopify: () => Promise.resolve(world.shopify),
  });
}
const ACCEPTED = { kind: "accepted", response: "250 ok" } as const;

test("an occasion that comes twice, in one call or in two, is one mail", async () => {
  const [first, second] = await queueAll("a", "a");
  expect(second).toEqual({ kind: "duplicate", messageId: first?.messageId });
  expect(await queueAll("a", "b")).toMatchObject([{ kind: "duplicate" }, { kind: "queued" }]);
  await world.runJobs();
  expect(world.email.sent.map(({ subject }) => subject).toSorted()).toEqual(["a", "b"]);
});

test("one that its purpose fails on holds up none of the others", async () => {
  expectWarnings();
  broken.recheck = "b";
  await queueAll("a", "b", "c");
  await world.runJobs();
  expect(await states()).toEqual({ a: "sent", b: "queued", c: "sent" });
  expect(world.email.sent).toHaveLength(2);
});

test("one whose outcome cannot be recorded is uncertain in the end, and the others are sent once", async () => {
  expectWarnings();
  broken.onSettled = "b";
  await queueAll("a", "b", "c");
  await world.runJobs();
  expect(await states()).toEqual({ a: "sent", b: "queued", c: "sent" });
  broken.onSettled = null;
  world.at("2026-03-02T13:00:00Z");
  await world.runJobs();
  expect(await states()).toEqual({ a: "sent", b: "uncertain", c: "sent" });
  expect(world.email.sent).toHaveLength(3);
});

test("a slow mail holds up nobody's record", async () => {
  const { promise, resolve } = Promise.withResolvers<EmailOutcome>();
  handOverBy(({ subject }) => (subject === "slow" ? promise : Promise.resolve(ACCEPTED)));
  await queueAll("quick", "slow");
  const running = world.runJobs();
  await vi.waitFor(async () => expect(await states()).toEqual({ quick: "sent", slow: "queued" }), {
    timeout: 5_000,
  });
  resolve(ACCEPTED);
  await running;
  expect(await states()).toEqual({ quick: "sent", slow: "sent" });
});

test("what was in the middle of a call when its worker died is uncertain, and its like go", async () => {
  await queueAll("a", "b");
  const { id } = await open.db.message.findFirstOrThrow({ where: { shopId: SHOP_ID, subjectId: "a" } });
  await open.db.outboxIntent.updateMany({
    where: { shopId: SHOP_ID, dedupeKey: `send-message:${id}` },
    data: { state: "delivering", attempt: 1 },
  });
  await world.runJobs();
  expect(await states()).toEqual({ a: "uncertain", b: "sent" });
});

test("one that comes behind slow ones is held back by the hours of when its turn comes", async () => {
  const subjects: string[] = [];
  handOverBy(({ subject }) => {
    subjects.push(subject);
    world.at("2026-03-02T19:00:01Z");
    return Promise.resolve(ACCEPTED);
  }, 1);
  world.at("2026-03-02T18:59:59Z");
  await queueAll("a", "b");
  await world.runJobs();
  expect(subjects).toHaveLength(1);
  expect(Object.values(await states()).toSorted()).toEqual(["queued", "sent"]);
});

test("no more are under way at once than the mail server's rate allows", async () => {
  let [underWay, most] = [0, 0];
  const handOver = async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((done) => setTimeout(done, 5));
    underWay -= 1;
    return ACCEPTED;
  };
  handOverBy(handOver, 2);
  await queueAll("a", "b", "c", "d", "e");
  await world.runJobs();
  expect([most, Object.values(await states())]).toEqual([2, Array.from({ length: 5 }, () => "sent")]);
});

test("a server that is away keeps all of them for later, without counting the try", async () => {
  handOverBy(() => Promise.resolve({ kind: "deferred", error: "421 busy" }));
  await queueAll("a", "b");
  await world.runJobs();
  const intents = await open.db.outboxIntent.findMany({ where: { shopId: SHOP_ID } });
  expect(intents).toMatchObject([
    { state: "pending", attempt: 0, lastError: "421 busy" },
    { state: "pending", attempt: 0 },
  ]);
  expect(await open.db.message.count({ where: { shopId: SHOP_ID, claimedAt: null } })).toBe(2);
});
