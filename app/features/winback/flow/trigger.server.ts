import type { ActingRun, Entry, RunEnd, SweptTrigger } from "~/engine/flows/contribution";
import { startOfDay } from "~/kit/day-start";
import { addMonths, monthIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";

import {
  getStoreLapseMs,
  listLapsed,
  listOrdersOfBuyers,
  listOrdersSince,
  listPresent,
} from "../repository.server";
import { type LapseEntry, lapsesWithin, type Stretch } from "../rules";
import { LAPSE_LIMITS, LAPSE_RULES, type LapseSettings, LapseSettingsSchema } from "../schema";

type Window = { shopId: string; zone: string; settings: LapseSettings; from: Date; to: Date };

/** A customer has not ordered for as long as it takes to count as lapsed. One run per lapse: its key is the last order. */
export const lapsed: SweptTrigger<LapseSettings> = {
  kind: "swept",
  key: "winback.lapsed",
  textNamespace: "winback",
  schema: LapseSettingsSchema,
  fields: [
    { name: "rule", kind: "choice", values: LAPSE_RULES },
    {
      name: "times",
      kind: "count",
      step: 0.5,
      ...LAPSE_LIMITS.times,
      when: { field: "rule", is: "own-rhythm" },
    },
    {
      name: "smallStoreDays",
      kind: "count",
      ...LAPSE_LIMITS.smallStoreDays,
      when: { field: "rule", is: "own-rhythm" },
    },
    { name: "days", kind: "count", ...LAPSE_LIMITS.days, when: { field: "rule", is: "fixed-days" } },
  ],
  listDue: async (db, input) => {
    const lapses: (LapseEntry & { customerId: string })[] = [];
    for (const stretch of await listStretches(db, input))
      lapses.push(...(await listLapses(db, { ...input, stretch })));
    const customerIds = [...new Set(lapses.map(({ customerId }) => customerId))];
    const present = await listPresent(db, { shopId: input.shopId, customerIds });
    return lapses.filter(({ customerId }) => present.has(customerId)).map(entryOf);
  },
  findEnds: (db, { shopId, runs }) => findUnlapsed(db, { shopId, runs }),
};

/**
 * Who had ordered by the instant they were taken to lapse: the store told of it late, or two customers became one. No exit
 * sees such an order, it is older than the run; what is ordered later is for the exits.
 */
async function findUnlapsed(
  db: Db,
  { shopId, runs }: { shopId: string; runs: readonly ActingRun[] },
): Promise<Map<string, RunEnd>> {
  const asked = runs.flatMap(({ runId, customerId, context: { lastOrderAt }, enteredAt }) =>
    customerId === null || typeof lastOrderAt !== "string"
      ? []
      : [{ runId, customerId, after: Date.parse(lastOrderAt), until: enteredAt.getTime() }],
  );
  const orders = await listOrdersSince(db, {
    shopId,
    customerIds: [...new Set(asked.map(({ customerId }) => customerId))],
    since: new Date(Math.min(...asked.map(({ after }) => after))),
    at: new Date(Math.max(...asked.map(({ until }) => until))),
  });
  const unlapsed = asked.filter(({ customerId, after, until }) =>
    orders.get(customerId)?.some((placedAt) => placedAt > after && placedAt <= until),
  );
  return new Map(unlapsed.map(({ runId }) => [runId, { reason: "not-lapsed" }]));
}

function entryOf({ customerId, lastOrderAt, lapsedAt }: LapseEntry & { customerId: string }): Entry {
  const lastOrder = new Date(lastOrderAt).toISOString();
  return {
    customerId,
    subjectKind: null,
    subjectId: null,
    entryKey: `last-order:${lastOrder}`,
    enteredAt: new Date(lapsedAt),
    context: { lastOrderAt: lastOrder },
  };
}

async function listLapses(
  db: Db,
  { shopId, stretch, settings }: Pick<Window, "shopId" | "settings"> & { stretch: Stretch },
): Promise<(LapseEntry & { customerId: string })[]> {
  const quiet = await listLapsed(db, { shopId, stretch, settings });
  const buyers = await listOrdersOfBuyers(db, { shopId, stretch });
  return [
    ...quiet.map(({ customerId, lastMs, lapseMs }) => ({
      customerId,
      lastOrderAt: lastMs,
      lapsedAt: Math.max(lastMs + lapseMs, stretch.from + 1),
    })),
    ...[...buyers].flatMap(([customerId, placedAt]) =>
      lapsesWithin(placedAt, stretch, settings).map((lapse) => ({ ...lapse, customerId })),
    ),
  ];
}

/** The window, cut where months begin in the shop's zone: T of the store changes there. */
async function listStretches(db: Db, { shopId, zone, settings, from, to }: Window): Promise<Stretch[]> {
  const ends: number[] = [];
  for (let month = addMonths(monthIn(zone, from), 1); ; month = addMonths(month, 1)) {
    const begin = startOfDay(zone, `${month}-01`).getTime();
    if (begin > to.getTime()) break;
    if (begin - 1 > from.getTime()) ends.push(begin - 1);
  }
  if (to > from) ends.push(to.getTime());
  const storeMsAt = (at: number) =>
    settings.rule === "fixed-days"
      ? Promise.resolve(0)
      : getStoreLapseMs(db, { shopId, zone, at: new Date(at), smallStoreDays: settings.smallStoreDays });
  const stretches: Stretch[] = [];
  let start = from.getTime();
  let before = ends.length > 0 ? await storeMsAt(start) : 0;
  for (const end of ends) {
    const isOneMonth = monthIn(zone, new Date(start)) === monthIn(zone, new Date(end));
    const after = isOneMonth ? before : await storeMsAt(end);
    stretches.push({ from: start, to: end, storeMs: { from: before, to: after } });
    [start, before] = [end, after];
  }
  return stretches;
}
