import type { z } from "zod";

import type { Entry, SweptTrigger } from "~/engine/flows/contribution";
import { listZoneMoves } from "~/engine/flows/repository.server";

import { NAMESPACE } from "../rules/namespace";
import { recurrencesIn } from "../rules/recurring";
import { TRIGGER_SETTINGS } from "../schema";

import { listPeople } from "./people.server";

type Settings = z.infer<(typeof TRIGGER_SETTINGS)["schedule.recurring"]>;

/** Everybody whom a condition holds of, again and again; the day is the occasion. */
export const scheduleRecurring: SweptTrigger<Settings> = {
  kind: "swept",
  key: "schedule.recurring",
  textNamespace: NAMESPACE,
  schema: TRIGGER_SETTINGS["schedule.recurring"],
  async listDue(db, { shopId, zone, settings, from, to }) {
    const entries: Entry[] = [];
    const moves = await listZoneMoves(db, { shopId, from, to });
    for (const { day, at } of recurrencesIn({ zone, from, to, moves }, settings)) {
      const people = await listPeople(db, { shopId, zone, condition: settings.condition, at });
      for (const customerId of people)
        entries.push({
          customerId,
          subjectKind: null,
          subjectId: null,
          entryKey: day,
          enteredAt: at,
          context: {},
        });
    }
    return entries;
  },
};
