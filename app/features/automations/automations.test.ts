import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { stopFlow } from "~/engine/flows/life/service.server";
import { presentRun } from "~/engine/flows/presenter.server";
import { simulateFlow } from "~/engine/flows/simulate/simulate.server";
import { FlowDefinitionSchema } from "~/engine/flows/definition";
import { ensureTemplate } from "~/engine/messaging/templates/seed.server";
import { getTranslator } from "~/platform/i18n.server";
import type { RootDb } from "~/platform/db.server";

import { createAutomationWorld, givenHoldouts } from "../../../tests/support/automation-world";
import { givenCustomer, givenOrder, givenShop, ZONE } from "../../../tests/support/factories";
import { givenLiveFlow, happening, publish } from "../../../tests/support/flow-world";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import type { World } from "../../../tests/support/world";
import { presentFlowList } from "./flow-screens/list/presenter.server";

/** A Monday, 12:02 in Warsaw. */
const T0 = new Date("2026-03-02T11:02:00Z");
const ADA = "s1_1";

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createAutomationWorld(db, T0);
  await givenShop(db);
  await givenCustomer(db, { legacyId: 1, email: "ada@example.com" });
  await givenHoldouts(db, { now: T0 });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const bought = (count: number) => ({
  kind: "fact",
  fact: "orders.count",
  operator: "at-least",
  operand: count,
});
const OFFER = { value: { kind: "percentage", percentBp: 1_000 }, validDays: 14, title: "Welcome back" };
const give = { id: "give1", kind: "action", action: "incentives.issue", settings: { offer: OFFER } };
const mail = {
  id: "mail1",
  kind: "action",
  action: "messages.send",
  settings: { templateKey: "winback-code" },
};
const tag = { id: "tag01", kind: "action", action: "tags.add", settings: { tag: "Came back" } };
const wait = {
  id: "wait1",
  kind: "wait",
  events: ["order.placed"],
  timeoutHours: 120,
  happened: [tag],
  timedOut: [],
};
const flowOf = (over: Record<string, unknown> = {}) =>
  FlowDefinitionSchema.parse({
    trigger: { key: "segments.entered", settings: { condition: bought(1) } },
    reentry: { kind: "once" },
    steps: [give, mail, wait],
    ...over,
  });

const runAt = async (instant: string) => {
  world.at(instant);
  await world.runJobs();
};
async function buy(at: string, customerId = ADA) {
  world.at(at);
  const { id } = await givenOrder(db, { customerId, placedAt: at });
  await publish(db, [happening("order.placed", { customerId, subjectId: id, at })], { now: world.now() });
  await world.runJobs();
}
const runs = () => db.flowRun.findMany({ where: { shopId: "s1" }, orderBy: { customerId: "asc" } });

test("who comes to a split is counted in their arm, and the list of flows shows what the arms brought", async () => {
  const split = {
    ...{ id: "split1", kind: "split" },
    arms: [
      { key: "a", weight: 1, steps: [tag] },
      { key: "b", weight: 1, steps: [] },
    ],
  };
  const flowId = await givenLiveFlow(db, flowOf({ steps: [split] }), { now: T0 });
  for (const legacyId of [2, 3, 4, 5, 6, 7, 8]) {
    await givenCustomer(db, { legacyId });
    await buy("2026-03-02T20:00:00Z", `s1_${legacyId}`);
  }
  await runAt("2026-03-02T20:10:00Z");
  const told = (await runs()).map(({ armsJson }) => (JSON.parse(armsJson) as { split1: string }).split1);
  const asked = { ...{ shopId: "s1", zone: ZONE, locale: "en" as const }, now: world.now() };
  const { flows } = await presentFlowList(db, asked);
  expect(flows.find(({ id }) => id === flowId)?.splits).toMatchObject([
    {
      stepId: "split1",
      arms: ["a", "b"].map((key) => ({ key, enteredCount: told.filter((arm) => arm === key).length })),
      verdict: { kind: "too-early" },
    },
  ]);
  expect(told).toHaveLength(7);
});

test("who lives elsewhere waits by the clock of their own place", async () => {
  await db.customer.update({ where: { id: ADA }, data: { countryCode: "US", provinceCode: "CA" } });
  await givenCustomer(db, { legacyId: 2 });
  const untilNine = { id: "wait9", kind: "delay", delay: { kind: "time-of-day", time: "09:00" } };
  await givenLiveFlow(db, flowOf({ steps: [untilNine, tag] }), { now: T0 });
  await buy("2026-03-02T20:00:00Z");
  await buy("2026-03-02T20:00:00Z", "s1_2");
  await runAt("2026-03-02T20:10:00Z");
  expect((await runs()).map(({ customerId, wakeAt }) => [customerId, wakeAt?.toISOString()])).toEqual([
    [ADA, "2026-03-03T17:00:00.000Z"],
    ["s1_2", "2026-03-03T08:00:00.000Z"],
  ]);
});

