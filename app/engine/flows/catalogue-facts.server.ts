import { findConditionProblems } from "~/engine/facts/check.server";
import { loadFacts } from "~/engine/facts/queries.server";
import { findFact } from "~/engine/facts/registry.server";
import { factsIn, holds } from "~/engine/facts/rules";

import type { FactReader } from "./ports.server";

/** Facts as features contributed them. Of a customer nobody asked about, nothing is known. */
export const catalogueFacts: FactReader = {
  typeOf: (fact) => findFact(fact)?.type ?? null,
  async load(db, asked) {
    const valuesOf = await loadFacts(db, asked);
    return (customerId) => valuesOf.get(customerId) ?? (() => null);
  },
  holds,
  factsIn,
  findProblems: (condition) =>
    findConditionProblems(condition).map((problem) => ({ ...problem, textNamespace: "facts" })),
};
