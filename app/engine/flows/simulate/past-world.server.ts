import type { StoredEvent } from "~/pipeline/events/catalogue";
import type { Db } from "~/platform/db.server";

import { askCondition } from "../entry/enter.server";
import type { EntryWorld } from "../entry/judge";
import { flowPorts } from "../ports.server";
import type { EarlierEntry } from "../rules/entry";
import { actingRunOf } from "../run/acting-run";
import { firstEvents } from "../run/meet";
import { loadPersonFacts } from "../run/person-facts.server";
import { listCustomerStandings } from "../run/repository.server";
import { personIdOf, type Run } from "../run/run";
import type { World } from "../run/world";

type Shop = { shopId: string; zone: string };

/** A past in which runs are moved: facts as of then, events that were recorded, actions that only say what they would do. */
export function pastWorld(
  db: Db,
  { shopId, zone }: Shop,
  eventsOf: (run: Run) => readonly StoredEvent[],
): World {
  return {
    loadFacts: (program, runs, at) => loadPersonFacts(db, { shopId, zone, at }, { program, runs }),
    zonesOf: async (runs) => {
      const customerIds = [...new Set(runs.flatMap(({ customerId }) => customerId ?? []))];
      const zones = await flowPorts().zones(db, { shopId, customerIds });
      return ({ customerId }) => (customerId === null ? undefined : zones.get(customerId)) ?? zone;
    },
    act: async ({ id, action: key, settings: raw }, runs, now) => {
      const action = flowPorts().actions.get(key);
      if (!action) throw new Error(`there is no action ${key}`);
      const settings: unknown = action.schema.parse(raw);
      const acting = runs.map((run) => actingRunOf(run, id));
      const simulated = await action.simulate(db, { shopId, settings, runs: acting, now });
      return simulated.map(({ result, at, cost }) => ({
        result,
        at,
        textNamespace: action.textNamespace,
        ...(cost ? { cost } : {}),
      }));
    },
    resume: () => Promise.reject(new Error("nothing that is simulated waits for its own effect")),
    findHappened: (waiting, now) =>
      Promise.resolve(
        new Map(
          waiting.flatMap((run) => [
            ...firstEvents(
              [run],
              eventsOf(run).filter(({ occurredAt }) => occurredAt <= now),
            ),
          ]),
        ),
      ),
  };
}

/** Who would have entered a past: customers as they stand today, and those who entered in the simulation so far. */
export function pastEntryWorld(
  db: Db,
  { shopId, zone }: Shop,
  entered: ReadonlyMap<string, readonly EarlierEntry[]>,
): EntryWorld {
  return {
    standingsOf: (customerIds) => listCustomerStandings(db, { shopId, customerIds }),
    listEntries: () => Promise.resolve((entry) => entered.get(personIdOf(entry)) ?? []),
    meets: (condition, customerIds, at) => askCondition(db, condition, { shopId, zone, at, customerIds }),
  };
}
