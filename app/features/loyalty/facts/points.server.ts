import type { FactDefinition } from "~/engine/facts/fact";

import { availablePoints, earnedPoints, members, nextEndings, pendingPoints } from "./repository.server";

const common = { textNamespace: "loyalty", isHistorical: false } as const;

export const loyaltyFacts: readonly FactDefinition[] = [
  { ...common, key: "loyalty.member", type: "boolean", whenAbsent: false, rows: members },
  { ...common, key: "loyalty.points-available", type: "number", whenAbsent: 0, rows: availablePoints },
  { ...common, key: "loyalty.points-pending", type: "number", whenAbsent: 0, rows: pendingPoints },
  {
    ...common,
    key: "loyalty.points-earned",
    type: "number",
    parameters: [{ name: "days", kind: "days", min: 0, max: 3_650, default: 0 }],
    whenAbsent: 0,
    rows: earnedPoints,
  },
  { ...common, key: "loyalty.next-expiry-at", type: "instant", whenAbsent: null, rows: nextEndings },
];
