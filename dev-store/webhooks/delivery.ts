import { createHmac } from "node:crypto";

import type { AppConfig } from "../state/app-model";
import type { Shop } from "../state/model";

/** One sending of one event to one subscription, with its body as it was when the event happened. */
export type Delivery = {
  /** The same on every retry. */
  webhookId: string;
  topic: string;
  body: Buffer;
  headers: Record<string, string>;
  uri: string;
  attempts: number;
  /** Simulated time before which it is not sent. */
  dueAt: Date;
  /** Another sending of a delivery that is counted already. */
  repeated: boolean;
};

type DeliveryDetails = {
  webhookId: string;
  topic: string;
  eventId: string;
  occurredAt: Date;
  subscription: AppConfig["subscriptions"][number];
  body: Buffer;
};

/** The headers of a classic webhook; the signature covers the bytes of the body and nothing else. */
export function deliveryHeaders(
  shop: Shop,
  app: AppConfig,
  details: DeliveryDetails,
): Record<string, string> {
  return {
    "Content-Type": "application/json",
    "X-Shopify-Topic": details.topic,
    "X-Shopify-Hmac-Sha256": createHmac("sha256", app.clientSecret).update(details.body).digest("base64"),
    "X-Shopify-Shop-Domain": shop.domain,
    "X-Shopify-API-Version": app.apiVersion,
    "X-Shopify-Webhook-Id": details.webhookId,
    "X-Shopify-Event-Id": details.eventId,
    "X-Shopify-Triggered-At": details.occurredAt.toISOString(),
    ...(details.subscription.name === null ? {} : { "X-Shopify-Name": details.subscription.name }),
  };
}

/** How often a failed delivery is sent again, and over how long. */
export const MAX_RETRIES = 8;
const RETRY_SPAN_MS = 4 * 3_600_000;

/**
 * Simulated milliseconds between the `failures`-th failure (1 = the first) and the next attempt. Doubles each time;
 * the eight together last four hours. Shopify tells the number and the span, not the steps between.
 */
export function retryDelayMs(failures: number): number {
  return Math.round((RETRY_SPAN_MS * 2 ** (failures - 1)) / (2 ** MAX_RETRIES - 1));
}
