import { createHmac, randomUUID } from "node:crypto";

import { grantedScopes } from "../graphql/access";
import { prepareDocument } from "../graphql/document/prepare";
import { executeDocument } from "../graphql/execute";
import type { AppConfig, EventSubscription } from "../state/app-model";
import type { Store, StoreEvent } from "../state/store";

/*
 * Deliveries of Shopify's Events family, beside the classic webhooks: other headers, and a body that names the record
 * and holds of it only what the subscription's query asks for.
 */

type Change = { resource: EventSubscription["topic"]; action: EventSubscription["actions"][number] };

/** The classic topics that tell the same; several topics of one change are one event. */
const CHANGES: Readonly<Record<string, Change>> = {
  "customers/create": { resource: "Customer", action: "create" },
  "customers/update": { resource: "Customer", action: "update" },
  "customers/delete": { resource: "Customer", action: "delete" },
  "orders/create": { resource: "Order", action: "create" },
  "orders/updated": { resource: "Order", action: "update" },
  "orders/delete": { resource: "Order", action: "delete" },
  "products/create": { resource: "Product", action: "create" },
  "products/update": { resource: "Product", action: "update" },
  "products/delete": { resource: "Product", action: "delete" },
};

const LISTS = { create: "added", update: "updated", delete: "removed" } as const;

export type EventMessage = { subscription: EventSubscription; change: Change; gid: string; body: Buffer };

/** What the app's event subscriptions are sent of an event of the store, whose classic payload is `payload`. */
export function eventMessages(
  { store, app }: { store: Store; app: AppConfig },
  { topic }: Pick<StoreEvent, "topic">,
  payload: unknown,
): EventMessage[] {
  const change = CHANGES[topic];
  const gid = (payload as { admin_graphql_api_id?: string }).admin_graphql_api_id;
  if (!change || !gid) return [];
  const wanted = (app.events ?? []).filter(
    (subscription) => subscription.topic === change.resource && subscription.actions.includes(change.action),
  );
  return wanted.map((subscription) => {
    const name = change.resource.toLowerCase();
    const variables = { [`${name}Id`]: gid };
    const fields = { added: [], updated: [], removed: [], [LISTS[change.action]]: [`${name}[id: '${gid}']`] };
    const body = {
      topic: change.resource,
      action: change.action,
      handle: subscription.handle,
      fields_changed: fields,
      query_variables: variables,
      ...(subscription.query ? { data: dataOf(subscription.query, { store, app, variables }) } : {}),
    };
    return { subscription, change, gid, body: Buffer.from(JSON.stringify(body)) };
  });
}

/** The answer to the subscription's query as of now; null when it is not valid, as when Shopify cannot answer it. */
function dataOf(
  query: string,
  { store, app, variables }: { store: Store; app: AppConfig; variables: Record<string, string> },
): Record<string, unknown> | null {
  const preparation = prepareDocument(query);
  if (preparation.kind === "refused") return null;
  const { document, operations } = preparation.prepared;
  const [operation] = operations;
  if (!operation) return null;
  const scopes = grantedScopes(store.installation?.scopes ?? []);
  const context = { store, app, baseUrl: "", wall: Date.now, scopes, notices: [], bulk: null };
  return executeDocument({ document, operation, variables }, context, randomUUID()).data;
}

/** The headers of such a delivery, without `X-`; the signature covers the bytes of the body and nothing else. */
export function eventHeaders(
  { store, app }: { store: Store; app: AppConfig },
  { subscription, change, gid, body }: EventMessage,
  { webhookId, eventId, occurredAt }: { webhookId: string; eventId: string; occurredAt: Date },
): Record<string, string> {
  return {
    "Content-Type": "application/json",
    "Shopify-Topic": change.resource,
    "Shopify-Action": change.action,
    "Shopify-Handle": subscription.handle,
    "Shopify-Resource-Id": gid,
    "Shopify-Hmac-Sha256": createHmac("sha256", app.clientSecret).update(body).digest("base64"),
    "Shopify-Shop-Domain": store.shop.domain,
    "Shopify-Api-Version": app.apiVersion,
    "Shopify-Webhook-Id": webhookId,
    "Shopify-Event-Id": eventId,
    "Shopify-Triggered-At": occurredAt.toISOString(),
  };
}
