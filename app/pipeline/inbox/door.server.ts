import type { IncomingMessage, ServerResponse } from "node:http";

import { LRUCache } from "lru-cache";

import { MINUTE_MS } from "~/kit/duration";
import { equalInConstantTime, hmacBase64 } from "~/platform/crypto.server";
import type { RootDb } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";
import { findShopByDomain } from "~/shops/repository.server";

import { parseDeliveryHeaders } from "./delivery";
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

const OK: Answer = { status: 200, message: "stored" };
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
    if (body === null) return { status: 413, message: `the body is larger than ${maxBytes} bytes` };
    const parsed = parseDeliveryHeaders(request.headers);
    if (parsed.outcome === "incomplete") {
      const isUnsigned = parsed.missing.endsWith("hmac-sha256");
      return { status: isUnsigned ? 401 : 400, message: `header ${parsed.missing} is missing` };
    }
    const { headers } = parsed;
    if (!equalInConstantTime(headers.hmac, hmacBase64(secret, body))) {
      return { status: 401, message: "the signature does not fit the body" };
    }
    const shopId = await findShopId(headers.shopDomain);
    if (!shopId) {
      // Nobody to keep it for: a shop that never finished installing, or was erased.
      logger.info({ topic: headers.topic, shopDomain: headers.shopDomain }, "delivery for an unknown shop");
      return { status: 200, message: "unknown shop" };
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
      body: body.toString("utf8"),
    });
    return OK;
  }

  return function handleWebhook(request: IncomingMessage, response: ServerResponse): void {
    decide(request)
      .catch((error: unknown): Answer => {
        logger.error({ error: String(error) }, "a delivery could not be kept");
        return { status: 500, message: "not kept, please send it again" };
      })
      .then((answer) => {
        if (answer.status >= 400) logger.warn({ status: answer.status, reason: answer.message }, "delivery turned away");
        response.writeHead(answer.status, {
          "Content-Type": "text/plain",
          ...(answer.status === 413 ? { Connection: "close" } : {}),
        });
        response.end(answer.message);
      })
      .catch((error: unknown) => logger.error({ error: String(error) }, "an answer could not be sent"));
  };
}

/** The whole body; null when it is longer than `maxBytes`. */
function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) {
        request.removeAllListeners("data");
        request.resume(); // Read on without keeping it, so that the sender sees our answer.
        resolve(null);
      } else {
        chunks.push(chunk);
      }
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("aborted", () => reject(new Error("the sender hung up")));
  });
}
