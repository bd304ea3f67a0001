import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { inTransaction, openDb, type RootDb } from "~/platform/db.server";

import { givenCustomer, givenOrder, givenShop } from "../../../../tests/support/factories";
import {
  createFlowWorld,
  definitionOf,
  givenLiveFlow,
  happening,
  listNotes,
  listStory,
  note,
  publish,
} from "../../../../tests/support/flow-world";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import type { World } from "../../../../tests/support/world";
import { advanceRuns } from "./advance.server";

const T0 = new Date("2026-03-02T12:00:00Z");
const ADA = "s1_1";

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createFlowWorld(db, T0);
  await givenShop(db);
  await givenCustomer(db, { legacyId: 1 });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const delay = (id: string, amount: number, unit: "minutes" | "hours" | "days") => ({
  id,
  kind: "delay",
  delay: { kind: "duration", amount, unit },
});
const paid = (subjectId = "o1", customerId: string | null = ADA, at: Date = world.now()) =>
  happening("order.paid", { customerId, subjectId, at });
const live = (over: Record<string, unknown>) => givenLiveFlow(db, definitionOf(over), { now: T0 });

/** Moves the clock and lets everything due happen. */
async function at(instant: string): Promise<void> {
  world.at(instant);
  await world.runJobs();
}
async function pay(...events: ReturnType<typeof paid>[]): Promise<void> {
  await publish(db, events, { now: world.now() });
  await world.runJobs();
}
const runs = () => db.flowRun.findMany({ where: { shopId: "s1" }, orderBy: { enteredAt: "asc" } });
const atLeast = (count: number) => ({
  kind: "fact",
  fact: "orders.count",
  operator: "at-least",
  operand: count,
});

describe("a run", () => {
  test("goes through its steps, each when it is due, and tells why", async () => {
    await live({ steps: [note("hello"), delay("hour", 1, "hours"), note("again")] });
    await pay(paid());
    await at("2026-03-02T12:59:50Z");
    expect(await listNotes(db)).toEqual(["hello@2026-03-02T12:00"]);
    await at("2026-03-02T13:00:00Z");
    expect(await listNotes(db)).toEqual(["hello@2026-03-02T12:00", "again@2026-03-02T13:00"]);
    expect(await listStory(db)).toEqual(["entered", "noted hello", "sleeps hour", "noted again", "finished"]);
    expect(await runs()).toMatchObject([
      { state: "done", endReason: "finished", dueAt: null, contextJson: '{"noted":"again"}' },
    ]);
  });

  test("keeps to the version it entered when another is published", async () => {
    const flowId = await live({ steps: [delay("hour", 1, "hours"), note("first")] });
    await pay(paid());
    await db.flow.update({
      where: { id: flowId },
      data: {
        draftJson: JSON.stringify(definitionOf({ steps: [delay("hour", 1, "hours"), note("second")] })),
      },
    });
    const { publishFlow } = await import("../life/service.server");
    await publishFlow(db, { shopId: "s1", flowId, now: world.now() }, { runs: "finish" });
    await pay(paid("o2"));
    await at("2026-03-02T13:00:00Z");
    expect((await listNotes(db)).sort()).toEqual(["first@2026-03-02T13:00", "second@2026-03-02T13:00"]);
  });

  test.each([
    [0, "no-path"],
    [1, "yes-path"],
  ])("with %i orders by then takes the path %s", async (orders, path) => {
    const branch = {
      id: "fork",
      kind: "branch",
      condition: atLeast(1),
      yes: [note("yes1")],
      no: [note("no11")],
    };
    await live({ steps: [delay("hour", 1, "hours"), branch, note("after")] });
    await pay(paid());
    for (let count = 0; count < orders; count += 1) await givenOrder(db, { customerId: ADA, placedAt: T0 });
    await at("2026-03-02T13:00:00Z");
    const noted = path === "yes-path" ? "noted yes1" : "noted no11";
    expect((await listStory(db)).slice(-3)).toEqual([noted, "noted after", "finished"]);
  });

  test("of a split and a holdout goes where its hash says, and remembers", async () => {
    const arms = [
      { key: "a", weight: 1, steps: [note("arm-a".replace("-", "x"))] },
      { key: "b", weight: 1, steps: [note("armxb")] },
    ];
    await live({
      steps: [
        { id: "split", kind: "split", arms },
        { id: "held", kind: "holdout", shareBp: 5_000 },
        note("last1"),
      ],
    });
    const people = Array.from({ length: 40 }, (_, index) => `s1_${index + 100}`);
    for (const id of people) await givenCustomer(db, { legacyId: Number(id.slice(3)) });
    await pay(...people.map((id) => paid(`o-${id}`, id)));
    const stored = await runs();
    const byState = Map.groupBy(stored, ({ state }) => state);
    expect([...byState.keys()].sort()).toEqual(["done", "held-out"]);
    const notes = await listNotes(db);
    expect(notes.filter((text) => text.startsWith("last1"))).toHaveLength(byState.get("done")?.length ?? 0);
    expect(new Set(stored.map(({ armsJson }) => (JSON.parse(armsJson) as { split: string }).split))).toEqual(
      new Set(["a", "b"]),
    );
  });
});

