import { z } from "zod";

import type { Comparison, Condition } from "~/engine/facts/condition";
import type {
  ActionResult,
  AnyAction,
  AnyTrigger,
  Entry,
  FlowAction,
  FlowTrigger,
} from "~/engine/flows/contribution";
import { type FlowDefinition, FlowDefinitionSchema } from "~/engine/flows/definition";
import { publishFlow } from "~/engine/flows/life/service.server";
import type { FactReader, FlowPorts, ValueOf, ZoneReader } from "~/engine/flows/ports.server";
import { flowsRegistration, registerFlows } from "~/engine/flows/registration.server";
import { createFlow, saveDraft } from "~/engine/flows/service.server";
import { DAY_MS } from "~/kit/duration";
import type { DomainEvent, EventType } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { idsIn, toDbInstant } from "~/platform/sql.server";

import { createWorld, type World } from "./world";

/*
 * Flows with real triggers, facts and actions on the tables there are, and nothing of any feature: what the engine's own
 * tests and its bench need.
 */

type OrderRow = { customerId: string; count: bigint | number };

const countOf = (operand: Comparison["operand"]) => Number(operand);

function compares({ operator, operand }: Comparison, value: ReturnType<ValueOf>): boolean {
  if (operator === "unknown") return value === null;
  if (value === null) return false;
  switch (operator) {
    case "known":
      return true;
    case "at-least":
      return Number(value) >= countOf(operand);
    case "less-than":
      return Number(value) < countOf(operand);
    default:
      throw new Error(`the tests' reader does not know ${operator}`);
  }
}

function holds(condition: Condition, valueOf: ValueOf): boolean {
  if (condition.kind === "fact") return compares(condition, valueOf(condition));
  const held = condition.of.filter((inner) => holds(inner, valueOf)).length;
  if (condition.kind === "all") return held === condition.of.length;
  return condition.kind === "any" ? held > 0 : held === 0;
}

function factsIn(condition: Condition): Comparison[] {
  return condition.kind === "fact" ? [condition] : condition.of.flatMap(factsIn);
}

const TYPES = { "orders.count": "number", "customer.registered-at": "instant" } as const;

/** Paid orders and registrations as they were at an instant. */
export const factReader: FactReader = {
  typeOf: (fact) => TYPES[fact as keyof typeof TYPES] ?? null,
  load: async (db, { shopId, at, customerIds, asked }) => {
    const asks = (fact: string) => asked.some((one) => one.fact === fact);
    const orders = asks("orders.count")
      ? await db.$queryRaw<OrderRow[]>`
          SELECT "customerId", COUNT(*) AS "count" FROM "Order"
          WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(customerIds)} AND "placedAt" <= ${toDbInstant(at)}
          GROUP BY "customerId"`
      : [];
    const people = asks("customer.registered-at")
      ? await db.$queryRaw<{ id: string; registeredAt: Date | null }[]>`
          SELECT "id", "registeredAt" FROM "Customer" WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(customerIds)}`
      : [];
    const counts = new Map(orders.map(({ customerId, count }) => [customerId, Number(count)]));
    const registered = new Map(people.map(({ id, registeredAt }) => [id, registeredAt]));
    return (customerId) =>
      ({ fact }) =>
        fact === "orders.count" ? (counts.get(customerId) ?? 0) : (registered.get(customerId) ?? null);
  },
  holds: (condition, valueOf) => holds(condition, valueOf),
  factsIn,
  findProblems: (condition) =>
    factsIn(condition)
      .filter(({ fact }) => !(fact in TYPES))
      .map(({ fact }) => ({ place: "", code: "unknown-fact", params: { fact } })),
};

/** Whoever paid for an order; the order is the occasion. */
const orderPaid: FlowTrigger<Record<string, never>> = {
  kind: "event",
  key: "test.order-paid",
  textNamespace: "test",
  schema: z.object({}).strict() as unknown as z.ZodType<Record<string, never>>,
  events: ["order.paid"],
  entriesOf: (_db, { events }) =>
    Promise.resolve(
      events.map((event): Entry => ({
        customerId: event.customerId,
        subjectKind: "order",
        subjectId: event.subjectId,
        entryKey: `order:${event.subjectId ?? ""}`,
        enteredAt: event.occurredAt,
        context: {},
      })),
    ),
};

