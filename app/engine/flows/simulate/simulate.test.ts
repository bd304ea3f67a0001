import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { DAY_MS, HOUR_MS, MINUTE_MS } from "~/kit/duration";
import type { DomainEvent } from "~/pipeline/events/catalogue";
import type { RootDb } from "~/platform/db.server";

import { givenCustomer, givenOrder, givenShop } from "../../../../tests/support/factories";
import {
  createFlowWorld,
  definitionOf,
  givenLiveFlow,
  happening,
  note,
  publish,
} from "../../../../tests/support/flow-world";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import type { World } from "../../../../tests/support/world";
import type { FlowDefinition } from "../definition";
import { saveDraft } from "../service.server";
import { presentSimulation } from "./presenter.server";
import { cancelSimulation, requestSimulation } from "./service.server";
import { type Simulated, simulateFlow } from "./simulate.server";

const T0 = new Date("2026-03-20T12:00:00Z");
const END = new Date("2026-04-09T12:00:00Z");
const ZONE = "Europe/Warsaw";

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createFlowWorld(db, T0);
  await givenShop(db);
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const count = (operator: "at-least" | "less-than", operand: number) => ({
  kind: "fact",
  fact: "orders.count",
  operator,
  operand,
});
const delay = (id: string, inner: object) => ({ id, kind: "delay", delay: inner });

/** Every kind of step, exit and refusal there is. */
const EVERYTHING: FlowDefinition = definitionOf({
  entry: count("at-least", 1),
  reentry: { kind: "after-days", days: 3 },
  exits: [
    { id: "cancel", when: { kind: "event", events: ["order.cancelled"] } },
    { id: "many", when: { kind: "condition", condition: count("at-least", 6) } },
  ],
  steps: [
    note("hello", { costMinor: 150 }),
    delay("morning", { kind: "time-of-day", time: "09:00" }),
    {
      id: "wait",
      kind: "wait",
      events: ["message.sent"],
      timeoutHours: 30,
      happened: [note("came1")],
      timedOut: [delay("tuesday", { kind: "weekday", weekdays: [2], time: "10:30" })],
    },
    {
      id: "fork",
      kind: "branch",
      condition: count("at-least", 3),
      yes: [
        {
          id: "split",
          kind: "split",
          arms: [
            { key: "a", weight: 1, steps: [note("armsa")] },
            {
              key: "b",
              weight: 2,
              steps: [delay("hour", { kind: "duration", amount: 90, unit: "minutes" }), note("armsb")],
            },
          ],
        },
      ],
      no: [{ id: "held", kind: "holdout", shareBp: 4_000 }, note("rest1", { outcome: "skip" })],
    },
    delay("day1", { kind: "duration", amount: 1, unit: "days" }),
    delay("fixed", { kind: "date", on: "2026-03-29" }),
    note("last1", { outcome: "stop" }),
    { id: "end1", kind: "end" },
  ],
});
const SWEPT: FlowDefinition = definitionOf({
  trigger: { key: "test.registered-for", settings: { days: 30 } },
  entry: count("at-least", 1),
  steps: [
    delay("date", { kind: "fact-date", fact: "customer.registered-at", offsetDays: 32 }),
    note("gift1"),
    delay("hour", { kind: "duration", amount: 2, unit: "hours" }),
    note("again"),
  ],
});

/** The same numbers every time (Park and Miller). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Ten people, registered over a month, and what they did in it, to the minute. */
async function givenPast(seed: number): Promise<DomainEvent[]> {
  const random = numbers(seed);
  const minutes = (END.getTime() - T0.getTime()) / MINUTE_MS;
  const some = () => new Date(T0.getTime() + (1 + random(minutes)) * MINUTE_MS);
  const events: DomainEvent[] = [];
  for (let person = 1; person <= 10; person += 1) {
    const registeredAt = new Date(some().getTime() - 30 * DAY_MS);
    const customerId = (await givenCustomer(db, { legacyId: person, registeredAt })).id;
    if (person === 10) await db.customer.update({ where: { id: customerId }, data: { deletedAt: T0 } });
    for (let order = 0; order < 1 + random(6); order += 1) {
      const placedAt = some();
      const { id } = await givenOrder(db, { customerId, placedAt });
      events.push(happening("order.paid", { customerId, subjectId: id, at: placedAt }));
      const later = new Date(placedAt.getTime() + (1 + random(48)) * HOUR_MS);
      const other = random(4) === 0 ? "order.cancelled" : "message.sent";
      if (random(2) === 0 && later < END)
        events.push(happening(other, { customerId, subjectId: `x${id}`, at: later }));
    }
  }
  events.push(
    happening("order.paid", {
      customerId: "s1_1",
      subjectId: "unpaid",
      at: new Date(T0.getTime() + MINUTE_MS),
    }),
  );
  const guest = { customerId: null, subjectId: "guest-order" };
  events.push(happening("order.paid", { ...guest, at: some() }));
  const [again] = events;
  if (again)
    events.push({ ...again, sourceKey: "told-twice", occurredAt: new Date(END.getTime() - MINUTE_MS) });
  return events.sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
}

