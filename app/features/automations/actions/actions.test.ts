import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { FlowDefinitionSchema } from "~/engine/flows/definition";
import { drainFlow, pauseFlow, resumeFlow } from "~/engine/flows/life/service.server";
import { listNotices } from "~/engine/flows/notices.server";
import { examineFlow } from "~/engine/flows/problems.server";
import { enterByHand } from "~/engine/flows/service.server";
import type { RootDb } from "~/platform/db.server";

import { createAutomationWorld, givenHoldouts } from "../../../../tests/support/automation-world";
import { givenCustomer, givenShop } from "../../../../tests/support/factories";
import { givenLiveFlow } from "../../../../tests/support/flow-world";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import type { World } from "../../../../tests/support/world";

/** A Monday, 13:00 in Warsaw. */
const T0 = new Date("2026-03-02T12:00:00Z");
const ADA = "s1_1";

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createAutomationWorld(db, T0);
  await givenShop(db);
  await givenHoldouts(db, { now: T0 });
  await givenCustomer(db, { legacyId: 1, email: "ada@example.com", tags: ["Old"] });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const step = (action: string, settings: Record<string, unknown>, id = "step1") => ({
  id,
  kind: "action",
  action,
  settings,
});
const flowOf = (steps: object[], over: Record<string, unknown> = {}) =>
  FlowDefinitionSchema.parse({ trigger: { key: "people.by-hand" }, steps, ...over });
const offer = (over: object = {}) => ({
  offer: { value: { kind: "percentage", percentBp: 1_000 }, validDays: 14, title: "Hello", ...over },
});

async function enter(steps: object[], over: Record<string, unknown> = {}): Promise<string> {
  const flowId = await givenLiveFlow(db, flowOf(steps, over), { now: T0 });
  await enterByHand(db, { shopId: "s1", flowId, customerIds: [ADA], occasion: "1", now: T0 });
  await world.runJobs();
  return flowId;
}
const reasons = async (feature = "automations") =>
  (await db.decision.findMany({ where: { shopId: "s1", feature }, orderBy: { id: "asc" } })).map(
    ({ reason }) => reason,
  );

describe("tags", () => {
  test("are written where they differ, and left alone where they are right, whatever their case", async () => {
    await enter([
      step("tags.add", { tag: "New" }, "add01"),
      step("tags.add", { tag: "OLD" }, "add02"),
      step("tags.remove", { tag: "old" }, "del01"),
      step("tags.remove", { tag: "Nowhere" }, "del02"),
    ]);
    expect(await reasons()).toEqual(["tag-added", "tag-there", "tag-removed", "tag-not-there"]);
    expect(world.shopify.calls).toEqual([
      { kind: "add-tags", customerGid: "gid://shopify/Customer/1", tags: ["New"] },
      { kind: "remove-tags", customerGid: "gid://shopify/Customer/1", tags: ["old"] },
    ]);
  });

  test("that the store refuses are told of", async () => {
    await world.runJobs();
    world.shopify.answers.push({ kind: "rejected", error: "too many tags" });
    await enter([step("tags.add", { tag: "New" })]);
    expect(await reasons()).toEqual(["tag-added", "tag-not-written"]);
  });
});

test("a webhook is called once, signed, with ids and no names", async () => {
  await enter([step("webhooks.call", { url: "https://crm.example/hook?key=secret" })]);
  expect(world.webhook.calls).toHaveLength(1);
  const { body, idempotencyKey } = world.webhook.calls[0] ?? { body: "{}", idempotencyKey: "" };
  expect(JSON.parse(body)).toMatchObject({ event: "flow.step", customerGid: "gid://shopify/Customer/1" });
  expect(body).not.toContain("ada@example.com");
  expect(idempotencyKey).toMatch(/^flow:.+:step1$/);
  const [decision] = await db.decision.findMany({ where: { shopId: "s1", reason: "webhook-called" } });
  expect(decision?.paramsJson).not.toContain("secret");
});

test("another flow is started once, with what this one knows", async () => {
  const other = await givenLiveFlow(db, flowOf([step("tags.add", { tag: "New" })]), { now: T0 });
  await enter([step("incentives.issue", offer(), "give1"), step("flows.start", { flowId: other }, "start1")]);
  await world.runJobs();
  const [run] = await db.flowRun.findMany({ where: { shopId: "s1", flowId: other } });
  expect(run).toMatchObject({ state: "done", customerId: ADA });
  expect(run?.contextJson).toContain("codeId");
  expect(world.shopify.calls.filter(({ kind }) => kind === "add-tags")).toHaveLength(1);
});