/** So many days after registration. */
const registeredFor: FlowTrigger<{ days: number }> = {
  kind: "swept",
  key: "test.registered-for",
  textNamespace: "test",
  schema: z.object({ days: z.number().int().min(1).max(3_650) }),
  listDue: async (db, { shopId, settings: { days }, from, to }) => {
    const back = (instant: Date) => toDbInstant(new Date(instant.getTime() - days * DAY_MS));
    const rows = await db.$queryRaw<{ id: string; registeredAt: Date }[]>`
      SELECT "id", "registeredAt" FROM "Customer"
      WHERE "shopId" = ${shopId} AND "registeredAt" > ${back(from)} AND "registeredAt" <= ${back(to)}`;
    return rows.map(({ id, registeredAt }) => ({
      customerId: id,
      subjectKind: null,
      subjectId: null,
      entryKey: "registered",
      enteredAt: new Date(registeredAt.getTime() + days * DAY_MS),
      context: {},
    }));
  },
};

const byHand: FlowTrigger<Record<string, never>> = {
  kind: "manual",
  key: "test.by-hand",
  textNamespace: "test",
  schema: z.object({}).strict() as unknown as z.ZodType<Record<string, never>>,
};

const RecordSchema = z.object({
  label: z.string().min(1),
  /** What comes of it; `pend` waits an hour for the code it names after the run. */
  outcome: z.enum(["done", "skip", "stop", "pend", "fail"]).default("done"),
  costMinor: z.number().int().default(0),
});
type RecordSettings = z.infer<typeof RecordSchema>;

function resultOf(
  { label, outcome }: RecordSettings,
  { runId, now }: { runId: string; now: Date },
): ActionResult {
  const params = { label };
  switch (outcome) {
    case "skip":
      return { kind: "skipped", reason: "not-noted", params };
    case "stop":
      return { kind: "stopped", reason: "stopped-here", params };
    case "pend": {
      const until = new Date(now.getTime() + DAY_MS / 24);
      return {
        kind: "pending",
        reason: "asked",
        params,
        events: ["code.issued"],
        subjectId: `code:${runId}`,
        until,
      };
    }
    default:
      return { kind: "done", reason: "noted", outcome: "sent", params, context: { noted: label } };
  }
}

/** Notes that it was done, as an intent by its key: a second one for the same run and step would fail. */
export const record: FlowAction<RecordSettings> = {
  key: "test.record",
  textNamespace: "test",
  needsCustomer: false,
  schema: RecordSchema,
  findProblems: (_db, { settings, stepId }) =>
    Promise.resolve(
      settings.label === "unlawful" ? [{ place: `steps.${stepId}.settings.label`, code: "unlawful" }] : [],
    ),
  perform: async (tx, { shopId, settings, runs, now }) => {
    await tx.outboxIntent.createMany({
      data: runs.map(({ effectKey, customerId }) => ({
        id: effectKey,
        shopId,
        kind: "test.note",
        dedupeKey: effectKey,
        payloadJson: JSON.stringify({ label: settings.label }),
        customerId,
        state: "done",
        nextAttemptAt: now,
        createdAt: now,
      })),
    });
    if (settings.outcome === "fail") throw new Error("the action failed");
    return runs.map(({ runId }) => resultOf(settings, { runId, now }));
  },
  resume: (_tx, { event, settings }) =>
    Promise.resolve(
      event
        ? { kind: "done", reason: "noted", outcome: "sent", params: { label: settings.label } }
        : { kind: "skipped", reason: "not-noted", params: { label: settings.label } },
    ),
  simulate: (_db, { settings, runs, now }) =>
    Promise.resolve(
      runs.map(({ runId }) => {
        const result = resultOf(settings, { runId, now });
        if (result.kind === "pending") throw new Error("what waits has no place in this simulation");
        return {
          result,
          at: now,
          ...(settings.costMinor > 0
            ? { cost: { amountMinor: settings.costMinor, currencyCode: "EUR" } }
            : {}),
        };
      }),
    ),
};

