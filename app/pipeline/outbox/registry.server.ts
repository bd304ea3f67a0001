import type { AnyIntent, OutboxPorts } from "./definition";

let intents = new Map<string, AnyIntent>();
let ports: OutboxPorts | null = null;

/**
 * Makes the intents and the outside world known; called once by the composition.
 *
 * @throws Error when two intents share a kind.
 */
export function registerOutbox(definitions: readonly AnyIntent[], outsideWorld: OutboxPorts): void {
  intents = new Map();
  for (const definition of definitions) {
    if (intents.has(definition.kind)) throw new Error(`two intents are of kind "${definition.kind}"`);
    intents.set(definition.kind, definition);
  }
  ports = outsideWorld;
}

/** The definition of a kind; null when nobody registered it. */
export function findDefinition(kind: string): AnyIntent | null {
  return intents.get(kind) ?? null;
}

/** @throws Error before `registerOutbox`. */
export function getPorts(): OutboxPorts {
  if (!ports) throw new Error("the outbox has no ports yet: composition.server.ts must be loaded first");
  return ports;
}