test("an incentive that a guard refuses is left out, and the run goes on", async () => {
  await enter([
    step("incentives.issue", offer(), "give1"),
    step("incentives.issue", offer({ oneAtATime: true }), "give2"),
    step("tags.add", { tag: "New" }, "tag01"),
  ]);
  await world.runJobs();
  expect(await reasons()).toEqual([
    "incentive-asked",
    "incentive-issued",
    "refused-has-open-incentive",
    "tag-added",
  ]);
  const [code] = await db.issuedCode.findMany({ where: { shopId: "s1" } });
  expect(code?.budgetKey).toMatch(/^flow:/);
});

describe("a message", () => {
  const mail = (over: object = {}) =>
    step("messages.send", { templateKey: "winback-code", ...over }, "mail1");

  test("whose code was used while it waited is taken back", async () => {
    world.at("2026-03-02T22:00:00Z");
    await enter([step("incentives.issue", offer(), "give1"), mail()]);
    await db.issuedCode.updateMany({ where: { shopId: "s1" }, data: { state: "redeemed" } });
    world.at("2026-03-03T09:00:00Z");
    await world.runJobs();
    expect(world.email.sent).toEqual([]);
    expect((await reasons()).at(-1)).toBe("code-spent");
  });

  test("begins the days of its code when it leaves", async () => {
    world.at("2026-03-02T22:00:00Z");
    await enter([step("incentives.issue", offer(), "give1"), mail()]);
    world.at("2026-03-03T08:00:00Z");
    await world.runJobs();
    const [code] = await db.issuedCode.findMany({ where: { shopId: "s1" } });
    expect(code).toMatchObject({
      clockStartedAt: new Date("2026-03-03T08:00:00Z"),
      expiresAt: new Date("2026-03-17T23:00:00Z"),
    });
  });

  test("that is of no use by the time it may leave is not sent late", async () => {
    world.at("2026-03-02T22:00:00Z");
    await enter([mail({ usefulHours: 2 })]);
    world.at("2026-03-03T08:00:00Z");
    await world.runJobs();
    expect(world.email.sent).toEqual([]);
    expect((await reasons()).at(-1)).toBe("expired-quiet-hours");
  });

  test("is perhaps sent when the line broke: the run goes on when its time is over, and nothing is repeated", async () => {
    world.email.answers.push({ kind: "uncertain", error: "broke" });
    await enter([mail({ usefulHours: 1 })]);
    world.at("2026-03-02T13:00:00Z");
    await world.runJobs();
    expect((await reasons()).at(-1)).toBe("message-uncertain");
    expect(world.email.sent).toHaveLength(1);
  });

  test("that waits does not leave while its flow is paused, and does when it goes on", async () => {
    world.at("2026-03-02T22:00:00Z");
    const flowId = await enter([mail()]);
    await pauseFlow(db, { shopId: "s1", flowId, now: world.now() });
    world.at("2026-03-03T09:00:00Z");
    await world.runJobs();
    expect(world.email.sent).toEqual([]);
    await resumeFlow(db, { shopId: "s1", flowId, now: world.now() });
    world.at("2026-03-03T09:06:00Z");
    await world.runJobs();
    expect(world.email.sent).toHaveLength(1);
  });

  test("of a flow that was stopped is taken back, also before its run was cancelled", async () => {
    world.at("2026-03-02T22:00:00Z");
    const flowId = await enter([mail()]);
    await db.flow.update({ where: { id: flowId, shopId: "s1" }, data: { state: "stopped" } });
    world.at("2026-03-03T09:00:00Z");
    await world.runJobs();
    expect(world.email.sent).toEqual([]);
    expect(await db.message.findMany({ where: { shopId: "s1" } })).toMatchObject([{ state: "cancelled" }]);
  });

  test("of somebody whose run was erased is not sent", async () => {
    world.at("2026-03-02T22:00:00Z");
    await enter([mail()]);
    await db.flowRun.deleteMany({ where: { shopId: "s1" } });
    world.at("2026-03-03T08:00:00Z");
    await world.runJobs();
    expect(world.email.sent).toEqual([]);
    expect(await db.message.findMany({ where: { shopId: "s1" } })).toMatchObject([{ state: "cancelled" }]);
  });

  test("goes by text to a number, and not without one", async () => {
    await db.customer.update({
      where: { id: ADA, shopId: "s1" },
      data: { phone: "+48600700800", smsConsentState: "SUBSCRIBED" },
    });
    const now = T0;
    const { id } = await db.mailTemplate.create({
      data: {
        ...{
          id: "t1",
          shopId: "s1",
          key: "hi",
          name: "Hi",
          kind: "sms",
          topic: "offers",
          state: "published",
        },
        ...{ latestVersion: 1, publishedVersion: 1, createdAt: now, updatedAt: now },
      },
    });
    await db.mailTemplateVersion.create({
      data: {
        id: "v1",
        shopId: "s1",
        templateId: id,
        version: 1,
        cause: "saved",
        isSound: true,
        savedAt: now,
      },
    });
    const variant = {
      subject: "",
      preheader: "",
      blocksJson: "[]",
      html: "",
      text: "Hi {{ person.first_name }}",
    };
    await db.mailTemplateVariant.create({
      data: { versionId: "v1", shopId: "s1", language: "en", ...variant },
    });
    await enter([step("messages.send", { templateKey: "hi", channel: "sms" })]);
    expect(world.sms.sent).toMatchObject([{ to: "+48600700800", text: "Hi Ada" }]);
  });
});

