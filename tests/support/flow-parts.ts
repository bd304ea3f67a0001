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
import type { FactReader, ValueOf } from "~/engine/flows/ports.server";
import { DAY_MS } from "~/kit/duration";
import { idsIn, toDbInstant } from "~/platform/sql.server";

/* Real triggers, facts and actions on the tables there are, and nothing of any feature. */

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
export type RecordSettings = z.infer<typeof RecordSchema>;

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

/** Triggers and actions that flows of tests may have. */
export const TRIGGERS: readonly AnyTrigger[] = [orderPaid, registeredFor, byHand];
export const ACTIONS: readonly AnyAction[] = [record, startFlow];
