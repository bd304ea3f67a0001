import type { FactDefinition } from "~/engine/facts/fact";
import { andAmong } from "~/platform/sql.server";

import { daysOverdue } from "../repository.server";
import { LapseSettingsSchema } from "../schema";

/** Days since a person's own time between orders was over, twice; not known of those who have not lapsed. */
export const daysOverdueFact: FactDefinition = {
  key: "winback.days-overdue",
  textNamespace: "winback",
  type: "number",
  isHistorical: true,
  judgesOrdersAsToday: true,
  whenAbsent: null,
  rows: ({ shopId, zone, at, customerIds }) =>
    daysOverdue({
      shopId,
      zone,
      at,
      among: andAmong('"customerId"', customerIds),
      settings: LapseSettingsSchema.parse({}),
    }),
};