test("before an incentive is published, it is told what it does not go together with, at its step", async () => {
  await db.discountReading.create({ data: { shopId: "s1", codeCount: 1, isComplete: true, readAt: T0 } });
  await db.discountTerms.create({
    data: {
      ...{ shopId: "s1", gid: "gid://shopify/DiscountAutomaticNode/1", title: "Summer sale" },
      ...{ classes: "ORDER", withOrder: false, withProduct: false, withShipping: false },
      ...{ isAutomatic: true, endsAt: null, readAt: T0 },
    },
  });
  const written = FlowDefinitionSchema.parse(
    flowOf([step("incentives.issue", offer()), step("tags.add", {}, "add01")]),
  );
  expect(await listNotices(db, { shopId: "s1", definition: written, now: T0 })).toEqual([
    {
      place: "steps.step1.settings.offer",
      code: "combination.automatic.both-exclude",
      params: { names: "Summer sale" },
      textNamespace: "incentives",
    },
  ]);
  const asked = { shopId: "s1", flowId: "f1", written };
  expect((await examineFlow(db, asked)).problems.filter(({ code }) => code.includes("combin"))).toEqual([]);
});

describe("a flow is not published", () => {
  const problemsOf = async (definition: object) =>
    (await examineFlow(db, { shopId: "s1", flowId: "f1", written: definition })).problems.map(
      ({ place, code }) => `${place} ${code}`,
    );
  const began = (event: string) => ({ trigger: { key: "events.happened", settings: { events: [event] } } });

  test.each([
    ["templateKey template-missing", [step("messages.send", { templateKey: "nope" })], {}],
    [
      "channel template-other-channel",
      [step("messages.send", { templateKey: "winback", channel: "sms" })],
      {},
    ],
    ["topic topic-needs-consent", [step("messages.send", { templateKey: "winback", topic: "service" })], {}],
    [
      "offer offer-missing-scope",
      [step("incentives.issue", offer({ value: { kind: "gift-card", amountMinor: 5 } }))],
      {},
    ],
    ["offer code-begets-code", [step("incentives.issue", offer())], began("code.expiring")],
    ["tag tags-begin-tags", [step("tags.add", { tag: "x" })], began("customer.tags-changed")],
    ["url webhook-not-https", [step("webhooks.call", { url: "http://crm.example" })], {}],
    ["flowId flow-unknown", [step("flows.start", { flowId: "nope" })], {}],
  ])("with %s", async (expected, steps, over) => {
    expect(await problemsOf(flowOf(steps, over))).toEqual([`steps.step1.settings.${expected}`]);
  });

  test("that begins by what flows do themselves", async () => {
    const definition = flowOf([step("tags.add", { tag: "x" })], began("message.sent"));
    expect(await problemsOf(definition)).toEqual([expect.stringContaining("invalid-setting")]);
  });

  test("below the margin floor of the shop", async () => {
    await db.shopSetting.create({
      data: {
        ...{ shopId: "s1", key: "incentives", updatedAt: T0 },
        valueJson: JSON.stringify({ grossMarginBp: 3_000, marginFloorBp: 2_500 }),
      },
    });
    expect(await problemsOf(flowOf([step("incentives.issue", offer())]))).toEqual([
      "steps.step1.settings.offer offer-below-margin-floor",
    ]);
  });
});

test("a flow that winds down is stopped when the last one inside has ended, and not before", async () => {
  const flowId = await enter([
    { id: "wait1", kind: "delay", delay: { kind: "duration", amount: 1, unit: "hours" } },
    step("tags.add", { tag: "New" }),
  ]);
  await drainFlow(db, { shopId: "s1", flowId, now: T0 });
  world.at("2026-03-02T12:30:00Z");
  await world.runJobs();
  const state = async () => (await db.flow.findFirst({ where: { shopId: "s1", id: flowId } }))?.state;
  expect(await state()).toBe("draining");
  world.at("2026-03-02T13:00:00Z");
  await world.runJobs();
  world.at("2026-03-02T13:01:00Z");
  await world.runJobs();
  expect(await state()).toBe("stopped");
});
