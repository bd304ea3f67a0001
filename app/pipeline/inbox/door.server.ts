import type { IncomingMessage, ServerResponse } from "node:http";

import { LRUCache } from "lru-cache";

import { MINUTE_MS } from "~/kit/duration";
import { equalInConstantTime, hmacBase64 } from "~/platform/crypto.server";
import type { RootDb } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";
import { receivedDeliveries } from "~/platform/measures.server";
import type { Tally } from "~/platform/metrics.server";
import { findShopByDomain } from "~/shops/repository.server";

import { parseDeliveryHeaders } from "./delivery";
import { readBody } from "./read-body";
import type { Inbox } from "./receive.server";

export type DoorOptions = {
  db: RootDb;
  inbox: Inbox;
  /** Client secret that signs deliveries. */
  secret: string;
  /** Larger bodies get 413. */
  maxBytes: number;
  now: () => Date;
};

type Answer = { status: number; message: string };
type Exchange = { request: IncomingMessage; response: ServerResponse };

const OK: Answer = { status: 200, message: "stored" };
const UNKNOWN_SHOP: Answer = { status: 200, message: "unknown shop" };
const received = {
  stored: receivedDeliveries.of("stored"),
  unknownShop: receivedDeliveries.of("unknown-shop"),
};
const TURNED_AWAY: Readonly<Record<number, Tally>> = {
  400: receivedDeliveries.of("incomplete"),
  401: receivedDeliveries.of("unsigned"),
  405: receivedDeliveries.of("not-posted"),
  413: receivedDeliveries.of("too-large"),
  500: receivedDeliveries.of("not-kept"),
};
/** Room for all shops of a busy process; an entry costs some hundred bytes. */
const KNOWN_SHOPS = 50_000;

/**
 * The webhook door: answered in front of Remix, because a flash sale sends thousands a minute and Shopify waits five
 * seconds. It verifies the bytes and keeps them; everything else happens in the worker.
 *
 * 200 stored or known · 400 headers missing · 401 wrong signature · 405 not POST · 413 too large · 500 not kept.
 */
export function createWebhookDoor({ db, inbox, secret, maxBytes, now }: DoorOptions) {
  const shopIds = new LRUCache<string, string>({ max: KNOWN_SHOPS, ttl: 10 * MINUTE_MS });

  async function findShopId(domain: string): Promise<string | null> {
    const known = shopIds.get(domain);
    if (known) return known;
    const shop = await findShopByDomain(db, { domain });
    if (shop) shopIds.set(domain, shop.id);
    return shop?.id ?? null;
  }

  async function decide(request: IncomingMessage): Promise<Answer> {
    if (request.method !== "POST") return { status: 405, message: "webhooks are POSTed" };
    const body = await readBody(request, maxBytes);
    if (body.kind === "too-large")
      return { status: 413, message: `the body is larger than ${maxBytes} bytes` };
    if (body.kind === "broken-off") return { status: 400, message: "the sender hung up" };
    const parsed = parseDeliveryHeaders(request.headers);
    if (parsed.outcome === "incomplete") {
      const status = parsed.missing === "hmac-sha256" ? 401 : 400;
      return { status, message: `header X-Shopify-${parsed.missing} is missing` };
    }
    const { headers } = parsed;
    if (!equalInConstantTime(headers.hmac, hmacBase64(secret, body.bytes))) {
      return { status: 401, message: "the signature does not fit the body" };
    }
    const shopId = await findShopId(headers.shopDomain);
    if (!shopId) {
      // Nobody to keep it for: a shop that never finished installing, or was erased.
      logger.info({ topic: headers.topic, shopDomain: headers.shopDomain }, "delivery for an unknown shop");
      return UNKNOWN_SHOP;
    }
    const receivedAt = now();
    await inbox.receive({
      shopId,
      webhookId: headers.webhookId,
      eventId: headers.eventId,
      topic: headers.topic,
      apiVersion: headers.apiVersion,
      triggeredAt: headers.triggeredAt ?? receivedAt,
      receivedAt,
      bytes: body.bytes,
    });
    return OK;
  }

  return function handleWebhook(request: IncomingMessage, response: ServerResponse): void {
    decide(request)
      .catch((error: unknown): Answer => {
        logger.error({ ...claimOf(request), error: String(error) }, "a delivery could not be kept");
        return { status: 500, message: "not kept, please send it again" };
      })
      .then((answer) => send(answer, { request, response }))
      .catch((error: unknown) =>
        logger.error({ ...claimOf(request), error: String(error) }, "an answer could not be sent"),
      );
  };
}

/** What a delivery says of itself, for the log; nobody has verified it. */
function claimOf({ headers }: IncomingMessage): Record<string, unknown> {
  const parsed = parseDeliveryHeaders(headers);
  if (parsed.outcome === "incomplete") return {};
  const { topic, shopDomain, webhookId } = parsed.headers;
  return { topic, shopDomain, webhookId };
}

function count(answer: Answer): void {
  if (answer === OK) received.stored.add();
  else if (answer === UNKNOWN_SHOP) received.unknownShop.add();
  else TURNED_AWAY[answer.status]?.add();
}

function send(answer: Answer, { request, response }: Exchange): void {
  const { status, message } = answer;
  count(answer);
  if (status >= 400) logger.warn({ ...claimOf(request), status, reason: message }, "delivery turned away");
  response.writeHead(status, {
    "Content-Type": "text/plain",
    // Of a length that is known, head and message go out in one piece.
    "Content-Length": message.length,
    ...(status === 405 ? { Allow: "POST" } : {}),
    // What was not read must not be taken for the next request; a sender who goes on is cut off.
    ...(request.complete ? {} : { Connection: "close" }),
  });
  response.end(message);
}
