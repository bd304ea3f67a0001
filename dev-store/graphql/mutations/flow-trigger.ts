import type { Resolver } from "../context";
import { userError } from "../user-error";

const MOST_BYTES = 50_000;

/** `flowTriggerReceive` by handle and payload: what the app tells is kept, for tests to look at. */
export const receiveFlowTrigger: Resolver<unknown> = (_source, { args, context: { app, store } }) => {
  const handle = typeof args["handle"] === "string" ? args["handle"] : "";
  const payload = (args["payload"] ?? {}) as Record<string, unknown>;
  const trigger = app.flow?.triggers.find((one) => one.handle === handle);
  if (!trigger) return refused(`Errors validating schema:\n  Invalid handle '${handle}'.\n`);
  if (Buffer.byteLength(JSON.stringify(payload)) > MOST_BYTES)
    return refused(`Properties size exceeds the limit of ${MOST_BYTES} bytes`);
  const unknown = Object.keys(payload).find((key) => !trigger.keys.includes(key));
  if (unknown !== undefined) return refused(`Errors validating schema:\n  Invalid field: '${unknown}'.\n`);
  store.flowSignals.push({ handle, payload, receivedAt: store.clock.now() });
  return { userErrors: [] };
};

function refused(message: string) {
  return { userErrors: [userError(["body"], message)] };
}
