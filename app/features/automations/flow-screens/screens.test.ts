import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { AnyTrigger } from "~/engine/flows/contribution";
import { provideFlowPorts } from "~/engine/flows/ports.server";
import { publishFlow } from "~/engine/flows/life/service.server";
import { DAY_MS } from "~/kit/duration";
import { createFlow, saveDraft } from "~/engine/flows/service.server";

import { givenCustomer, givenShop } from "../../../../tests/support/factories";
import { definitionOf, flowPortsOf, note } from "../../../../tests/support/flow-world";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { presentBuilder, presentProblems } from "./builder/presenter.server";
import { answerBuilder } from "./builder/service.server";
import { presentRecipeGallery } from "./gallery/presenter.server";
import { beginFlow } from "./gallery/service.server";
import { presentFlowList } from "./list/presenter.server";
import { changeFlow } from "./list/service.server";
import { presentFlowRun, presentFlowRuns } from "./runs/presenter.server";
import { presentSimulationPage } from "./simulation/presenter.server";

const NOW = new Date("2026-11-23T10:00:00Z");
const READER = { shopId: "s1", locale: "pl", now: NOW } as const;
const ZONED = { ...READER, zone: "Europe/Warsaw" };
const SOUND = definitionOf({ steps: [note("abcd")] });
const PROBLEMATIC = definitionOf({ steps: [] });

let testDb: TestDb;
beforeAll(async () => {
  testDb = await createTestDb();
  provideFlowPorts(flowPortsOf());
  await givenShop(testDb.db);
  await givenCustomer(testDb.db, { legacyId: 1, firstName: "Ada", lastName: "Lovelace" });
});
afterAll(() => testDb.close());

async function givenDraft(name: string, definition = SOUND): Promise<string> {
  const created = await createFlow(testDb.db, { shopId: "s1", name, now: NOW }, { definition });
  if (created.outcome !== "created") throw new Error(created.outcome);
  return created.flowId;
}

async function givenLive(name: string): Promise<string> {
  const flowId = await givenDraft(name);
  await publishFlow(testDb.db, { shopId: "s1", flowId, now: NOW }, { runs: "finish" });
  return flowId;
}

const take = (recipeKey: string, isCopy = false) =>
  beginFlow(testDb.db, { ...READER, asked: { recipeKey, isCopy } });

const listed = async (flowId: string) =>
  (await presentFlowList(testDb.db, ZONED)).flows.find(({ id }) => id === flowId);

async function givenRun(flowId: string, id: string): Promise<void> {
  await testDb.db.flowRun.create({
    data: {
      ...{ id, shopId: "s1", flowId, version: 1, customerId: "s1_1", entryKey: id, state: "done" },
      ...{ stepAt: NOW, enteredAt: NOW, endedAt: NOW },
    },
  });
}

async function markOf(flowId: string): Promise<string> {
  return (await presentBuilder(testDb.db, { ...READER, flowId }))?.mark ?? "";
}

