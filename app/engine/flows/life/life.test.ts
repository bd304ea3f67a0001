import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { mergeCustomers } from "~/pipeline/projections/merge/merge.server";
import { registerMovedTables } from "~/pipeline/projections/merge/hooks.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { givenCustomer, givenShop } from "../../../../tests/support/factories";
import {
  createFlowWorld,
  definitionOf,
  flowPortsOf,
  givenLiveFlow,
  happening,
  listNotes,
  listStory,
  note,
  publish,
} from "../../../../tests/support/flow-world";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import type { World } from "../../../../tests/support/world";
import { enterAndWake } from "../entry/enter-and-wake.server";
import { enterRest, type Rest, sweepTriggers } from "../entry/sweep.server";
import type { AnyTrigger } from "../contribution";
import { provideFlowPorts } from "../ports.server";
import { presentCatalogue, presentFlow, presentFlows, presentRun, presentRuns } from "../presenter.server";
import { flowsPrivacy } from "../privacy.server";
import { flowsRegistration } from "../registration.server";
import { createFlow, createFromRecipe, discardDraft, enterByHand, saveDraft } from "../service.server";
import { drainFlow, pauseFlow, publishFlow, resumeFlow, stopFlow } from "./service.server";

const T0 = new Date("2026-03-02T12:00:00Z");
const ADA = "s1_1";
const BOB = "s1_2";

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createFlowWorld(db, T0);
  await givenShop(db);
  await givenCustomer(db, { legacyId: 1 });
  await givenCustomer(db, { legacyId: 2 });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const hour = (id = "hour") => ({ id, kind: "delay", delay: { kind: "duration", amount: 1, unit: "hours" } });
const paid = (subjectId = "o1", customerId: string | null = ADA, at = world.now()) =>
  happening("order.paid", { customerId, subjectId, at });
const live = (over: Record<string, unknown>) => givenLiveFlow(db, definitionOf(over), { now: world.now() });
async function at(instant: string): Promise<void> {
  world.at(instant);
  await world.runJobs();
}
async function pay(...events: ReturnType<typeof paid>[]): Promise<void> {
  await publish(db, events, { now: world.now() });
  await world.runJobs();
}
const runs = () =>
  db.flowRun.findMany({ where: { shopId: "s1" }, orderBy: [{ enteredAt: "asc" }, { id: "asc" }] });
const states = async () => (await runs()).map(({ state }) => state);
const reasons = async () =>
  (await db.decision.findMany({ where: { shopId: "s1" } })).map(({ reason }) => reason);
const of = (flowId: string) => ({ shopId: "s1", flowId, now: world.now() });
/** Saves another draft and publishes it. */
async function republish(
  flowId: string,
  over: Record<string, unknown>,
  runsOn: "finish" | "migrate" = "finish",
) {
  await saveDraft(db, { ...of(flowId), written: definitionOf(over) });
  return publishFlow(db, of(flowId), { runs: runsOn });
}