/** The marks of the clock at which a sweep finds somebody, and the last. */
async function listMarks(): Promise<number[]> {
  const people = await db.customer.findMany({ where: { shopId: "s1" }, select: { registeredAt: true } });
  const dues = people.map(({ registeredAt }) => (registeredAt?.getTime() ?? 0) + 30 * DAY_MS);
  const marks = dues.map((due) => Math.ceil(due / (5 * MINUTE_MS)) * 5 * MINUTE_MS);
  return [...new Set(marks)].sort((a, b) => a - b);
}

/** When the clock stops next. */
async function nextInstant(events: readonly DomainEvent[], marks: readonly number[]): Promise<number> {
  const due = await db.flowRun.findFirst({
    where: { shopId: "s1", dueAt: { not: null } },
    orderBy: { dueAt: "asc" },
  });
  const [event] = events;
  const instants = [event?.occurredAt.getTime(), due?.dueAt?.getTime(), marks[0]];
  return Math.min(...instants.map((instant) => instant ?? Infinity));
}

/** Lets the past happen to a live flow: the clock stops at every event, where a sweep finds somebody, and whenever a run is due. */
async function live(events: readonly DomainEvent[], { isSwept }: { isSwept: boolean }): Promise<void> {
  const left = isSwept ? [] : [...events];
  const marks = isSwept ? await listMarks() : [];
  for (;;) {
    const next = await nextInstant(left, marks);
    if (next > END.getTime()) return;
    world.at(new Date(next));
    if (marks[0] === next) marks.shift();
    const now: DomainEvent[] = [];
    while (left[0] && left[0].occurredAt.getTime() === next) now.push(left.shift() as DomainEvent);
    if (now.length > 0) await publish(db, now, { now: world.now() });
    await world.runJobs();
  }
}

type Told = { people: string[]; refusals: Record<string, number> };

async function toldByLog(): Promise<Told> {
  const rows = await db.decision.findMany({
    where: { shopId: "s1" },
    orderBy: [{ decidedAt: "asc" }, { id: "asc" }],
  });
  const stories = new Map<string, string[]>();
  const refusals: Record<string, number> = {};
  const runs = new Map((await db.flowRun.findMany({ where: { shopId: "s1" } })).map((run) => [run.id, run]));
  for (const { subjectKind, subjectId, reason, paramsJson, decidedAt } of rows) {
    if (subjectKind === "flow") refusals[reason] = (refusals[reason] ?? 0) + 1;
    const run = subjectKind === "flow-run" ? runs.get(subjectId ?? "") : undefined;
    if (!run) continue;
    const { step = "", arm = "" } = JSON.parse(paramsJson) as { step?: string; arm?: string };
    const line = `${decidedAt.toISOString()} ${reason} ${step}${arm}`;
    stories.set(run.id, [
      ...(stories.get(run.id) ?? [
        `${run.customerId} ${run.enteredAt.toISOString()} ${run.state} ${run.endReason}`,
      ]),
      line,
    ]);
  }
  return { people: [...stories.values()].map((lines) => lines.join("\n")).sort(), refusals };
}

function toldBySimulation({ people, refusals }: Simulated): Told {
  return {
    people: people
      .map(({ run, lines }) =>
        [
          `${run.customerId} ${run.enteredAt.toISOString()} ${run.state} ${run.endReason}`,
          ...lines.map(
            ({ at, reason, params }) =>
              `${at.toISOString()} ${reason} ${params.step ?? ""}${params.arm ?? ""}`,
          ),
        ].join("\n"),
      )
      .sort(),
    refusals: Object.fromEntries(refusals),
  };
}

