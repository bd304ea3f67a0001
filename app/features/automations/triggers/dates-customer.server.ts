import type { z } from "zod";

import { presentFacts } from "~/engine/facts/presenter.server";
import { listFactValues } from "~/engine/facts/queries.server";
import type { Entry, SweptTrigger } from "~/engine/flows/contribution";
import { listZoneMoves } from "~/engine/flows/repository.server";
import type { Db } from "~/platform/db.server";

import { dayOf, type Occasion, occasionsIn, yearsOn } from "../rules/dates";
import { NAMESPACE } from "../rules/namespace";
import { TRIGGER_SETTINGS } from "../schema";

type Settings = z.infer<(typeof TRIGGER_SETTINGS)["dates.customer"]>;
type Asked = { shopId: string; zone: string; settings: Settings };

/** Values read at once. */
const PAGE = 20_000;

/**
 * A date of a customer comes round. Values are read when the hour of the setting has come, once a day, as they are known
 * at that hour: so a past window gives the same as the live sweep.
 */
export const datesCustomer: SweptTrigger<Settings> = {
  kind: "swept",
  key: "dates.customer",
  textNamespace: NAMESPACE,
  schema: TRIGGER_SETTINGS["dates.customer"],
  findProblems: async (db, { shopId, settings: { fact } }) => {
    if (fact === "") return [{ place: "fact", code: "no-fact" }];
    const info = (await presentFacts(db, { shopId })).find(({ key }) => key === fact);
    if (info?.naming?.isOffered === false)
      return [{ place: "fact", code: "fact-retired", params: { fact: info.naming.label } }];
    const isDate = info && (info.type === "instant" || info.type === "day");
    return isDate
      ? []
      : [{ place: "fact", code: info ? "fact-is-no-date" : "unknown-fact", params: { fact } }];
  },
  async listDue(db, { from, to, ...asked }) {
    const entries: Entry[] = [];
    const { shopId, zone } = asked;
    const moves = await listZoneMoves(db, { shopId, from, to });
    for (const occasion of occasionsIn({ zone, from, to, moves }, asked.settings))
      entries.push(...(await entriesOn(db, occasion, asked)));
    return entries;
  },
};

async function entriesOn(db: Db, occasion: Occasion, { shopId, zone, settings }: Asked): Promise<Entry[]> {
  const { fact } = settings;
  const entries: Entry[] = [];
  for (let after: string | null = null; ;) {
    const scope = { shopId, zone, at: occasion.at };
    const rows = await listFactValues(db, { ...scope, fact, afterCustomerId: after, limit: PAGE });
    for (const { customerId, value } of rows) {
      if (!(value instanceof Date) && typeof value !== "string") continue;
      const entry = entryOf({ customerId, date: dayOf(value, zone) }, occasion, settings);
      if (entry) entries.push(entry);
    }
    after = rows.at(-1)?.customerId ?? null;
    if (rows.length < PAGE) return entries;
  }
}

function entryOf(
  { customerId, date }: { customerId: string; date: string },
  { on, at }: Occasion,
  settings: Settings,
): Entry | null {
  const years = yearsOn(on, date, settings);
  if (years === null) return null;
  const isYearly = settings.repeats === "yearly";
  return {
    customerId,
    subjectKind: null,
    subjectId: null,
    entryKey: `${settings.fact}:${isYearly ? on.slice(0, 4) : on}`,
    enteredAt: at,
    context: isYearly ? { years } : {},
  };
}