describe("the list", () => {
  test("tells how each flow begins: as it is live, not as it is being written", async () => {
    const flowId = await givenLive("Thanks");
    const written = definitionOf({ trigger: { key: "test.by-hand" }, steps: [note("abcd")] });
    await saveDraft(testDb.db, { shopId: "s1", flowId, written, now: NOW });
    expect(await listed(flowId)).toMatchObject({ state: "live", trigger: { key: "test.order-paid" } });
    const draftId = await givenDraft("By hand", written);
    expect(await listed(draftId)).toMatchObject({ state: "draft", trigger: { key: "test.by-hand" } });
  });

  test("counts the messages of each flow that were handed over", async () => {
    const [flowId, otherId] = [await givenLive("Writes"), await givenLive("Silent")];
    await givenRun(flowId, "writes");
    for (const state of ["sent", "uncertain", "queued", "cancelled", "failed"]) {
      await testDb.db.message.create({
        data: {
          ...{ id: `m-${state}`, shopId: "s1", customerId: "s1_1", purpose: "flows", subjectId: "writes" },
          ...{ topic: "offers", toAddress: "a@b.example", locale: "en", subject: "", htmlBody: "" },
          ...{ textBody: "", messageId: `<${state}@b.example>`, state, createdAt: NOW },
        },
      });
    }
    const before = new Date(NOW.getTime() - 30 * DAY_MS - 1);
    await testDb.db.message.create({
      data: {
        ...{ id: "m-old", shopId: "s1", customerId: "s1_1", purpose: "flows", subjectId: "writes" },
        ...{ topic: "offers", toAddress: "a@b.example", locale: "en", subject: "", htmlBody: "" },
        ...{ textBody: "", messageId: "<old@b.example>", state: "sent", createdAt: before },
      },
    });
    expect(await listed(flowId)).toMatchObject({ sentCount: 2, byToken: { orderCount: 0, netMinor: 0 } });
    expect(await listed(otherId)).toMatchObject({ sentCount: 0 });
  });

  test("keeps a flow whose draft cannot be read", async () => {
    const flowId = await givenDraft("Old");
    await testDb.db.flow.updateMany({ where: { shopId: "s1", id: flowId }, data: { draftJson: "{}" } });
    expect(await listed(flowId)).toMatchObject({ name: "Old", trigger: null });
  });

  test("says that nothing is known of what a flow brings before anybody was held out", async () => {
    const flowId = await givenLive("Fresh");
    expect((await listed(flowId))?.lift).toMatchObject({ kind: "not-enough-data", why: "not-begun" });
  });

  test("does with a flow what can be done as it stands, and nothing else", async () => {
    const flowId = await givenLive("Paused");
    const change = (kind: Parameters<typeof changeFlow>[1]["kind"]) =>
      changeFlow(testDb.db, { shopId: "s1", flowId, now: NOW, kind });
    const outcomes: string[] = [];
    for (const kind of ["resume", "pause", "pause", "resume", "drain", "stop", "discard"] as const)
      outcomes.push(`${kind} ${(await change(kind)).outcome}`);
    expect(outcomes).toEqual([
      "resume not-possible",
      "pause changed",
      "pause not-possible",
      "resume changed",
      "drain changed",
      "stop changed",
      "discard not-possible",
    ]);
    const draftId = await givenDraft("Not wanted");
    const discarded = { shopId: "s1", flowId: draftId, now: NOW, kind: "discard" } as const;
    expect(await changeFlow(testDb.db, discarded)).toEqual({ outcome: "changed" });
    expect(await changeFlow(testDb.db, discarded)).toEqual({ outcome: "not-possible" });
  });
});

describe("the gallery", () => {
  test("holds every recipe with its flow", async () => {
    const { recipes, materials } = await presentRecipeGallery(testDb.db, READER);
    expect(recipes.map(({ key }) => key)).toEqual(["test.thanks"]);
    expect(recipes[0]?.definition.steps).toHaveLength(1);
    expect(materials.templates.length).toBeGreaterThan(5);
  });

  test("begins an empty flow, called in the merchant's language", async () => {
    const begun = await beginFlow(testDb.db, { ...READER, asked: { recipeKey: "", isCopy: false } });
    if (begun.outcome !== "created") throw new Error(begun.outcome);
    const builder = await presentBuilder(testDb.db, { ...READER, flowId: begun.flowId });
    expect(builder).toMatchObject({ name: "Nowa automatyzacja", state: "draft", live: null });
    expect(builder?.problems.map(({ code }) => code)).toContain("no-steps");
  });

  test("begins a recipe as it is, and none that does not exist", async () => {
    const begun = await take("test.thanks");
    if (begun.outcome !== "created") throw new Error(begun.outcome);
    const builder = await presentBuilder(testDb.db, { ...READER, flowId: begun.flowId });
    expect(builder?.definition.steps).toHaveLength(1);
    expect(await take("no.such")).toEqual({ outcome: "unknown-recipe" });
  });

  test("makes a second one of a recipe only for who asks for it, and tells of the first", async () => {
    const [{ id: flowId } = { id: "" }] = await testDb.db.flow.findMany({
      where: { shopId: "s1", recipeKey: "test.thanks" },
    });
    const { recipes } = await presentRecipeGallery(testDb.db, READER);
    expect(recipes[0]?.taken).toEqual([{ flowId, name: expect.any(String) as string, state: "draft" }]);
    expect(await take("test.thanks")).toEqual({ outcome: "taken", flowId });
    expect(await take("test.thanks", true)).toMatchObject({ outcome: "created" });
  });

  test("makes no second one where both would write to the same people, until the first is stopped", async () => {
    const ports = flowPortsOf();
    const triggers = ports.triggers.map((trigger): AnyTrigger => ({ ...trigger, isSole: true }));
    provideFlowPorts({ ...ports, triggers });
    try {
      expect((await presentRecipeGallery(testDb.db, READER)).recipes[0]?.isSole).toBe(true);
      expect(await take("test.thanks", true)).toMatchObject({ outcome: "taken" });
      await testDb.db.flow.updateMany({ where: { recipeKey: { not: null } }, data: { state: "stopped" } });
      expect(await take("test.thanks")).toMatchObject({ outcome: "created" });
    } finally {
      provideFlowPorts(ports);
    }
  });
});