describe("an exit", () => {
  const exits = [{ id: "bought", when: { kind: "condition", condition: atLeast(2) } }];

  test("that opens while somebody sleeps lets them leave before anything is done", async () => {
    await live({ exits, steps: [delay("hour", 1, "hours"), note("never")] });
    await pay(paid());
    await givenOrder(db, { customerId: ADA, placedAt: T0 });
    await givenOrder(db, { customerId: ADA, placedAt: T0 });
    await at("2026-03-02T13:00:00Z");
    expect([await listNotes(db), (await runs())[0]?.endReason]).toEqual([[], "exit:bought"]);
    expect((await listStory(db)).at(-1)).toBe("exit-condition");
  });

  test("is looked at again between two actions of the same moment", async () => {
    await live({ exits, steps: [note("first"), note("never")] });
    await givenOrder(db, { customerId: ADA, placedAt: T0 });
    const { record } = await import("../../../../tests/support/flow-parts");
    const { perform } = record;
    record.perform = async (tx, input) => {
      const results = await perform(tx, input);
      await tx.order.updateMany({ where: { shopId: "s1" }, data: { customerId: ADA } });
      await tx.order.create({
        data: { ...(await tx.order.findFirstOrThrow({ where: { shopId: "s1" } })), id: "s1_99", gid: "g99" },
      });
      return results;
    };
    await pay(paid());
    record.perform = perform;
    expect((await listNotes(db)).map((text) => text.split("@")[0])).toEqual(["first"]);
  });

  test("by an event opens at once, for what happened after they entered", async () => {
    const byEvent = [{ id: "gone", when: { kind: "event", events: ["order.cancelled"] } }];
    await live({ exits: byEvent, steps: [delay("hour", 1, "hours"), note("never")] });
    await pay(paid());
    await pay(happening("order.cancelled", { customerId: ADA, subjectId: "o0", at: T0 }));
    expect((await runs())[0]?.state).toBe("sleeping");
    world.at("2026-03-02T12:30:00Z");
    await pay(happening("order.cancelled", { customerId: ADA, subjectId: "o1", at: world.now() }));
    expect((await runs())[0]).toMatchObject({ state: "exited", endReason: "exit:gone", dueAt: null });
  });
});

