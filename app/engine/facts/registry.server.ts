import type { FactDefinition, FactFamily } from "./fact";
import { completeParameters } from "./rules";
import type { AskedFact } from "./schema";

let facts = new Map<string, FactDefinition>();
let families: readonly FactFamily[] = [];

/**
 * Makes known what can be known of customers; called once by the composition.
 *
 * @throws Error when two share a key, or when a set has a value for people without a row.
 */
export function registerFacts(
  definitions: readonly FactDefinition[],
  ofShops: readonly FactFamily[] = [],
): void {
  facts = new Map();
  families = ofShops;
  for (const definition of definitions) {
    const { key, type, whenAbsent } = definition;
    if (facts.has(key)) throw new Error(`two facts have the key "${key}"`);
    if (type === "set" && !(Array.isArray(whenAbsent) && whenAbsent.length === 0)) {
      throw new Error(`fact "${key}" is a set: whenAbsent must be []`);
    }
    facts.set(key, definition);
  }
}

/** The fact with this key, or null when nobody contributed it. */
export function findFact(key: string): FactDefinition | null {
  const known = facts.get(key);
  if (known) return known;
  return families.find(({ prefix }) => key.startsWith(`${prefix}.`))?.factOf(key) ?? null;
}

/**
 * The fact with this key.
 *
 * @throws Error when nobody contributed it.
 */
export function getFact(key: string): FactDefinition {
  const fact = findFact(key);
  if (!fact) {
    throw new Error(`no fact has the key "${key}"; there are: ${[...facts.keys()].join(", ") || "none"}`);
  }
  return fact;
}

/** All facts but those of single shops, in the order they were contributed in. */
export function listFacts(): FactDefinition[] {
  return [...facts.values()];
}

export function listFactFamilies(): readonly FactFamily[] {
  return families;
}

/** A fact as asked for, with every parameter of it. */
export type CompleteFact = { definition: FactDefinition; asked: AskedFact };

/**
 * The fact somebody asks for.
 *
 * @throws Error when nobody contributed it.
 */
export function completeFact({ fact, parameters }: AskedFact): CompleteFact {
  const definition = getFact(fact);
  const complete = completeParameters(definition.parameters ?? [], parameters);
  return { definition, asked: { fact, parameters: complete } };
}