describe("a draft", () => {
  test("begins empty or as a recipe, is saved with its problems, and is published only without", async () => {
    const created = await createFlow(db, { shopId: "s1", name: "  Thanks ", now: T0 });
    if (created.outcome !== "created") throw new Error(created.outcome);
    const { flowId } = created;
    expect(await publishFlow(db, of(flowId), { runs: "finish" })).toMatchObject({
      outcome: "refused",
      problems: [
        { place: "trigger", code: "unknown-trigger" },
        { place: "steps", code: "no-steps" },
      ],
    });
    const unlawful = definitionOf({ steps: [note("one1", { label: "unlawful" })] });
    const found = [{ place: "steps.one1.settings.label", code: "unlawful", textNamespace: "test" }];
    expect(await saveDraft(db, { ...of(flowId), written: unlawful })).toEqual({
      outcome: "saved",
      problems: found,
    });
    expect(await publishFlow(db, of(flowId), { runs: "finish" })).toEqual({
      outcome: "refused",
      problems: found,
    });
    expect((await presentFlows(db, { shopId: "s1" })).map(({ name, state }) => [name, state])).toEqual([
      ["Thanks", "draft"],
    ]);
    expect(await discardDraft(db, of(flowId))).toEqual({ outcome: "discarded" });
    expect(await discardDraft(db, of(flowId))).toEqual({ outcome: "not-found" });
  });

  test("from a recipe can be published at once; an unknown recipe is none", async () => {
    const named = { shopId: "s1", name: "Thanks", now: T0, locale: "pl" };
    const created = await createFromRecipe(db, { ...named, recipeKey: "test.thanks" });
    if (created.outcome !== "created") throw new Error(created.outcome);
    expect(await publishFlow(db, of(created.flowId), { runs: "finish" })).toEqual({
      outcome: "published",
      version: 1,
    });
    expect(await createFromRecipe(db, { ...named, recipeKey: "no" })).toEqual({ outcome: "unknown-recipe" });
    expect(await createFlow(db, { shopId: "s1", name: " ", now: T0 })).toEqual({ outcome: "invalid-name" });
  });

  test("that would write to the people of another one is not published, unless both say by a condition whom they let in", async () => {
    const ports = flowPortsOf();
    const triggers = ports.triggers.map((trigger): AnyTrigger => ({ ...trigger, isSole: true }));
    provideFlowPorts({ ...ports, triggers });
    const refused = { outcome: "refused", problems: [{ place: "trigger", code: "second-series" }] };
    const publish = async (part: Parameters<typeof definitionOf>[0]) => {
      const made = await createFlow(
        db,
        { shopId: "s1", name: "Second", now: T0 },
        { definition: definitionOf(part) },
      );
      if (made.outcome !== "created") throw new Error(made.outcome);
      return publishFlow(db, of(made.flowId), { runs: "finish" });
    };
    const entry = { kind: "fact", fact: "orders.count", operator: "at-least", operand: 1 } as const;
    const flowId = await live({ steps: [note("one1")], entry });
    expect(await publish({ steps: [note("one1")] })).toMatchObject(refused);
    await pauseFlow(db, of(flowId));
    expect(await publish({ steps: [note("one1")] })).toMatchObject(refused);
    expect(await publish({ steps: [note("one1")], trigger: { key: "test.by-hand" } })).toMatchObject({
      outcome: "published",
    });
    expect(await publish({ steps: [note("one1")], entry })).toMatchObject({ outcome: "published" });
    expect(await publishFlow(db, of(flowId), { runs: "finish" })).toMatchObject({ outcome: "published" });
    provideFlowPorts(ports);
  });

  test("that is no definition is not saved, and says where", async () => {
    const flowId = await live({ steps: [note("one1")] });
    const written = {
      ...definitionOf({}),
      steps: [
        {
          id: "fork",
          kind: "split",
          arms: [
            { key: "A!", weight: 1, steps: [] },
            { key: "b", weight: 0, steps: [{ id: "deep1", kind: "holdout", shareBp: 9_999 }] },
          ],
        },
      ],
    };
    const saved = await saveDraft(db, { ...of(flowId), written });
    expect(saved).toMatchObject({ outcome: "invalid" });
    const places = "problems" in saved ? saved.problems.map(({ place }) => place) : [];
    expect(places).toEqual(["steps.fork.arms.0.key", "steps.fork.arms.1.weight", "steps.deep1.shareBp"]);
    expect(await saveDraft(db, { ...of("none"), written: definitionOf({}) })).toEqual({
      outcome: "not-found",
    });
  });

  test("that would start itself by way of another flow cannot be published", async () => {
    const flowId = await live({ steps: [note("one1")] });
    const start = (id: string, target: string) => ({
      id,
      kind: "action",
      action: "test.start-flow",
      settings: { flowId: target },
    });
    const other = await live({ steps: [start("back1", flowId)] });
    expect(await republish(flowId, { steps: [start("away1", other)] })).toEqual({
      outcome: "refused",
      problems: [{ place: "steps.away1.settings.flowId", code: "starts-itself" }],
    });
  });
});

