import type { FactDefinition } from "~/engine/facts/fact";

import { daysInTier, tiers } from "./repository.server";

export const vipFacts: readonly FactDefinition[] = [
  {
    key: "vip.tier",
    textNamespace: "vip",
    type: "text",
    isHistorical: false,
    whenAbsent: null,
    rows: tiers,
  },
  {
    key: "vip.since-days",
    textNamespace: "vip",
    type: "number",
    isHistorical: false,
    whenAbsent: null,
    rows: daysInTier,
  },
];
