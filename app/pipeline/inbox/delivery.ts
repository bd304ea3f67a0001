import { isUtf8 } from "node:buffer";

/** One verified webhook delivery, as it came. */
export type IncomingDelivery = {
  shopId: string;
  /** The same on every retry: the dedupe key. */
  webhookId: string;
  eventId: string | null;
  /** `orders/create`, or `Order/create` of the Events family. Not signed: the projection checks that the body fits. */
  topic: string;
  apiVersion: string | null;
  triggeredAt: Date;
  receivedAt: Date;
  /** The signed bytes. */
  bytes: Buffer;
};

/**
 * The signed bytes as text that can be kept. Bytes that are no UTF-8 are kept whole, as `base64:<bytes>`; that is no
 * JSON, so such a delivery is dead and a person can look at what really came.
 */
export function textOfBody(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString("utf8") : `base64:${bytes.toString("base64")}`;
}

export type DeliveryHeaders = {
  hmac: string;
  topic: string;
  shopDomain: string;
  webhookId: string;
  eventId: string | null;
  apiVersion: string | null;
  /** RFC 3339; null when missing or not a date. */
  triggeredAt: Date | null;
};

type RawHeaders = Record<string, string | string[] | undefined>;

/** Without the `X-Shopify-` or `Shopify-` before it. */
const REQUIRED = ["hmac-sha256", "topic", "shop-domain", "webhook-id"] as const;
type RequiredHeader = (typeof REQUIRED)[number];

/**
 * Reads both families of Shopify's headers: classic (`X-Shopify-Topic`) and Events (`Shopify-Topic`).
 *
 * @returns the name of the first required header that is missing, when one is.
 */
export function parseDeliveryHeaders(
  headers: RawHeaders,
): { outcome: "complete"; headers: DeliveryHeaders } | { outcome: "incomplete"; missing: RequiredHeader } {
  const read = (name: string): string | null => {
    const value = headers[`x-shopify-${name}`] ?? headers[`shopify-${name}`];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  };
  const missing = REQUIRED.find((name) => !read(name));
  if (missing) return { outcome: "incomplete", missing };
  return {
    outcome: "complete",
    headers: {
      hmac: read("hmac-sha256") ?? "",
      topic: topicOf(read("topic") ?? "", read("action")),
      shopDomain: (read("shop-domain") ?? "").toLowerCase(),
      webhookId: read("webhook-id") ?? "",
      eventId: read("event-id"),
      apiVersion: read("api-version"),
      triggeredAt: dateOrNull(read("triggered-at")),
    },
  };
}

/**
 * Classic webhooks have all in the topic (`customers/update`). Events name a resource and an action beside it: they are
 * kept as `Customer/update`, as their bodies are of another kind.
 */
function topicOf(topic: string, action: string | null): string {
  if (topic.includes("/") || topic.includes(".") || !action) return topic;
  return `${topic}/${action.toLowerCase()}`;
}

function dateOrNull(text: string | null): Date | null {
  if (!text) return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}