describe("who enters", () => {
  test("is told apart by person and key, and who does not is told why, once", async () => {
    await live({ reentry: { kind: "once" }, steps: [note("one1")] });
    await pay(paid("o1"), paid("o1", BOB), paid("o2"));
    await pay({ ...paid("o1"), sourceKey: "again" });
    expect((await runs()).map(({ customerId }) => customerId).sort()).toEqual([ADA, BOB]);
    expect((await reasons()).filter((reason) => reason !== "noted" && reason !== "finished").sort()).toEqual([
      "entered",
      "entered",
      "entered-once",
      "same-key",
    ]);
  });

  test("is let in once when the same events are told twice, and at the same time", async () => {
    await live({ steps: [note("one1")] });
    await publish(db, [paid("o1"), paid("o2", null)], { now: T0 });
    const stored = await db.domainEvent.findMany({ where: { shopId: "s1" } });
    const events = stored.map(
      ({ payloadJson, ...row }) => ({ ...row, payload: JSON.parse(payloadJson) as unknown }) as never,
    );
    const tell = () =>
      inTransaction(db, (tx) => enterAndWake(tx, { shopId: "s1", events, now: T0 }), { shopId: "s1" });
    expect((await Promise.all([tell(), tell(), tell()])).sort()).toEqual([0, 0, 2]);
    await world.runJobs();
    expect([(await runs()).length, (await listNotes(db)).length]).toEqual([2, 2]);
  });

  test("as a guest does not enter again once they are known", async () => {
    await live({ steps: [note("one1")] });
    await pay(paid("o1", null));
    await pay({ ...paid("o1"), sourceKey: "known-now" });
    expect((await runs()).map(({ customerId }) => customerId)).toEqual([null]);
    expect(await reasons()).toContain("same-key");
  });

  test("is nobody of whom nothing is left, and nobody is told of them", async () => {
    await live({ steps: [note("one1")] });
    await pay(paid("o1", "s1_404"));
    expect([await runs(), await reasons()]).toEqual([[], []]);
  });

  test("is nobody by what happened before the publication", async () => {
    await live({ steps: [note("one1")] });
    await pay(paid("o1", ADA, new Date(T0.getTime() - 1)));
    expect([await states(), await reasons()]).toEqual([[], ["before-publication"]]);
  });

  test("late leaves at once by what ended it before they were let in", async () => {
    const exits = [{ id: "gone", when: { kind: "event", events: ["order.cancelled"] } }];
    await live({ exits, steps: [note("one1")] });
    const cancelled = (customerId: string, instant: string) =>
      happening("order.cancelled", { customerId, subjectId: `o-${customerId}`, at: instant });
    await at("2026-03-02T12:20:00Z");
    await pay(cancelled(ADA, "2026-03-02T12:10:00Z"), cancelled(BOB, "2026-03-02T12:04:00Z"));
    const told = new Date("2026-03-02T12:05:00Z");
    await pay(paid("o1", ADA, told), paid("o2", BOB, told));
    expect((await runs()).map(({ customerId, state }) => [customerId, state]).sort()).toEqual([
      [ADA, "exited"],
      [BOB, "done"],
    ]);
    expect(await listNotes(db)).toEqual(["one1@2026-03-02T12:20"]);
  });

  test("is nobody by what happened, or whose time came, while the app was away", async () => {
    await givenCustomer(db, { legacyId: 11, registeredAt: new Date("2026-03-01T18:00:00Z") });
    await givenCustomer(db, { legacyId: 12, registeredAt: new Date("2026-03-03T18:00:00Z") });
    await live({ steps: [note("one1")] });
    await live({ trigger: { key: "test.registered-for", settings: { days: 1 } }, steps: [note("two1")] });
    await at("2026-03-02T12:10:00Z");
    await db.shop.update({ where: { id: "s1" }, data: { uninstalledAt: world.now() } });
    await at("2026-03-04T09:00:00Z");
    await db.shop.update({ where: { id: "s1" }, data: { uninstalledAt: null, installedAt: world.now() } });
    await pay(paid("o1", ADA, new Date("2026-03-03T09:00:00Z")), paid("o2", BOB));
    await at("2026-03-04T19:00:00Z");
    expect((await runs()).map(({ customerId }) => customerId)).toEqual([BOB, "s1_12"]);
    expect(await reasons()).toContain("before-publication");
  });

  test("by hand is whom the merchant names, where the flow is begun so", async () => {
    const flowId = await live({ trigger: { key: "test.by-hand" }, steps: [note("one1")] });
    const input = { ...of(flowId), customerIds: [ADA, BOB, "s1_404"], occasion: "spring" };
    expect(await enterByHand(db, input)).toEqual({ outcome: "entered", entered: 2, refused: 0 });
    expect(await enterByHand(db, input)).toEqual({ outcome: "entered", entered: 0, refused: 2 });
    const other = await live({ steps: [note("one1")] });
    expect(await enterByHand(db, { ...input, flowId: other })).toEqual({ outcome: "not-enterable" });
    expect(await enterByHand(db, { ...input, flowId: "none" })).toEqual({ outcome: "not-found" });
  });

  test("by time is looked for in windows that meet, late ones too, and not before the publication", async () => {
    const registered = (legacyId: number, registeredAt: string) =>
      givenCustomer(db, { legacyId, registeredAt: new Date(registeredAt) });
    await registered(11, "2026-03-01T12:00:00Z"); // Due when it is published: not after it.
    await registered(12, "2026-03-01T12:00:01Z");
    await registered(13, "2026-03-01T12:05:00Z"); // Due at the first mark.
    await registered(14, "2026-03-01T18:00:00Z");
    await live({ trigger: { key: "test.registered-for", settings: { days: 1 } }, steps: [note("one1")] });
    await at("2026-03-02T12:04:59Z");
    expect(await states()).toEqual([]);
    await at("2026-03-02T12:06:00Z");
    expect((await runs()).map(({ customerId }) => customerId)).toEqual(["s1_12", "s1_13"]);
    await at("2026-03-03T09:00:00Z");
    expect((await runs()).map(({ customerId }) => customerId)).toEqual(["s1_12", "s1_13", "s1_14"]);
    const swept = await inTransaction(db, (tx) => sweepTriggers(tx, { shopId: "s1", now: world.now() }));
    expect(swept).toEqual({ entered: 0, rests: [], isCut: false });
    expect(await reasons()).not.toContain("same-key");
  });

  test("by time in great numbers is let in by portions, each by itself, and goes on where it was left", async () => {
    for (const legacyId of [11, 12, 13, 14, 15])
      await givenCustomer(db, { legacyId, registeredAt: new Date("2026-03-01T12:03:00Z") });
    const flowId = await live({
      trigger: { key: "test.registered-for", settings: { days: 1 } },
      steps: [note("one1")],
    });
    world.at("2026-03-02T12:06:00Z");
    const scene = { shopId: "s1", now: world.now(), atOnce: 2 };
    const ids = async () => (await runs()).map(({ customerId }) => customerId).toSorted();
    const first = await inTransaction(db, (tx) => sweepTriggers(tx, scene));
    expect([first.entered, (await ids()).length]).toEqual([2, 2]);
    const [rest] = first.rests;
    if (!rest) throw new Error("nothing was left over");
    const twice = [await goOn(rest), await goOn(rest)];
    expect(twice.map(({ entered }) => entered)).toEqual([2, 0]);
    const [last] = twice[0]?.rests ?? [];
    if (!last) throw new Error("nothing was left over");
    expect(await goOn(last)).toEqual({ entered: 1, rests: [], isCut: false });
    expect(await ids()).toEqual(["s1_11", "s1_12", "s1_13", "s1_14", "s1_15"]);
    await pauseFlow(db, of(flowId));
    expect(await goOn(rest)).toEqual({ entered: 0, rests: [], isCut: false });

    function goOn(from: Rest) {
      return inTransaction(db, (tx) => enterRest(tx, { ...scene, rest: from }));
    }
  });
});

