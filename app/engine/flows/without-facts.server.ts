import type { FactReader } from "./ports.server";

/** The reader of an app in which nothing is known about customers: every fact that a condition names is a problem. */
export const withoutFacts: FactReader = {
  typeOf: () => null,
  load: () => Promise.resolve(() => () => null),
  holds: (condition) => condition.kind === "all" && condition.of.length === 0,
  factsIn: () => [],
  findProblems: (condition) =>
    condition.kind === "fact"
      ? [{ place: "", code: "unknown-fact", params: { fact: condition.fact } }]
      : condition.of.flatMap((inner) => withoutFacts.findProblems(inner)),
};
