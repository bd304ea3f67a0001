import type { FactDefinition } from "./fact";
import type { FactHistory, FactInfo } from "./schema";

/** A fact as browsers may know it. */
export function toFactInfo(definition: FactDefinition): FactInfo {
  const { key, textNamespace, type, parameters = [], choices = [], names = null } = definition;
  return {
    key,
    textNamespace,
    type,
    parameters,
    choices,
    names,
    history: historyOf(definition),
    naming: null,
  };
}

function historyOf({ isHistorical, judgesOrdersAsToday }: FactDefinition): FactHistory {
  if (!isHistorical) return "as-today";
  return judgesOrdersAsToday ? "orders-as-today" : "exact";
}