describe("a wait", () => {
  const wait = {
    id: "wait",
    kind: "wait",
    events: ["message.sent"],
    timeoutHours: 2,
    happened: [note("came1")],
    timedOut: [note("late1")],
  };
  const sent = (subjectId: string, when: string, customerId: string | null = ADA) =>
    happening("message.sent", { customerId, subjectId, at: when });

  test("ends with the event, once", async () => {
    await live({ steps: [wait] });
    await pay(paid());
    world.at("2026-03-02T12:30:00Z");
    await pay(sent("m1", "2026-03-02T12:30:00Z"), sent("m2", "2026-03-02T12:30:00Z"));
    await at("2026-03-02T15:00:00Z");
    expect(await listNotes(db)).toEqual(["came1@2026-03-02T12:30"]);
  });

  test("ends in vain at its time-out", async () => {
    await live({ steps: [wait] });
    await pay(paid());
    await at("2026-03-02T13:59:50Z");
    expect(await listNotes(db)).toEqual([]);
    await at("2026-03-02T14:00:00Z");
    expect(await listNotes(db)).toEqual(["late1@2026-03-02T14:00"]);
  });

  test("does not miss what happened between the entry and our coming to it", async () => {
    await live({ steps: [wait] });
    const order = paid();
    world.at("2026-03-02T12:10:00Z");
    await publish(db, [sent("m1", "2026-03-02T12:05:00Z")], { now: world.now() });
    await world.runJobs();
    await pay(order);
    expect(await listNotes(db)).toEqual(["came1@2026-03-02T12:10"]);
  });

  test("of a guest goes by what the run is about", async () => {
    await live({ steps: [wait] });
    await pay(paid("o1", null));
    world.at("2026-03-02T12:30:00Z");
    await pay(sent("o2", "2026-03-02T12:30:00Z", null));
    expect(await listNotes(db)).toEqual([]);
    await pay(sent("o1", "2026-03-02T12:30:00Z", null));
    expect(await listNotes(db)).toEqual(["came1@2026-03-02T12:30"]);
  });
});

describe("an action that waits", () => {
  const steps = [note("asks1", { outcome: "pend" }), note("after")];
  test("goes on when its event comes, and says what became of it", async () => {
    await live({ steps });
    await pay(paid());
    const [run] = await runs();
    expect(run).toMatchObject({ state: "waiting", waitSubjectId: `code:${run?.id}` });
    world.at("2026-03-02T12:10:00Z");
    await pay(happening("code.issued", { customerId: null, subjectId: `code:${run?.id}`, at: world.now() }));
    expect(await listStory(db)).toEqual(["entered", "asked asks1", "noted asks1", "noted after", "finished"]);
  });

  test("goes on in vain at its time", async () => {
    await live({ steps });
    await pay(paid());
    await at("2026-03-02T13:00:00Z");
    expect(await listStory(db)).toEqual([
      "entered",
      "asked asks1",
      "not-noted asks1",
      "noted after",
      "finished",
    ]);
  });
});