describe("the builder", () => {
  test("shows the draft beside what is live, and who is inside", async () => {
    const flowId = await givenLive("Both");
    await givenRun(flowId, "ended");
    await testDb.db.flowRun.create({
      data: {
        ...{ id: "inside", shopId: "s1", flowId, version: 1, customerId: "s1_1", entryKey: "inside" },
        ...{ state: "sleeping", stepAt: NOW, enteredAt: NOW },
      },
    });
    await saveDraft(testDb.db, { shopId: "s1", flowId, written: PROBLEMATIC, now: NOW });
    const builder = await presentBuilder(testDb.db, { ...READER, flowId });
    expect(builder).toMatchObject({ liveVersion: 1, insideCount: 1 });
    expect(builder?.live?.steps).toHaveLength(1);
    expect(builder?.definition.steps).toHaveLength(0);
    expect(builder?.problems.map(({ code }) => code)).toEqual(["no-steps"]);
  });

  test("saves what is half written, says on each field what is missing, and does not publish it", async () => {
    const flowId = await givenDraft("Half");
    const written = {
      ...SOUND,
      exits: [{ id: "exit1", when: { kind: "event", events: [] } }],
      steps: [
        { id: "wait1", kind: "wait", events: [], timeoutHours: 72, happened: [], timedOut: [] },
        { id: "days1", kind: "delay", delay: { kind: "weekday", weekdays: [], time: "09:00" } },
        { id: "date1", kind: "delay", delay: { kind: "date", on: "" } },
        { id: "fact1", kind: "delay", delay: { kind: "fact-date", fact: "", offsetDays: 0 } },
      ],
    };
    const asked = { shopId: "s1", flowId, now: NOW };
    const missing = [
      "exits.exit1.events no-event",
      "steps.wait1.events no-event",
      "steps.days1.delay.weekdays no-weekday",
      "steps.date1.delay.on no-date",
      "steps.fact1.delay.fact no-fact",
    ];
    const places = (problems: { place: string; code: string }[]) =>
      problems.map(({ place, code }) => `${place} ${code}`);
    const saved = await answerBuilder(testDb.db, {
      ...asked,
      asked: { kind: "save", written, name: "Half", seen: await markOf(flowId) },
    });
    expect(saved.outcome).toBe("saved");
    expect("problems" in saved ? places(saved.problems) : []).toEqual(missing);
    const shown = await presentBuilder(testDb.db, { ...READER, flowId });
    expect(shown?.definition.steps).toHaveLength(4);
    expect(places(shown?.problems ?? [])).toEqual(missing);
    expect(await publishFlow(testDb.db, asked, { runs: "finish" })).toMatchObject({ outcome: "refused" });
  });

  test("shows a draft that cannot be read as empty, and says that it cannot", async () => {
    const flowId = await givenDraft("Old");
    await testDb.db.flow.updateMany({ where: { shopId: "s1", id: flowId }, data: { draftJson: "{}" } });
    const builder = await presentBuilder(testDb.db, { ...READER, flowId });
    expect(builder?.definition.steps).toEqual([]);
    expect(builder?.problems.map(({ code }) => code)).toContain("invalid-shape");
  });

  test("is of the shop's own flows only", async () => {
    const flowId = await givenDraft("Mine");
    await givenShop(testDb.db, { id: "s2", domain: "two.myshopify.com" });
    const asked = { shopId: "s2", flowId, written: SOUND, now: NOW };
    expect(await presentBuilder(testDb.db, { ...READER, shopId: "s2", flowId })).toBeNull();
    expect(await presentProblems(testDb.db, asked)).toBeNull();
  });

  test("asks, saves and publishes; with problems it saves and refuses to publish", async () => {
    const flowId = await givenDraft("Written");
    const answer = (asked: Parameters<typeof answerBuilder>[1]["asked"]) =>
      answerBuilder(testDb.db, { shopId: "s1", flowId, now: NOW, asked });
    const name = "Written";
    const runs = "finish" as const;
    const seen = () => markOf(flowId);
    expect(await answer({ kind: "check", written: PROBLEMATIC })).toMatchObject({
      outcome: "checked",
      problems: [{ place: "steps", code: "no-steps" }],
    });
    expect((await presentBuilder(testDb.db, { ...READER, flowId }))?.definition.steps).toHaveLength(1);
    expect(
      (await answer({ kind: "publish", written: PROBLEMATIC, name, runs, seen: await seen() })).outcome,
    ).toBe("refused");
    expect((await presentBuilder(testDb.db, { ...READER, flowId }))?.definition.steps).toHaveLength(0);
    expect((await answer({ kind: "save", written: {}, name, seen: await seen() })).outcome).toBe("invalid");
    expect(
      (await answer({ kind: "publish", written: SOUND, name: " ", runs, seen: await seen() })).outcome,
    ).toBe("invalid");
    expect(await answer({ kind: "publish", written: SOUND, name, runs, seen: await seen() })).toEqual({
      outcome: "published",
      version: 1,
    });
  });
});

