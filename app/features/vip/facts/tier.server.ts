import type { FactDefinition } from "~/engine/facts/fact";

import { daysInTier, earlyAccess, tiers } from "./repository.server";

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
  {
    key: "vip.early-access",
    textNamespace: "vip",
    type: "boolean",
    isHistorical: false,
    whenAbsent: false,
    rows: earlyAccess,
  },
];
