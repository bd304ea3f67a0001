import { type FlowDefinition, FlowDefinitionSchema } from "~/engine/flows/definition";
import { publishFlow } from "~/engine/flows/life/service.server";
import type { FlowPorts, ZoneReader } from "~/engine/flows/ports.server";
import { flowsRegistration, registerFlows } from "~/engine/flows/registration.server";
import { createFlow, saveDraft } from "~/engine/flows/service.server";
import type { DomainEvent, EventType } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { ACTIONS, factReader, type RecordSettings, TRIGGERS } from "./flow-parts";
import { createWorld, type World } from "./world";

/*
 * Flows with real triggers, facts and actions on the tables there are, and nothing of any feature: what the engine's own
 * tests and its bench need.
 */

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