describe("whatever goes wrong:", () => {
  test("an action that stops ends the run, one that skips does not", async () => {
    await live({
      steps: [note("skip1", { outcome: "skip" }), note("stop1", { outcome: "stop" }), note("never")],
    });
    await pay(paid());
    expect((await runs())[0]).toMatchObject({ state: "stopped", endReason: "stopped-here" });
  });

  test("a run that cannot be moved is tried again and at last stopped, the others go on", async () => {
    const bad = await live({ steps: [note("fails", { outcome: "fail" })] });
    const good = await live({ steps: [note("works")] });
    await pay(paid("o1"), paid("o2"), paid("o3"));
    const states = async () =>
      (await runs()).map(({ flowId, state }) => `${flowId === bad ? "bad" : "good"} ${state}`);
    expect((await states()).sort()).toEqual([
      ...Array<string>(3).fill("bad active"),
      ...Array<string>(3).fill("good done"),
    ]);
    for (const instant of ["2026-03-02T12:01:00Z", "2026-03-02T12:11:00Z", "2026-03-02T13:10:50Z"])
      await at(instant);
    expect((await states()).filter((text) => text === "bad active")).toHaveLength(3);
    await at("2026-03-02T13:11:00Z");
    expect((await states()).filter((text) => text === "bad stopped")).toHaveLength(3);
    expect((await listNotes(db)).every((text) => text.startsWith("works"))).toBe(true);
    expect((await db.decision.findMany({ where: { shopId: "s1", reason: "failed" } })).length).toBe(3);
    expect(good).not.toBe(bad);
  });

  test("a transaction that is lost moves nobody, and the next moves them once", async () => {
    await live({ steps: [delay("hour", 1, "hours"), note("once1")] });
    await pay(paid());
    world.at("2026-03-02T13:00:00Z");
    const lost = inTransaction(db, async (tx) => {
      await advanceRuns(tx, { shopId: "s1", now: world.now() });
      throw new RangeError("killed");
    });
    await expect(lost).rejects.toThrow("killed");
    expect([await listNotes(db), (await runs())[0]?.state]).toEqual([[], "sleeping"]);
    await world.runJobs();
    await world.runJobs();
    expect(await listNotes(db)).toEqual(["once1@2026-03-02T13:00"]);
  });

  test("ten processes that move the same runs at the same time move each once", async () => {
    await live({
      steps: [delay("hour", 1, "hours"), note("once1"), delay("hour2", 1, "hours"), note("once2")],
    });
    await pay(...Array.from({ length: 20 }, (_, index) => paid(`o${index}`)));
    const other = await openDb(testDb.url);
    const moveAll = (now: Date) =>
      Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          inTransaction(index % 2 ? other : db, (tx) => advanceRuns(tx, { shopId: "s1", now }), {
            shopId: "s1",
          }),
        ),
      );
    const looked = await moveAll(new Date("2026-03-02T13:00:00Z"));
    expect(looked.reduce((sum, count) => sum + count, 0)).toBe(20);
    await moveAll(new Date("2026-03-02T14:00:00Z"));
    await other.$disconnect();
    expect((await listNotes(db)).filter((text) => text.startsWith("once2"))).toHaveLength(20);
    expect(await listNotes(db)).toHaveLength(40);
  });

  test("a customer who was deleted is left alone, with a reason", async () => {
    await live({ steps: [delay("hour", 1, "hours"), note("never")] });
    await pay(paid());
    await db.customer.update({ where: { id: ADA }, data: { deletedAt: T0 } });
    await at("2026-03-02T13:00:00Z");
    expect([await listNotes(db), (await runs())[0]?.endReason]).toEqual([[], "customer-gone"]);
  });

  test("a shop that removed the app has nobody moved; installed again, those who are due go on", async () => {
    await live({ steps: [delay("hour", 1, "hours"), note("later")] });
    await pay(paid());
    await db.shop.update({ where: { id: "s1" }, data: { uninstalledAt: T0 } });
    await at("2026-03-02T13:00:00Z");
    expect(await inTransaction(db, (tx) => advanceRuns(tx, { shopId: "s1", now: world.now() }))).toBe(0);
    expect(await listNotes(db)).toEqual([]);
    await db.shop.update({ where: { id: "s1" }, data: { uninstalledAt: null } });
    await at("2026-03-02T13:05:00Z");
    expect(await listNotes(db)).toEqual(["later@2026-03-02T13:05"]);
  });

  test.each([
    ["a day before the app is back goes on", "2026-03-03T13:00:00Z", ["later@2026-03-03T13:05"], "finished"],
    ["earlier than that is stopped, with a reason", "2026-03-03T13:00:01Z", [], "app-away"],
  ])("a run whose time came %s", async (_what, installedAt, notes, reason) => {
    await live({ steps: [delay("hour", 1, "hours"), note("later")] });
    await pay(paid());
    await db.shop.update({ where: { id: "s1" }, data: { installedAt } });
    await at("2026-03-03T13:05:00Z");
    expect([await listNotes(db), (await runs())[0]?.endReason]).toEqual([notes, reason]);
    expect(await listStory(db)).toContain(reason);
  });

  test("two shops have nothing to do with each other", async () => {
    await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
    await givenCustomer(db, { legacyId: 1, shopId: "s2" });
    await live({ steps: [note("mine1")] });
    await publish(db, [paid("o1", "s2_1")], { shopId: "s2", now: T0 });
    await world.runJobs();
    expect([await listNotes(db), await listNotes(db, "s2")]).toEqual([[], []]);
    await pay(paid());
    expect(await inTransaction(db, (tx) => advanceRuns(tx, { shopId: "s2", now: world.now() }))).toBe(0);
    expect([(await listNotes(db)).length, (await listNotes(db, "s2")).length]).toEqual([1, 0]);
  });
});
