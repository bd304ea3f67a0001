import { createServer, type IncomingHttpHeaders, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { createWebhookDoor, type DoorOptions } from "~/pipeline/inbox/door.server";
import { createInbox } from "~/pipeline/inbox/receive.server";
import { hmacBase64 } from "~/platform/crypto.server";
import type { RootDb } from "~/platform/db.server";

export const SECRET = "shpss_test";

export type Answer = { status: number; text: string; headers: IncomingHttpHeaders };

export type WebhookServer = {
  url: string;
  /** Sends a signed delivery; `headers` replace those it would have, null leaves one out. */
  deliver: (
    body: Buffer | string,
    options?: { webhookId?: string; headers?: Record<string, string | null>; method?: string },
  ) => Promise<Answer>;
  close: () => Promise<void>;
};

/** The webhook door behind a real HTTP server. */
export async function startWebhookServer(
  db: RootDb,
  { maxBytes = 100_000, now = () => new Date(), inbox = createInbox(db) }: Partial<DoorOptions> = {},
): Promise<WebhookServer> {
  const server = createServer(createWebhookDoor({ db, inbox, secret: SECRET, maxBytes, now }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
  return {
    url,
    deliver: (body, { webhookId = "w1", headers = {}, method = "POST" } = {}) =>
      send(url, { method, body, headers: withoutNulls({ ...signedHeaders(body, webhookId), ...headers }) }),
    close: () => close(server),
  };
}

/** The headers Shopify would send with a body. */
export function signedHeaders(body: Buffer | string, webhookId: string): Record<string, string> {
  return {
    "Content-Type": "application/json",
    "X-Shopify-Hmac-Sha256": hmacBase64(SECRET, body),
    "X-Shopify-Topic": "orders/create",
    "X-Shopify-Shop-Domain": "demo-shop.myshopify.com",
    "X-Shopify-Webhook-Id": webhookId,
    "X-Shopify-Event-Id": `event-of-${webhookId}`,
    "X-Shopify-Triggered-At": "2026-03-01T12:00:00.000Z",
    "X-Shopify-API-Version": "2026-10",
  };
}

function withoutNulls(headers: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

function send(
  url: string,
  { method, body, headers }: { method: string; body: Buffer | string; headers: Record<string, string> },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString(),
          headers: response.headers,
        }),
      );
    });
    request.on("error", reject);
    request.end(method === "GET" ? undefined : body);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