describe("a flow that is", () => {
  test("paused lets nobody in and moves nobody; resumed, who is due goes on by the rules of today", async () => {
    const exits = [{ id: "gone", when: { kind: "event", events: ["order.cancelled"] } }];
    const flowId = await live({ exits, steps: [hour(), note("one1"), hour("hour2"), note("two1")] });
    await pay(paid("o1"), paid("o2", BOB));
    expect(await pauseFlow(db, of(flowId))).toEqual({ outcome: "changed" });
    expect(await pauseFlow(db, of(flowId))).toEqual({ outcome: "not-possible" });
    await at("2026-03-02T13:30:00Z");
    await pay(
      paid("o3"),
      happening("order.cancelled", { customerId: BOB, subjectId: "o2", at: world.now() }),
    );
    expect([await listNotes(db), await states()]).toEqual([[], ["sleeping", "exited"]]);
    expect((await runs())[0]?.dueAt).toBeNull();
    await at("2026-03-02T14:00:00Z");
    expect(await resumeFlow(db, of(flowId))).toEqual({ outcome: "changed" });
    await world.runJobs();
    await pay(paid("o4", ADA, new Date("2026-03-02T13:59:00Z")));
    await at("2026-03-02T15:00:00Z");
    expect(await listNotes(db)).toEqual(["one1@2026-03-02T14:00", "two1@2026-03-02T15:00"]);
    expect(await reasons()).toContain("before-publication");
  });

  test("draining lets nobody in and everybody who is inside go on", async () => {
    const flowId = await live({ steps: [hour(), note("one1")] });
    await pay(paid("o1"));
    expect(await drainFlow(db, of(flowId))).toEqual({ outcome: "changed" });
    await pay(paid("o2"));
    await at("2026-03-02T13:00:00Z");
    expect([await listNotes(db), await states()]).toEqual([["one1@2026-03-02T13:00"], ["done"]]);
  });

  test("stopped cancels everybody inside, with a reason, and can be published again", async () => {
    const flowId = await live({ steps: [hour(), note("one1")] });
    await pay(paid("o1"), paid("o2", BOB));
    expect(await stopFlow(db, of(flowId))).toEqual({ outcome: "changed" });
    await world.runJobs();
    expect(await states()).toEqual(["cancelled", "cancelled"]);
    expect((await reasons()).filter((reason) => reason === "flow-stopped")).toHaveLength(2);
    await at("2026-03-02T13:00:00Z");
    await pay(paid("o3"));
    expect([await listNotes(db), (await runs()).length]).toEqual([[], 2]);
    expect(await republish(flowId, { steps: [note("one1")] })).toEqual({ outcome: "published", version: 2 });
    await pay(paid("o4"));
    expect(await listNotes(db)).toEqual(["one1@2026-03-02T13:00"]);
  });

  test("published anew migrates who sleeps at a step it still has; the others finish where they are", async () => {
    const flowId = await live({
      steps: [{ ...hour("kept"), delay: { kind: "duration", amount: 2, unit: "hours" } }, note("old1")],
    });
    await pay(paid("o1"));
    expect(await republish(flowId, { steps: [hour("lost"), note("old2")] }, "finish")).toEqual({
      outcome: "published",
      version: 2,
    });
    await pay(paid("o2", BOB));
    await republish(flowId, { steps: [hour("kept"), note("young")] }, "migrate");
    await world.runJobs();
    await world.runJobs();
    expect((await runs()).map(({ version }) => version)).toEqual([3, 2]);
    expect((await reasons()).filter((reason) => reason.includes("migrated")).sort()).toEqual([
      "migrated",
      "not-migrated",
    ]);
    await at("2026-03-02T14:00:00Z");
    expect((await listNotes(db)).sort()).toEqual(["old2@2026-03-02T14:00", "young@2026-03-02T14:00"]);
  });
});