describe("the simulated list is the list of the live engine: entrants, steps, instants, refusals", () => {
  test.each([
    ["of events", EVERYTHING, 7, false],
    ["of events, told otherwise", EVERYTHING, 4_711, false],
    ["of a trigger by time", SWEPT, 7, true],
  ] as const)(
    "%s",
    async (_title, definition, seed, isSwept) => {
      const events = await givenPast(seed);
      const flowId = await givenLiveFlow(db, definition, { now: T0 });
      await live(events, { isSwept });
      const simulated = await simulateFlow(db, {
        shopId: "s1",
        flowId,
        zone: ZONE,
        definition,
        from: T0,
        to: END,
      });
      const [told, simulatedList] = [await toldByLog(), toldBySimulation(simulated)];
      expect(told.people.length).toBeGreaterThan(5);
      expect(Object.keys(told.refusals).length).toBeGreaterThan(0);
      expect(simulatedList).toEqual(told);
    },
    120_000,
  );
});

describe("a simulation that is asked for", () => {
  const steps = [note("hello", { costMinor: 150 })];
  async function givenDraft(definition: unknown): Promise<string> {
    const flowId = await givenLiveFlow(db, definitionOf({ steps }), { now: T0 });
    await saveDraft(db, { shopId: "s1", flowId, written: definition, now: T0 });
    return flowId;
  }
  const request = (flowId: string) => requestSimulation(db, { shopId: "s1", flowId, days: 30, now: END });

  test("runs as a job and tells whom the draft would have reached, and what it would have cost", async () => {
    const events = await givenPast(7);
    const flowId = await givenDraft(definitionOf({ steps, entry: count("at-least", 1) }));
    await publish(db, events, { now: T0 });
    await db.job.deleteMany();
    world.at(END);
    const asked = await request(flowId);
    await world.runJobs();
    const view = await presentSimulation(db, { shopId: "s1", flowId });
    expect(asked.outcome).toBe("requested");
    expect(view).toMatchObject({ state: "done", progressPercent: 100, days: 30, error: null });
    const people = view?.result?.people ?? [];
    expect(view?.result?.costs).toEqual([{ amountMinor: 150 * people.length, currencyCode: "EUR" }]);
    expect(view?.states).toEqual([{ state: "done", count: people.length }]);
    expect(view?.names[people[0]?.customerId ?? ""]).toBe("Ada Lovelace");
    expect(await db.flowRun.count()).toBeLessThanOrEqual(people.length);
  });

  test("of a draft with problems is refused with them", async () => {
    const flowId = await givenDraft(
      definitionOf({ steps: [{ id: "what", kind: "action", action: "no.such", settings: {} }] }),
    );
    expect(await request(flowId)).toMatchObject({
      outcome: "refused",
      problems: [{ place: "steps.what", code: "unknown-action" }],
    });
    expect(await request("no-flow")).toEqual({ outcome: "not-found" });
  });

  test("gives way to a newer one, and can be cancelled", async () => {
    const flowId = await givenDraft(definitionOf({ steps }));
    await request(flowId);
    const second = await request(flowId);
    if (second.outcome !== "requested") throw new Error(second.outcome);
    const ids = { shopId: "s1", simulationId: second.simulationId, now: END };
    expect(await cancelSimulation(db, ids)).toEqual({ outcome: "cancelled" });
    expect(await cancelSimulation(db, ids)).toEqual({ outcome: "not-possible" });
    await world.runJobs();
    const states = await db.flowSimulation.findMany({ select: { state: true, resultJson: true } });
    expect(states).toEqual([
      { state: "cancelled", resultJson: null },
      { state: "cancelled", resultJson: null },
    ]);
  });

  test("of more people than can be shown stops letting people in, and says when", async () => {
    const flowId = await givenDraft(definitionOf({ steps, reentry: { kind: "per-key" } }));
    await givenCustomer(db, { legacyId: 1 });
    const at = (index: number) => new Date(T0.getTime() + index * 1_000);
    await db.domainEvent.createMany({
      data: Array.from({ length: 1_100 }, (_, index) => ({
        id: `e${String(index).padStart(5, "0")}`,
        shopId: "s1",
        type: "order.paid",
        sourceKey: `p${index}`,
        customerId: "s1_1",
        subjectId: `o${index}`,
        payloadJson: "{}",
        occurredAt: at(index),
        recordedAt: T0,
      })),
    });
    const from = new Date(T0.getTime() - 1);
    const { people, cutAt } = await simulateFlow(db, {
      shopId: "s1",
      flowId,
      zone: ZONE,
      definition: definitionOf({ steps }),
      from,
      to: END,
    });
    expect([people.length, cutAt]).toEqual([1_000, at(999)]);
    expect(people.every(({ run }) => run.state === "done")).toBe(true);
  });
});
