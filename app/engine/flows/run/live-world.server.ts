import type { EventType, StoredEvent } from "~/pipeline/events/catalogue";
import type { Tx } from "~/platform/db.server";

import type { ActionResult, AnyAction } from "../contribution";
import { flowPorts } from "../ports.server";
import { actingRunOf } from "./acting-run";
import { loadPersonFacts } from "./person-facts.server";
import { firstEvents } from "./meet";
import { listEventsById, listEventsOf } from "./repository.server";
import type { Run } from "./run";
import type { Acted, World } from "./world";

/** The shop as it is, in the transaction that moves its runs on. */
export function liveWorld(tx: Tx, { shopId, zone }: { shopId: string; zone: string }): World {
  return {
    loadFacts: (program, runs, at) => loadPersonFacts(tx, { shopId, zone, at }, { program, runs }),
    zonesOf: async (runs) => {
      const customerIds = [...new Set(runs.flatMap(({ customerId }) => customerId ?? []))];
      const zones = await flowPorts().zones(tx, { shopId, customerIds });
      return ({ customerId }) => (customerId === null ? undefined : zones.get(customerId)) ?? zone;
    },
    act: async ({ action: key, settings: raw }, runs, now) => {
      const action = flowPorts().actions.get(key);
      if (!action) return runs.map(unknownAction);
      const acting = runs.map((run) => actingRunOf(run, run.stepId ?? ""));
      const settings: unknown = action.schema.parse(raw);
      const results = await action.perform(tx, { shopId, settings, runs: acting, now });
      return results.map((result) => heard(result, action));
    },
    resume: async ({ id, action: key, settings: raw }, run, now) => {
      const action = flowPorts().actions.get(key);
      if (!action) return unknownAction();
      if (!action.resume) return heard(goesOn(run), action);
      const event = run.wokenById === null ? null : await findEvent(tx, run, run.wokenById);
      const settings: unknown = action.schema.parse(raw);
      return heard(
        await action.resume(tx, { shopId, settings, run: actingRunOf(run, id), event, now }),
        action,
      );
    },
    findHappened: async (waiting, now) => firstEvents(waiting, await eventsFor(tx, { shopId, waiting, now })),
  };
}

async function findEvent(tx: Tx, { shopId }: Run, id: string): Promise<StoredEvent | null> {
  const found = await listEventsById(tx, { shopId, ids: [id] });
  return found.get(id) ?? null;
}

/** What an action without a say in it comes to. */
function goesOn({ wokenById }: Run): ActionResult {
  return {
    kind: "done",
    reason: wokenById === null ? "action-timed-out" : "action-went-on",
    outcome: "went-on",
  };
}

/** The action's feature was taken out of the app. */
function unknownAction(): Acted {
  return { result: { kind: "stopped", reason: "action-unknown" }, textNamespace: "flows" };
}

/** @throws Error when an action waits for what nobody hears. */
function heard(result: ActionResult, { key, textNamespace }: AnyAction): Acted {
  const unheard =
    result.kind === "pending" ? result.events.find((type) => !flowPorts().events.has(type)) : undefined;
  if (unheard) throw new Error(`${key} waits for ${unheard}, which is not among engine/flows/events.ts`);
  const isOwn = result.reason === "action-timed-out" || result.reason === "action-went-on";
  return { result, textNamespace: isOwn ? "flows" : textNamespace };
}

async function eventsFor(
  tx: Tx,
  { shopId, waiting, now }: { shopId: string; waiting: readonly Run[]; now: Date },
): Promise<StoredEvent[]> {
  const since = new Date(Math.min(...waiting.map(({ stepAt }) => stepAt.getTime())));
  if (since >= now) return [];
  return listEventsOf(tx, {
    shopId,
    customerIds: waiting.flatMap(({ customerId }) => customerId ?? []),
    subjectIds: waiting.flatMap(({ customerId, subjectId }) =>
      customerId === null ? (subjectId ?? []) : [],
    ),
    types: [...new Set(waiting.flatMap(({ waitEvents }) => waitEvents ?? []))] as EventType[],
    since,
    until: now,
  });
}