describe("in the middle of a run", () => {
  test("the customer is merged: the run follows the kept one; of two with one key one stays", async () => {
    registerMovedTables(flowsRegistration.movedTables ?? []);
    await live({ steps: [hour(), note("one1")] });
    await pay(paid("both"), paid("both", BOB), paid("single"));
    await inTransaction(db, (tx) =>
      mergeCustomers(tx, {
        shopId: "s1",
        fromGid: "gid://shopify/Customer/1",
        toGid: "gid://shopify/Customer/2",
        mergedAt: T0,
        now: T0,
      }),
    );
    expect((await runs()).map(({ customerId, entryKey }) => `${customerId} ${entryKey}`).sort()).toEqual([
      `${BOB} order:both`,
      `${BOB} order:single`,
    ]);
    await pay({ ...paid("single"), sourceKey: "late-news-of-the-merged" });
    await at("2026-03-02T13:00:00Z");
    expect(await listNotes(db)).toHaveLength(2);
    registerMovedTables([]);
  });

  test("the person is erased: nothing of them is left, and nothing happens to them", async () => {
    await live({ steps: [hour(), note("one1")] });
    await pay(paid("o1"), paid("o2", BOB));
    const person = {
      customerIds: [ADA],
      customerGids: [],
      orderIds: ["o1"],
      checkoutIds: [],
      emails: [],
      phones: [],
      orderGids: [],
      names: [],
    };
    await inTransaction(db, (tx) =>
      flowsPrivacy.redact(tx, { shopId: "s1", person: person as never, cursor: null }),
    );
    expect((await runs()).map(({ customerId }) => customerId)).toEqual([BOB]);
    await at("2026-03-02T13:00:00Z");
    expect(await listNotes(db)).toHaveLength(1);
  });

  test("the shop moves to another zone: who sleeps keeps the time, the next one is of the new zone", async () => {
    const nine = (id: string) => ({ id, kind: "delay", delay: { kind: "time-of-day", time: "09:00" } });
    await live({ steps: [nine("nine1"), note("one1"), hour(), nine("nine2"), note("two1")] });
    await pay(paid("o1"));
    await db.shop.update({ where: { id: "s1" }, data: { ianaTimezone: "America/New_York" } });
    await at("2026-03-03T08:00:00Z");
    await at("2026-03-03T09:00:00Z");
    await at("2026-03-03T14:00:00Z");
    expect(await listNotes(db)).toEqual(["one1@2026-03-03T08:00", "two1@2026-03-03T14:00"]);
  });

  test("clocks change: a day is a day, and nine is nine where the person lives", async () => {
    world.close();
    world = createFlowWorld(db, "2026-03-28T12:00:00Z", {
      zones: (_db, { customerIds }) =>
        Promise.resolve(
          new Map(customerIds.filter((id) => id === BOB).map((id) => [id, "America/New_York"])),
        ),
    });
    const day = { id: "day1", kind: "delay", delay: { kind: "duration", amount: 1, unit: "days" } };
    const nine = { id: "nine", kind: "delay", delay: { kind: "time-of-day", time: "09:00" } };
    await live({ steps: [day, note("one1"), nine, note("two1")] });
    await pay(paid("o1"), paid("o2", BOB));
    for (const instant of [
      "2026-03-29T11:00:00Z",
      "2026-03-29T12:00:00Z",
      "2026-03-29T13:00:00Z",
      "2026-03-30T07:00:00Z",
    ])
      await at(instant);
    expect((await listNotes(db)).sort()).toEqual([
      "one1@2026-03-29T11:00",
      "one1@2026-03-29T12:00",
      "two1@2026-03-29T13:00",
      "two1@2026-03-30T07:00",
    ]);
  });
});

