import { createHmac, randomUUID } from "node:crypto";

import type { DevStoreContext } from "../context";

type FlowContext = Pick<DevStoreContext, "store" | "app">;

/** What the app answered; `body` is null where it is no JSON. */
export type FlowAnswer = { status: number; body: unknown };

/** A merchant switches a workflow with a trigger of the app on or off: the app is told. */
export function switchWorkflow(
  { store, app }: FlowContext,
  { handle, on }: { handle: string; on: boolean },
): Promise<FlowAnswer> {
  const callback = app.flow?.callback;
  if (!callback) throw new Error("the app has no callback for workflows");
  return post(app, callback, {
    flow_trigger_definition_id: handle,
    has_enabled_flow: on,
    shop_id: store.shop.id,
    shopify_domain: store.shop.domain,
    timestamp: store.clock.now().toISOString(),
  });
}

export type ActionWish = {
  handle: string;
  customerId: number;
  properties: Record<string, unknown>;
  /** Of the run; the same one again is a repeat. */
  runId?: string | undefined;
};

/** A workflow comes to an action of the app. */
export function runAction(
  { store, app }: FlowContext,
  { handle, customerId, properties, runId = randomUUID() }: ActionWish,
): Promise<FlowAnswer> {
  const action = app.flow?.actions.find((one) => one.handle === handle);
  if (!action) throw new Error(`the app has no action "${handle}"`);
  return post(app, action.path, {
    shop_id: store.shop.id,
    shopify_domain: store.shop.domain,
    action_run_id: runId,
    action_definition_id: handle,
    handle,
    step_reference: randomUUID(),
    properties: { customer_id: `gid://shopify/Customer/${customerId}`, ...properties },
  });
}

/** Signed over its bytes, as everything Flow sends. */
async function post(app: FlowContext["app"], path: string, body: object): Promise<FlowAnswer> {
  const text = JSON.stringify(body);
  const response = await fetch(new URL(path, `${app.applicationUrl}/`), {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Shopify-Hmac-Sha256": createHmac("sha256", app.clientSecret).update(text).digest("base64"),
    },
    body: text,
  });
  const answer: unknown = await response.json().catch(() => null);
  return { status: response.status, body: answer };
}