test("what somebody else has saved meanwhile is not overwritten unseen", async () => {
  const flowId = await givenDraft("Ours");
  const seen = await markOf(flowId);
  const save = (name: string, mark: string) =>
    answerBuilder(testDb.db, {
      ...{ shopId: "s1", flowId, now: NOW },
      asked: { kind: "save", written: SOUND, name, seen: mark },
    });
  expect((await save("Theirs", seen)).outcome).toBe("saved");
  expect(await save("Mine", seen)).toEqual({ outcome: "overtaken" });
  expect((await presentBuilder(testDb.db, { ...READER, flowId }))?.name).toBe("Theirs");
  expect((await save("Mine", await markOf(flowId))).outcome).toBe("saved");
});

test("runs are those of the flow, and a run is told under its own flow only", async () => {
  const flowId = await givenLive("Run");
  const otherId = await givenLive("Other");
  await givenRun(flowId, "run-1");
  const shown = await presentFlowRuns(testDb.db, { shopId: "s1", flowId, state: "done", page: 1 });
  expect(shown?.runs.items.map(({ id, customer }) => [id, customer?.name])).toEqual([
    ["run-1", "Ada Lovelace"],
  ]);
  const none = await presentFlowRuns(testDb.db, { shopId: "s1", flowId, state: "waiting", page: 1 });
  expect(none?.runs.totalCount).toBe(0);
  expect((await presentFlowRun(testDb.db, { shopId: "s1", flowId, runId: "run-1" }))?.flowName).toBe("Run");
  expect(await presentFlowRun(testDb.db, { shopId: "s1", flowId: otherId, runId: "run-1" })).toBeNull();
  expect(await presentFlowRuns(testDb.db, { shopId: "s1", flowId: "no", state: null, page: 1 })).toBeNull();
});

describe("a simulation", () => {
  const person = (customerId: string | null) => {
    return {
      ...{ customerId, subjectKind: null, subjectId: null, enteredAt: NOW.toISOString(), state: "done" },
      ...{ endReason: null, lines: [], costs: [] },
    };
  };

  test("is shown twenty-five people at a time, by their names", async () => {
    const flowId = await givenDraft("Tried");
    const people = [person("s1_1"), ...Array.from({ length: 25 }, () => person(null))];
    const at = NOW.toISOString();
    await testDb.db.flowSimulation.create({
      data: {
        ...{ id: "sim-1", shopId: "s1", flowId, state: "done", days: 30, definitionJson: "{}" },
        requestedAt: NOW,
        resultJson: JSON.stringify({ from: at, to: at, people, refusals: [], costs: [], cutAt: null }),
      },
    });
    const page = (number: number) =>
      presentSimulationPage(testDb.db, { shopId: "s1", flowId, page: number, now: NOW });
    const first = await page(1);
    expect(first?.result).toMatchObject({ peopleCount: 26, page: 1, pageCount: 2 });
    expect(first?.result?.people).toHaveLength(25);
    expect(first?.result?.people[0]?.name).toBe("Ada Lovelace");
    expect((await page(2))?.result?.people.map(({ name }) => name)).toEqual([""]);
    expect((await page(9))?.result?.page).toBe(2);
  });

  test("that was never asked for is none", async () => {
    const flowId = await givenDraft("Untried");
    const asked = { shopId: "s1", page: 1, now: NOW };
    const page = await presentSimulationPage(testDb.db, { ...asked, flowId });
    expect(page).toMatchObject({ simulation: null, result: null });
    expect(await presentSimulationPage(testDb.db, { ...asked, flowId: "no" })).toBeNull();
  });
});
