import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { DAY_MS, HOUR_MS } from "~/kit/duration";
import { inTransaction } from "~/platform/db.server";
import { writeSetting } from "~/shops/settings.server";

import { givenCustomer, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { PRIORITY } from "../budget/priority";
import type { MailPurpose, MessageOutcome } from "../purpose";
import { type NewMessage, queueMessage } from "../queue.server";
import { messagingRegistration } from "../registration.server";

import { planSend } from "./plan.server";
import { SENDING_SETTINGS_KEY } from "./schema";

/** A Monday, 13:00 in Warsaw. */
const NOW = new Date("2026-03-02T12:00:00Z");
const CUSTOMER_ID = `${SHOP_ID}_7`;
let open: TestDb;
let world: World;
let settled: [string, MessageOutcome][];
let verdicts: Map<string, Awaited<ReturnType<MailPurpose["recheck"]>>>;

beforeEach(async () => {
  open = await createTestDb();
  settled = [];
  verdicts = new Map();
  const purpose: MailPurpose = {
    purpose: "test",
    recheck: (_tx, { message }) => Promise.resolve(verdicts.get(message.subjectId ?? "") ?? { kind: "go" }),
    onSettled: (_tx, { message, outcome }) => {
      settled.push([message.subjectId ?? "", outcome]);
      return Promise.resolve();
    },
  };
  world = createWorld(open.db, [messagingRegistration, { name: "test", mailPurposes: [purpose] }], NOW);
  await givenShop(open.db);
  await givenCustomer(open.db, { legacyId: 7, email: "ada@example.com", countryCode: "PL" });
});
afterEach(async () => {
  world.close();
  await open.close();
});

const queue = (name: string, over: Partial<NewMessage> = {}) =>
  inTransaction(open.db, (tx) =>
    queueMessage(tx, {
      shopId: SHOP_ID,
      customerId: CUSTOMER_ID,
      purpose: "test",
      subjectId: name,
      topic: "offers",
      toAddress: "ada@example.com",
      locale: "pl",
      occasionKey: name,
      render: ({ preferencesUrl }) => Promise.resolve({ subject: name, html: "", text: preferencesUrl }),
      priority: PRIORITY.offers,
      now: world.now(),
      ...over,
    }),
  );
const runAt = async (at: string) => {
  world.at(at);
  await world.runJobs();
};
const sent = () => world.email.sent.map(({ subject, sentAt }) => `${subject} ${sentAt.toISOString()}`);
const decisions = async () =>
  (await open.db.decision.findMany({ where: { shopId: SHOP_ID }, orderBy: { decidedAt: "asc" } })).map(
    ({ reason, nextTryAt }) => `${reason} ${nextTryAt?.toISOString() ?? ""}`.trim(),
  );

describe("the budget of a person", () => {
  test("lets one message leave and keeps the next for its instant, by whatever channel", async () => {
    await queue("first");
    await world.runJobs();
    await queue("second", { channel: "sms", toAddress: "+48600700800" });
    await world.runJobs();
    await runAt("2026-03-03T11:59:59Z");
    expect([sent(), world.sms.sent]).toEqual([["first 2026-03-02T12:00:00.000Z"], []]);
    expect(await decisions()).toEqual(["postponed-budget 2026-03-03T12:00:00.000Z"]);
    await runAt("2026-03-03T12:00:00Z");
    expect(world.sms.sent).toHaveLength(1);
  });

  test("holds a message without a lease and without counting tries; the reason can be read", async () => {
    await queue("first");
    await queue("second");
    await world.runJobs();
    const intents = await open.db.outboxIntent.findMany({ where: { shopId: SHOP_ID, state: "pending" } });
    expect(intents).toMatchObject([
      { attempt: 0, firstTriedAt: null, nextAttemptAt: new Date(NOW.getTime() + DAY_MS) },
    ]);
    expect(intents[0]?.lastError).toMatch(/^(yielded|postponed-budget)$/);
    expect(await open.db.job.findMany({ where: { shopId: SHOP_ID } })).toMatchObject([
      { state: "queued", runAt: new Date(NOW.getTime() + DAY_MS), leasedUntil: null },
    ]);
  });

  test("is the guest's by address, and the customer's who turns out to have it", async () => {
    await queue("guest", { customerId: null });
    await world.runJobs();
    await queue("customer");
    await queue("somebody else", { customerId: null, toAddress: "bob@example.com" });
    await world.runJobs();
    expect(world.email.sent.map(({ subject }) => subject)).toEqual(["guest", "somebody else"]);
  });

  test("neither holds back nor counts what somebody waits for", async () => {
    await queue("offer");
    await queue("receipt", { topic: "transactional", priority: PRIORITY.transactional });
    await queue("help", { topic: "service", priority: PRIORITY.service });
    await world.runJobs();
    expect(world.email.sent).toHaveLength(3);
  });

  test("lets a message of less weight yield to one that is due within the window", async () => {
    await queue("cart", {
      topic: "cart",
      priority: PRIORITY.cart,
      notBefore: new Date("2026-03-02T15:00:00Z"),
    });
    await queue("survey", { topic: "surveys", priority: PRIORITY.surveys });
    await world.runJobs();
    expect(sent()).toEqual([]);
    await runAt("2026-03-02T15:00:00Z");
    await runAt("2026-03-03T15:00:00Z");
    expect(sent()).toEqual(["cart 2026-03-02T15:00:00.000Z", "survey 2026-03-03T15:00:00.000Z"]);
    expect(await decisions()).toContain("yielded 2026-03-03T15:00:00.000Z");
  });

  test("is given back by what does not leave: whoever waited for it goes at once", async () => {
    await queue("cart", {
      topic: "cart",
      priority: PRIORITY.cart,
      notBefore: new Date("2026-03-02T15:00:00Z"),
    });
    await queue("survey", { topic: "surveys", priority: PRIORITY.surveys });
    await world.runJobs();
    verdicts.set("cart", { kind: "cancel", reason: "bought" });
    await runAt("2026-03-02T15:00:00Z");
    expect(sent()).toEqual(["survey 2026-03-02T15:00:00.000Z"]);
  });

  test("is not used up by tries that met nobody", async () => {
    world.email.answers.push({ kind: "deferred", error: "ECONNREFUSED" });
    await queue("offer");
    await world.runJobs();
    await queue("cart", { topic: "cart", priority: PRIORITY.cart });
    await world.runJobs();
    expect(sent()).toEqual(["cart 2026-03-02T12:00:00.000Z"]);
  });

  test("is never exceeded by workers that run at once", async () => {
    for (let index = 0; index < 12; index += 1) await queue(`m${index}`);
    await Promise.all([world.runJobs(), world.runJobs(), world.runJobs()]);
    expect(world.email.sent).toHaveLength(1);
  });

  test("counts a message that is perhaps sent", async () => {
    world.email.answers.push({ kind: "uncertain", error: "line broke" });
    await queue("first");
    await world.runJobs();
    await queue("second");
    await world.runJobs();
    expect(world.email.sent).toHaveLength(1);
  });
});

describe("quiet hours", () => {
  test("hold a message until nine of its reader's clock, and say so once", async () => {
    await open.db.customer.update({
      where: { id: CUSTOMER_ID, shopId: SHOP_ID },
      data: { countryCode: "US", provinceCode: "CA" },
    });
    await queue("offer");
    await world.runJobs();
    await runAt("2026-03-02T16:59:59Z");
    expect(sent()).toEqual([]);
    await runAt("2026-03-02T17:00:00Z");
    expect(sent()).toEqual(["offer 2026-03-02T17:00:00.000Z"]);
    expect(await decisions()).toEqual(["postponed-quiet-hours 2026-03-02T17:00:00.000Z"]);
  });

  test("go by the shop's clock for a guest, and not at all for what somebody waits for", async () => {
    world.at("2026-03-02T22:00:00Z");
    await queue("guest", { customerId: null, toAddress: "bob@example.com" });
    await queue("receipt", { topic: "transactional", priority: PRIORITY.transactional });
    await world.runJobs();
    await runAt("2026-03-03T08:00:00Z");
    expect(sent()).toEqual(["receipt 2026-03-02T22:00:00.000Z", "guest 2026-03-03T08:00:00.000Z"]);
  });

  test("keep texts back on a public holiday, and mails not", async () => {
    world.at("2026-11-11T12:00:00Z");
    await queue("text", { channel: "sms", customerId: null, toAddress: "+48600700800" });
    await queue("mail");
    await world.runJobs();
    expect([sent().length, world.sms.sent.length]).toEqual([1, 0]);
    await runAt("2026-11-12T08:00:00Z");
    expect(world.sms.sent).toHaveLength(1);
  });
});

test("what waits for a customer whom the store deletes meanwhile is taken back, but what they must get", async () => {
  world.at("2026-03-02T22:00:00Z");
  await queue("offer");
  await queue("answer", { topic: "service", priority: PRIORITY.service });
  await world.runJobs();
  await open.db.customer.updateMany({ where: { shopId: SHOP_ID }, data: { deletedAt: world.now() } });
  await runAt("2026-03-03T09:00:00Z");
  expect(settled).toContainEqual(["offer", { kind: "cancelled", reason: "customer-gone" }]);
  expect(sent()).toEqual(["answer 2026-03-03T09:00:00.000Z"]);
});

describe("a message that would be of no use when it may leave", () => {
  test.each([
    { name: "budget", at: "2026-03-02T12:00:00Z", before: true, reason: "expired-budget" },
    { name: "quiet hours", at: "2026-03-02T20:00:00Z", before: false, reason: "expired-quiet-hours" },
  ])("is cancelled at once, and its reason names the $name", async ({ at, before, reason }) => {
    world.at(at);
    if (before) await queue("first");
    await world.runJobs();
    await queue("late", { expiresAt: new Date(world.now().getTime() + 11 * HOUR_MS) });
    await world.runJobs();
    expect(settled.at(-1)).toEqual(["late", { kind: "cancelled", reason }]);
  });

  test("is cancelled when its time is over, also between postponement and its turn", async () => {
    await queue("first", { expiresAt: new Date("2026-03-02T12:00:01Z"), notBefore: NOW });
    await runAt("2026-03-02T12:00:01Z");
    expect(settled).toEqual([["first", { kind: "cancelled", reason: "expired" }]]);
  });

  test("is cancelled also while its purpose holds it back: nothing waits behind it for good", async () => {
    verdicts.set("held", { kind: "postpone", until: new Date("2026-03-02T15:00:00Z"), reason: "on-hold" });
    await queue("held", { priority: PRIORITY.cart, expiresAt: new Date("2026-03-02T14:00:00Z") });
    await world.runJobs();
    await queue("survey", { topic: "surveys", priority: PRIORITY.surveys });
    await world.runJobs();
    expect([settled, sent()]).toEqual([[], []]);
    await runAt("2026-03-02T15:00:00Z");
    expect(settled).toContainEqual(["held", { kind: "cancelled", reason: "expired" }]);
    expect(sent()).toEqual(["survey 2026-03-02T15:00:00.000Z"]);
  });

  test("is refused when nobody could ever send it", async () => {
    await expect(queue("never", { notBefore: NOW, expiresAt: NOW })).rejects.toThrow(
      "later than its notBefore",
    );
  });
});

describe("a plan", () => {
  const plan = (over: Partial<Parameters<typeof planSend>[1]> = {}) =>
    planSend(open.db, {
      shopId: SHOP_ID,
      customerId: CUSTOMER_ID,
      toAddress: "ada@example.com",
      channel: "email",
      topic: "offers",
      priority: PRIORITY.offers,
      now: world.now(),
      ...over,
    });

  test("tells the instant at which the message then leaves, and keeps no place", async () => {
    expect(await plan()).toEqual({ kind: "go" });
    await queue("first");
    await world.runJobs();
    expect(await plan()).toMatchObject({ kind: "postpone", until: new Date("2026-03-03T12:00:00Z") });
    await queue("second");
    await world.runJobs();
    expect(await plan()).toMatchObject({ until: new Date("2026-03-04T12:00:00Z"), because: "yielded" });
    await runAt("2026-03-03T12:00:00Z");
    expect(sent().at(-1)).toBe("second 2026-03-03T12:00:00.000Z");
  });

  test("says when it cannot leave in time", async () => {
    await queue("first");
    await world.runJobs();
    expect(await plan({ expiresAt: new Date("2026-03-03T12:00:00Z") })).toEqual({
      kind: "cancel",
      reason: "expired-budget",
    });
  });
});

test("settings of the shop are followed from the next look on", async () => {
  await queue("first");
  await queue("second");
  await world.runJobs();
  const value = { perDay: 2, perWeek: 3 };
  await writeSetting(open.db, { shopId: SHOP_ID, key: SENDING_SETTINGS_KEY, value, now: NOW });
  await queue("third");
  await world.runJobs();
  expect(world.email.sent).toHaveLength(1);
  await runAt("2026-03-03T12:00:00Z");
  expect(world.email.sent).toHaveLength(3);
});

const message = fc.record({
  topic: fc.constantFrom("cart", "loyalty", "offers", "surveys"),
  hour: fc.integer({ min: 0, max: 90 }),
  channel: fc.constantFrom("email", "sms"),
  lasts: fc.option(fc.integer({ min: 1, max: 120 }), { nil: null }),
} as const);

/** Queues one after another, and lets time pass until nothing waits. */
async function live(
  plans: readonly (typeof message extends fc.Arbitrary<infer Plan> ? Plan : never)[],
  round: number,
) {
  const start = NOW.getTime() + round * 60 * DAY_MS;
  for (const [index, { topic, hour, channel, lasts }] of plans
    .toSorted((a, b) => a.hour - b.hour)
    .entries()) {
    world.at(new Date(start + hour * HOUR_MS));
    const toAddress = channel === "sms" ? "+48600700800" : "ada@example.com";
    const expires = lasts === null ? {} : { expiresAt: new Date(world.now().getTime() + lasts * HOUR_MS) };
    await queue(`r${round}m${index}`, { topic, channel, toAddress, priority: PRIORITY[topic], ...expires });
    await world.runJobs();
  }
  for (let step = 0; step < 40; step += 1) {
    const next = await open.db.job.findFirst({ where: { shopId: SHOP_ID }, orderBy: { runAt: "asc" } });
    if (!next) break;
    world.at(next.runAt > world.now() ? next.runAt : world.now());
    await world.runJobs();
  }
  return open.db.message.findMany({ where: { shopId: SHOP_ID, subjectId: { startsWith: `r${round}m` } } });
}

function expectWithinCaps(claims: readonly number[]): void {
  for (const [index, claim] of claims.entries()) {
    expect((claims[index + 1] ?? Infinity) - claim).toBeGreaterThanOrEqual(DAY_MS);
    expect((claims[index + 3] ?? Infinity) - claim).toBeGreaterThanOrEqual(7 * DAY_MS);
  }
}

test("whatever is queued, through the real queue: the cap holds and everything ends with a reason", async () => {
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 8 }), async (plans) => {
      round += 1;
      const rows = await live(plans, round);
      expect(rows.every(({ state }) => state === "sent" || state === "cancelled")).toBe(true);
      const claims = rows.flatMap(({ claimedAt }) => claimedAt?.getTime() ?? []).sort((a, b) => a - b);
      expect(claims).toHaveLength(rows.filter(({ state }) => state === "sent").length);
      expectWithinCaps(claims);
      const ended = new Map(settled);
      for (const { state, subjectId } of rows) {
        const outcome = ended.get(subjectId ?? "");
        expect(outcome?.kind).toBe(state);
        if (outcome?.kind === "cancelled") expect(outcome.reason).toMatch(/^expired/);
      }
    }),
    { numRuns: 6 },
  );
}, 120_000);