/** The same for customers only, and it starts another flow as far as anybody can tell. */
const startFlow: FlowAction<{ flowId: string }> = {
  key: "test.start-flow",
  textNamespace: "test",
  needsCustomer: true,
  schema: z.object({ flowId: z.string() }),
  perform: (_tx, { runs }) =>
    Promise.resolve(runs.map(() => ({ kind: "done", reason: "started", outcome: "entered" }) as const)),
  simulate: (_db, { runs, now }) =>
    Promise.resolve(
      runs.map(() => ({ result: { kind: "done", reason: "started", outcome: "entered" }, at: now }) as const),
    ),
};

const TRIGGERS: readonly AnyTrigger[] = [orderPaid, registeredFor, byHand];
const ACTIONS: readonly AnyAction[] = [record, startFlow];

/** What the tests' flows are made of. */
export function flowPortsOf(over: Partial<FlowPorts> = {}): FlowPorts {
  return {
    triggers: TRIGGERS,
    actions: ACTIONS,
    recipes: [
      {
        key: "test.thanks",
        textNamespace: "test",
        stage: "after-order",
        definitionOf: () => definitionOf({ steps: [note("thanks1")] }),
      },
    ],
    facts: factReader,
    ...over,
  };
}

/** The real pipeline with flows in it. */
export function createFlowWorld(
  db: RootDb,
  start: Date | string,
  { zones, ports = flowPortsOf(zones ? { zones } : {}) }: { zones?: ZoneReader; ports?: FlowPorts } = {},
): World {
  return createWorld(db, [flowsRegistration, registerFlows(ports)], start);
}

/** A step that notes its own id. */
export function note(id: string, settings: Partial<RecordSettings> = {}) {
  return { id, kind: "action" as const, action: "test.record", settings: { label: id, ...settings } };
}

/** A definition that whoever paid for an order enters. */
export function definitionOf(over: Record<string, unknown>): FlowDefinition {
  return FlowDefinitionSchema.parse({ trigger: { key: "test.order-paid" }, steps: [], ...over });
}

/** A live flow. @throws Error when it cannot be published. */
export async function givenLiveFlow(
  db: RootDb,
  definition: FlowDefinition,
  { shopId = "s1", now, name = "A flow" }: { shopId?: string; now: Date; name?: string },
): Promise<string> {
  const created = await createFlow(db, { shopId, name, now });
  if (created.outcome !== "created") throw new Error(created.outcome);
  await saveDraft(db, { shopId, flowId: created.flowId, written: definition, now });
  const published = await publishFlow(db, { shopId, flowId: created.flowId, now }, { runs: "finish" });
  if (published.outcome !== "published") throw new Error(JSON.stringify(published));
  return created.flowId;
}

/** Something that happened to a customer, or to nobody known. */
export function happening(
  type: EventType,
  { customerId, subjectId, at }: { customerId: string | null; subjectId: string; at: Date | string },
): DomainEvent {
  return {
    type,
    payload: { customerId },
    sourceKey: `${type}:${subjectId}:${customerId ?? ""}`,
    customerId,
    subjectId,
    occurredAt: new Date(at),
  } as unknown as DomainEvent;
}

/** Publishes what happened now. */
export async function publish(
  db: RootDb,
  events: readonly DomainEvent[],
  { shopId = "s1", now }: { shopId?: string; now: Date },
): Promise<void> {
  await inTransaction(db, (tx) => publishEvents(tx, events, { shopId, now }), { shopId });
}

/** What was noted, as `step@when`, in the order in which it was. */
export async function listNotes(db: RootDb, shopId = "s1"): Promise<string[]> {
  const rows = await db.outboxIntent.findMany({
    where: { shopId, kind: "test.note" },
    orderBy: { createdAt: "asc" },
  });
  return rows.map(
    ({ dedupeKey, createdAt }) =>
      `${dedupeKey.split(":").at(-1) ?? ""}@${createdAt.toISOString().slice(0, 16)}`,
  );
}

/** The story of all runs and refusals, as `reason step`. */
export async function listStory(
  db: RootDb,
  where: { shopId?: string; customerId?: string } = {},
): Promise<string[]> {
  const rows = await db.decision.findMany({
    where: { shopId: "s1", ...where },
    orderBy: [{ decidedAt: "asc" }, { id: "asc" }],
  });
  return rows.map(({ reason, paramsJson }) => {
    const { step } = JSON.parse(paramsJson) as { step?: string | null };
    return step ? `${reason} ${step}` : reason;
  });
}