/** The story of the one run, in the words that a merchant reads. */
async function storyInWords(): Promise<string[]> {
  const [run] = await runs();
  const story = await presentRun(db, { shopId: "s1", runId: run?.id ?? "" });
  const words: string[] = [];
  for (const { feature, reason, params } of story?.lines ?? []) {
    const t = await getTranslator("en", feature);
    words.push(t(`decisions.${reason}`, { ...params, until: "then" }));
  }
  return words;
}

describe("whoever comes into a segment", () => {
  test("gets a code, one mail with it, and a tag when they order: the story says so", async () => {
    await givenLiveFlow(db, flowOf(), { now: T0 });
    await world.runJobs();
    await buy("2026-03-02T11:31:00Z");
    expect(await runs()).toEqual([]);
    await runAt("2026-03-02T11:35:00Z");
    await runAt("2026-03-02T11:40:00Z");

    const [made] = world.shopify.calls;
    const code = made?.kind === "create-discount" ? made.discount.code : "none";
    expect(world.shopify.calls).toMatchObject([{ kind: "create-discount" }, { kind: "update-discount-end" }]);
    expect(world.email.sent).toHaveLength(1);
    expect(world.email.sent[0]?.text).toContain(code);
    expect(world.email.sent[0]?.text).toContain("10%");

    await buy("2026-03-05T09:00:00Z");
    await runAt("2026-03-05T09:05:00Z");
    expect(world.shopify.calls.at(-1)).toEqual({
      kind: "add-tags",
      customerGid: "gid://shopify/Customer/1",
      tags: ["Came back"],
    });
    expect(world.email.sent).toHaveLength(1);
    expect(await runs()).toMatchObject([{ customerId: ADA, state: "done" }]);
    expect(await storyInWords()).toEqual([
      "Entered the flow.",
      "Incentive requested from the store.",
      "Incentive given.",
      "Message “winback-code” written; waits for its time to leave.",
      "Message “winback-code” sent.",
      "Waits for an event, until then at the latest.",
      "What the flow waited for has happened.",
      "Tag “Came back” added.",
      "Reached the end of the flow.",
    ]);
  });

  test("leaves when they order before the mail does, which is then taken back", async () => {
    const exits = [{ id: "exit1", when: { kind: "event", events: ["order.placed"] } }];
    await givenLiveFlow(db, flowOf({ exits, steps: [give, mail] }), { now: T0 });
    await buy("2026-03-02T21:31:00Z");
    await runAt("2026-03-02T21:35:00Z");
    expect(world.email.sent).toEqual([]);
    await buy("2026-03-03T06:00:00Z");
    await runAt("2026-03-03T08:00:00Z");
    expect(world.email.sent).toEqual([]);
    expect(await runs()).toMatchObject([{ state: "exited", endReason: "exit:exit1" }]);
    expect(await db.message.findMany({ where: { shopId: "s1" } })).toMatchObject([{ state: "cancelled" }]);
  });

  test.each([
    { steps: [give, wait], what: "before its mail is written" },
    { steps: [give, mail], what: "while its mail waits" },
  ])("gives the budget its code back when the flow is stopped $what", async ({ steps }) => {
    const flowId = await givenLiveFlow(db, flowOf({ steps }), { now: T0 });
    await buy("2026-03-02T21:31:00Z");
    await runAt("2026-03-02T21:35:00Z");
    await runAt("2026-03-02T21:36:00Z");
    const reserved = async () => {
      const rows = await db.incentiveBudget.findMany({ where: { shopId: "s1" } });
      return rows.map(({ reservedMinor }) => Number(reservedMinor));
    };
    expect(Math.min(...(await reserved()))).toBeGreaterThan(0);
    await stopFlow(db, { shopId: "s1", flowId, now: world.now() });
    await runAt("2026-03-03T09:00:00Z");
    expect(world.email.sent).toEqual([]);
    expect(await db.issuedCode.findMany({ where: { shopId: "s1" } })).toMatchObject([{ state: "expired" }]);
    expect(await reserved()).toEqual([0, 0]);
  });

  test("keeps a code they were told of when the flow is stopped", async () => {
    const flowId = await givenLiveFlow(db, flowOf(), { now: T0 });
    await buy("2026-03-02T11:31:00Z");
    await runAt("2026-03-02T11:35:00Z");
    await runAt("2026-03-02T11:40:00Z");
    expect(world.email.sent).toHaveLength(1);
    await stopFlow(db, { shopId: "s1", flowId, now: world.now() });
    await runAt("2026-03-03T09:00:00Z");
    expect(await db.issuedCode.findMany({ where: { shopId: "s1" } })).toMatchObject([{ state: "issued" }]);
  });

  test("is mailed without a code that the store refused, and told so", async () => {
    await givenLiveFlow(db, flowOf({ steps: [give, mail] }), { now: T0 });
    await world.runJobs();
    world.shopify.answers.push({ kind: "rejected", error: "no" });
    await buy("2026-03-02T11:31:00Z");
    await runAt("2026-03-02T11:35:00Z");
    expect(world.email.sent).toHaveLength(1);
    expect(await storyInWords()).toContain("No incentive: the store did not make it.");
  });

  test.each([
    { over: { email: null }, reason: "no-email" },
    { over: { emailConsentState: "NOT_SUBSCRIBED" }, reason: "not-consented" },
    { over: { emailConsentState: "UNSUBSCRIBED" }, reason: "unsubscribed" },
  ])("is not written to: $reason", async ({ over, reason }) => {
    await db.customer.update({ where: { id: ADA, shopId: "s1" }, data: over });
    await givenLiveFlow(db, flowOf({ steps: [mail] }), { now: T0 });
    await buy("2026-03-02T11:31:00Z");
    await runAt("2026-03-02T11:35:00Z");
    expect(world.email.sent).toEqual([]);
    expect(await db.decision.findMany({ where: { shopId: "s1", reason } })).toHaveLength(1);
    expect(await runs()).toMatchObject([{ state: "done" }]);
  });

  test("does not enter who is in it at publication, nor twice while they stay", async () => {
    await givenOrder(db, { customerId: ADA, placedAt: "2026-03-01T12:00:00Z" });
    await givenLiveFlow(db, flowOf({ steps: [tag], reentry: { kind: "per-key" } }), { now: T0 });
    await runAt("2026-03-02T11:05:00Z");
    await buy("2026-03-02T11:31:00Z");
    await runAt("2026-03-02T11:35:00Z");
    expect(await runs()).toEqual([]);
  });

  test("enters when news of them come late", async () => {
    await givenLiveFlow(db, flowOf({ steps: [tag] }), { now: T0 });
    await runAt("2026-03-02T11:35:00Z");
    await givenOrder(db, { customerId: ADA, placedAt: "2026-03-02T11:20:00Z" });
    await runAt("2026-03-02T11:40:00Z");
    expect(await runs()).toMatchObject([{ enteredAt: new Date("2026-03-02T11:40:00Z") }]);
  });

  test("enters once when sweeps run at once, and each shop's by itself", async () => {
    await givenShop(db, { id: "s2", domain: "two.myshopify.com" });
    await givenCustomer(db, { legacyId: 1, shopId: "s2" });
    await givenLiveFlow(db, flowOf({ steps: [tag] }), { now: T0 });
    await givenOrder(db, { customerId: ADA, placedAt: "2026-03-02T11:31:00Z" });
    world.at("2026-03-02T11:35:00Z");
    await Promise.all([world.runJobs(), world.runJobs(), world.runJobs()]);
    expect(await runs()).toHaveLength(1);
    expect(world.shopify.calls).toHaveLength(1);
    expect(await db.segmentMember.findMany({ where: { shopId: "s2" } })).toEqual([]);
  });

  test("does not enter while the shop has no app, and not afterwards for what was meanwhile", async () => {
    await givenLiveFlow(db, flowOf({ steps: [tag] }), { now: T0 });
    await world.runJobs();
    await db.shop.update({ where: { id: "s1" }, data: { uninstalledAt: T0 } });
    await givenOrder(db, { customerId: ADA, placedAt: "2026-03-02T11:31:00Z" });
    await runAt("2026-03-02T11:35:00Z");
    expect(await runs()).toEqual([]);
  });

  test("who leaves enters the flow that waits for that; who was deleted does not", async () => {
    for (const legacyId of [2, 3]) await givenCustomer(db, { legacyId, tags: ["vip"] });
    const condition = { kind: "fact", fact: "customer.tags", operator: "has", operand: "vip" };
    const trigger = { key: "segments.left", settings: { condition } };
    await givenLiveFlow(db, flowOf({ trigger, steps: [tag] }), { now: T0 });
    await runAt("2026-03-02T11:05:00Z");
    await db.customerTag.deleteMany({ where: { shopId: "s1", customerId: "s1_2" } });
    await db.customer.update({ where: { id: "s1_3", shopId: "s1" }, data: { deletedAt: world.now() } });
    await runAt("2026-03-02T11:10:00Z");
    expect(await runs()).toMatchObject([{ customerId: "s1_2" }]);
  });
});