describe("what is shown", () => {
  test("counts runs by version and state, and tells a run as a story", async () => {
    const flowId = await live({ steps: [note("one1")] });
    await pay(paid("o1"));
    await republish(flowId, { steps: [hour(), note("one1"), note("two1")] });
    await pay(paid("o2", BOB));
    await saveDraft(db, { ...of(flowId), written: definitionOf({ steps: [note("one1")] }) });
    const flow = await presentFlow(db, { shopId: "s1", flowId });
    expect(flow).toMatchObject({
      state: "live",
      liveVersion: 2,
      problems: [],
      counts: { entered: 2, done: 1, sleeping: 1, exited: 0, "held-out": 0 },
    });
    expect(flow?.versions.map(({ version, counts }) => [version, counts.entered, counts.done])).toEqual([
      [2, 1, 0],
      [1, 1, 1],
    ]);
    expect(flow?.difference?.steps).toEqual({
      added: [],
      removed: ["hour", "two1"],
      changed: [],
      moved: [],
    });
    const page = await presentRuns(db, { shopId: "s1", flowId }, { state: "sleeping" });
    expect(page).toMatchObject({
      totalCount: 1,
      items: [
        { customer: { id: BOB, name: "Ada Lovelace" }, stepId: "hour", wakeAt: "2026-03-02T13:00:00.000Z" },
      ],
    });
    expect(await presentRuns(db, { shopId: "s1", customerId: ADA })).toMatchObject({ totalCount: 1 });
    const story = await presentRun(db, { shopId: "s1", runId: page.items[0]?.id ?? "" });
    expect([story?.flowName, story?.lines.map(({ reason }) => reason)]).toEqual([
      "A flow",
      ["entered", "sleeps"],
    ]);
    expect(await listStory(db, { customerId: ADA })).toEqual(["entered", "noted one1", "finished"]);
    expect(await presentRun(db, { shopId: "s2", runId: page.items[0]?.id ?? "" })).toBeNull();
    expect(await presentFlow(db, { shopId: "s2", flowId })).toBeNull();
    expect(presentCatalogue().triggers.map(({ key }) => key)).toEqual([
      "test.order-paid",
      "test.registered-for",
      "test.by-hand",
    ]);
  });
});
