import { z } from "zod";

import type { FlowAction } from "../../app/engine/flows/contribution";
import { type FlowDefinition, FlowDefinitionSchema } from "../../app/engine/flows/definition";
import { publishFlow } from "../../app/engine/flows/life/service.server";
import { flowsRegistration, registerFlows } from "../../app/engine/flows/registration.server";
import { createFlow, saveDraft } from "../../app/engine/flows/service.server";
import { buildRegistry, type JobRegistry } from "../../app/pipeline/jobs/registry.server";
import type { RootDb } from "../../app/platform/db.server";
import { acrossShops } from "../../app/platform/tenant-guard.server";
import { flowPortsOf } from "../../tests/support/flow-world";

export const SHOP = "bench-shop";
/** When the runs that are measured are due. */
export const DUE = new Date("2026-03-02T13:00:00Z");
const ENTERED = new Date("2026-03-02T12:00:00Z");
const FAR = new Date("2027-03-02T12:00:00Z");

/** Says that it was done, and nothing else: its line in the decision log is the record. */
const nothing: FlowAction<Record<string, never>> = {
  key: "bench.nothing",
  textNamespace: "bench",
  needsCustomer: true,
  schema: z.object({}).strict(),
  perform: (_tx, { runs }) =>
    Promise.resolve(runs.map(() => ({ kind: "done", reason: "noted", outcome: "sent" }) as const)),
  simulate: (_db, { runs, now }) =>
    Promise.resolve(
      runs.map(() => ({ result: { kind: "done", reason: "noted", outcome: "sent" }, at: now }) as const),
    ),
};

const act = (id: string) => ({ id, kind: "action", action: nothing.key, settings: {} });
const count = (operand: number) => ({ kind: "fact", fact: "orders.count", operator: "at-least", operand });

/** A delay, an exit and a fork over facts, and an action: three lines of the log from waking to the end. */
const DEFINITION: FlowDefinition = FlowDefinitionSchema.parse({
  trigger: { key: "test.order-paid" },
  exits: [{ id: "exit1", when: { kind: "condition", condition: count(100) } }],
  steps: [
    { id: "delay1", kind: "delay", delay: { kind: "duration", amount: 1, unit: "hours" } },
    { id: "fork1", kind: "branch", condition: count(1), yes: [act("yes1")], no: [act("no01")] },
  ],
});

/** Lines of the log that a run of it writes from its waking on. */
export const DECISIONS_PER_RUN = 3;

/** The jobs of flows, wired. */
export function wireFlows(): JobRegistry {
  const ports = flowPortsOf();
  registerFlows({ ...ports, actions: [...ports.actions, nothing] });
  return buildRegistry(flowsRegistration.jobs ?? [], []);
}

/** A shop with a live flow. */
export async function seedFlow(db: RootDb): Promise<string> {
  await db.shop.create({
    data: {
      id: SHOP,
      domain: "bench-shop.myshopify.com",
      name: "Bench",
      currencyCode: "EUR",
      ianaTimezone: "Europe/Warsaw",
      installedAt: ENTERED,
      createdAt: ENTERED,
      updatedAt: ENTERED,
    },
  });
  const created = await createFlow(db, { shopId: SHOP, name: "Bench", now: ENTERED });
  if (created.outcome !== "created") throw new Error(created.outcome);
  const ids = { shopId: SHOP, flowId: created.flowId, now: ENTERED };
  await saveDraft(db, { ...ids, written: DEFINITION });
  const published = await publishFlow(db, ids, { runs: "finish" });
  if (published.outcome !== "published") throw new Error(JSON.stringify(published));
  await acrossShops("the bench begins with an empty queue", () => db.job.deleteMany());
  return created.flowId;
}

/** Customers with an order each, and a run each that sleeps until it is due. */
export async function seedDueRuns(
  db: RootDb,
  { flowId, count: runs }: { flowId: string; count: number },
): Promise<void> {
  const series = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${runs})`;
  const at = ENTERED.toISOString();
  const execute = (sql: string) =>
    acrossShops("the bench fills its one shop", () => db.$executeRawUnsafe(sql));
  await execute(`INSERT INTO "Customer" ("id", "shopId", "gid", "createdAt", "updatedAt")
    ${series} SELECT 'c' || i, '${SHOP}', 'gid:' || i, '${at}', '${at}' FROM n`);
  await execute(`INSERT INTO "Order" ("id", "shopId", "gid", "name", "customerId", "currencyCode", "totalMinor",
      "subtotalMinor", "discountMinor", "shippingMinor", "taxMinor", "netMinor", "isValid", "placedAt", "placedOn",
      "placedMonth", "versionAt")
    ${series} SELECT 'o' || i, '${SHOP}', 'gid:' || i, '#' || i, 'c' || i, 'EUR', 1, 1, 0, 0, 0, 1, true, '${at}',
      '2026-03-02', '2026-03', '${at}' FROM n`);
  await execute(sleepers(series, { flowId, prefix: "due", wakeAt: DUE }));
}

/** Runs that sleep for a year. */
export async function seedSleepers(
  db: RootDb,
  { flowId, count: runs }: { flowId: string; count: number },
): Promise<void> {
  const series = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${runs})`;
  await acrossShops("the bench fills its one shop", () =>
    db.$executeRawUnsafe(sleepers(series, { flowId, prefix: "asleep", wakeAt: FAR })),
  );
}

function sleepers(
  series: string,
  { flowId, prefix, wakeAt }: { flowId: string; prefix: string; wakeAt: Date },
): string {
  const at = `${ENTERED.toISOString().replace("Z", "+00:00")}`;
  const wake = `${wakeAt.toISOString().replace("Z", "+00:00")}`;
  return `INSERT INTO "FlowRun" ("id", "shopId", "flowId", "version", "customerId", "entryKey", "state", "stepId",
      "stepAt", "wakeAt", "dueAt", "enteredAt")
    ${series} SELECT '${prefix}-' || i, '${SHOP}', '${flowId}', 1, 'c' || i, '${prefix}', 'sleeping', 'delay1', '${at}',
      '${wake}', '${wake}', '${at}' FROM n`;
}