describe("people left out on purpose", () => {
  test("have a run that is held out, get nothing, and are counted", async () => {
    await givenHoldouts(db, { now: T0, shareBp: 5_000 });
    for (let legacyId = 2; legacyId <= 40; legacyId += 1) await givenCustomer(db, { legacyId });
    const flowId = await givenLiveFlow(db, flowOf({ steps: [tag] }), { now: T0 });
    for (let legacyId = 1; legacyId <= 40; legacyId += 1)
      await givenOrder(db, { customerId: `s1_${legacyId}`, placedAt: "2026-03-02T11:31:00Z" });
    await runAt("2026-03-02T11:35:00Z");
    const heldOut = (await runs()).filter(({ state }) => state === "held-out");
    expect(heldOut.length).toBeGreaterThan(5);
    expect(heldOut.length).toBeLessThan(35);
    expect(world.shopify.calls).toHaveLength(40 - heldOut.length);
    const arms = await db.experimentExposure.findMany({
      where: { shopId: "s1", experimentKey: `flow:${flowId}` },
    });
    const control = arms.filter(({ arm }) => arm === "control").map(({ customerId }) => customerId);
    expect(control.sort()).toEqual(heldOut.map(({ customerId }) => customerId).sort());
    expect(await db.decision.count({ where: { shopId: "s1", reason: "held-out" } })).toBe(heldOut.length);
  });

  test("are none of a flow that sends what people must get", async () => {
    await givenHoldouts(db, { now: T0, shareBp: 5_000 });
    for (let legacyId = 2; legacyId <= 20; legacyId += 1) await givenCustomer(db, { legacyId });
    await ensureTemplate(db, { shopId: "s1", key: "thanks", now: T0 });
    const receipt = { ...mail, settings: { templateKey: "thanks", topic: "transactional" } };
    await givenLiveFlow(db, flowOf({ steps: [receipt] }), { now: T0 });
    for (let legacyId = 1; legacyId <= 20; legacyId += 1)
      await givenOrder(db, { customerId: `s1_${legacyId}`, placedAt: "2026-03-02T11:31:00Z" });
    await runAt("2026-03-02T11:35:00Z");
    expect((await runs()).filter(({ state }) => state === "held-out")).toEqual([]);
  });
});

