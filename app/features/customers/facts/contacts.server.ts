import type { FactDefinition } from "~/engine/facts/fact";

import { leftCheckouts, openReturns, sentMessages } from "./repository/contacts.server";
import { EVER_OR_DAYS } from "./window";

export const contactFacts: readonly FactDefinition[] = [
  {
    key: "checkouts.left-count",
    textNamespace: "customers",
    type: "number",
    parameters: [EVER_OR_DAYS],
    isHistorical: true,
    whenAbsent: 0,
    rows: leftCheckouts,
  },
  {
    key: "returns.open",
    textNamespace: "customers",
    type: "number",
    isHistorical: true,
    whenAbsent: 0,
    rows: openReturns,
  },
  {
    key: "messages.sent-count",
    textNamespace: "customers",
    type: "number",
    parameters: [EVER_OR_DAYS],
    isHistorical: true,
    whenAbsent: 0,
    rows: sentMessages,
  },
];
