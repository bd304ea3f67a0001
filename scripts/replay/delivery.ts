import { createHash, createHmac } from "node:crypto";

import type { Payload } from "./payloads";

export type Sender = {
  shopDomain: string;
  /** Client secret of the app that receives. */
  secret: string;
  /** Sent as the time the event happened. */
  triggeredAt: Date;
  /** Makes the ids of this run differ from those of any other; null = the same file is always the same delivery. */
  runId: string | null;
};

export type SignedDelivery = { payload: Payload; webhookId: string; headers: Record<string, string> };

/**
 * A payload as Shopify would post it: all headers of a classic webhook, signed over the bytes.
 *
 * The id follows from topic and content, so a second replay of the same file is a duplicate.
 */
export function signDelivery(
  payload: Payload,
  { shopDomain, secret, triggeredAt, runId }: Sender,
): SignedDelivery {
  const webhookId = uuidFrom([payload.topic, payload.body, runId ?? ""]);
  return {
    payload,
    webhookId,
    headers: {
      "Content-Type": "application/json",
      "X-Shopify-Topic": payload.topic,
      "X-Shopify-Hmac-Sha256": createHmac("sha256", secret).update(payload.body).digest("base64"),
      "X-Shopify-Shop-Domain": shopDomain,
      "X-Shopify-Webhook-Id": webhookId,
      "X-Shopify-Event-Id": uuidFrom([webhookId, "event"]),
      "X-Shopify-Triggered-At": triggeredAt.toISOString(),
      ...(payload.apiVersion ? { "X-Shopify-API-Version": payload.apiVersion } : {}),
    },
  };
}

/** A UUID (version 8: made of a hash) that is the same for the same parts. */
function uuidFrom(parts: readonly (string | Buffer)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  const hex = hash.digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