test("the simulated list is the live list: who enters and when, what they get and when, who is left out", async () => {
  await givenHoldouts(db, { now: T0, shareBp: 2_500 });
  for (let legacyId = 2; legacyId <= 12; legacyId += 1)
    await givenCustomer(db, {
      legacyId,
      emailConsentState: legacyId % 4 === 0 ? "NOT_SUBSCRIBED" : "SUBSCRIBED",
    });
  const definition = flowOf({ steps: [give, mail, wait] });
  const flowId = await givenLiveFlow(db, definition, { now: T0 });
  await world.runJobs();
  for (let legacyId = 1; legacyId <= 12; legacyId += 1) {
    const minute = String(10 + 4 * legacyId).padStart(2, "0");
    await buy(`2026-03-02T12:${minute}:00Z`, `s1_${legacyId}`);
    await runAt(`2026-03-02T12:${minute}:59Z`);
  }
  await runAt("2026-03-02T13:00:00Z");
  await buy("2026-03-04T09:02:00Z", "s1_3");
  await runAt("2026-03-04T09:05:00Z");
  await runAt("2026-03-09T09:00:00Z");

  const list = (all: readonly { customerId: string | null; enteredAt: Date; state: string }[]) =>
    all.map(({ customerId, enteredAt, state }) => `${customerId} ${enteredAt.toISOString()} ${state}`).sort();
  const live = await runs();
  expect(live).toHaveLength(12);
  const to = new Date("2026-03-09T09:00:00Z");
  const simulated = await simulateFlow(db, {
    ...{ shopId: "s1", flowId, zone: ZONE, definition, from: T0, to },
  });
  expect(list(simulated.people.map(({ run }) => run))).toEqual(list(live));
  const sentTo = simulated.people.flatMap(({ run, lines }) =>
    lines.filter(({ reason }) => reason === "message-sent").map(() => run.customerId),
  );
  const messages = await db.message.findMany({ where: { shopId: "s1", state: "sent" } });
  expect(sentTo.sort()).toEqual(messages.map(({ customerId }) => customerId).sort());
  expect(simulated.people.flatMap(({ costs }) => costs)).not.toEqual([]);
});
