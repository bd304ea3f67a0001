import type { FactDefinition } from "~/engine/facts/fact";

import { completedCounts, referredPeople } from "./repository.server";

export const referralFacts: readonly FactDefinition[] = [
  {
    key: "referrals.completed-count",
    textNamespace: "referrals",
    type: "number",
    isHistorical: true,
    whenAbsent: 0,
    rows: completedCounts,
  },
  {
    key: "referrals.was-referred",
    textNamespace: "referrals",
    type: "boolean",
    isHistorical: false,
    whenAbsent: false,
    rows: referredPeople,
  },
];
