import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, expect, test } from "vitest";

import { signDelivery } from "./delivery";
import { postAll } from "./post";

let received: { path: string | undefined; topic: unknown; body: Buffer }[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    received.push({
      path: request.url,
      topic: request.headers["x-shopify-topic"],
      body: Buffer.concat(chunks),
    });
    response
      .writeHead(received.length === 1 ? 200 : 401)
      .end(received.length === 1 ? "stored" : "wrong signature");
  });
});

beforeEach(async () => {
  received = [];
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const deliveryOf = (body: Buffer) =>
  signDelivery(
    { file: "x.json", topic: "orders/create", apiVersion: null, happenedAt: null, body },
    { shopDomain: "demo-shop.myshopify.com", secret: "s", triggeredAt: new Date(0), runId: null },
  );
const addressOf = () => new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/app`);

test("posts the very bytes to /webhooks, in order, and tells each answer", async () => {
  const first = Buffer.from([0x7b, 0xff, 0x00]);
  const second = Buffer.from("[]");
  expect(await postAll(addressOf(), [deliveryOf(first), deliveryOf(second)])).toEqual([
    { status: 200, message: "stored" },
    { status: 401, message: "wrong signature" },
  ]);
  expect(received).toEqual([
    { path: "/webhooks", topic: "orders/create", body: first },
    { path: "/webhooks", topic: "orders/create", body: second },
  ]);
});

test("an app that is not there is an answer too, with the reason", async () => {
  const [answer] = await postAll(new URL("http://127.0.0.1:1"), [deliveryOf(Buffer.from("{}"))]);
  expect(answer?.status).toBeNull();
  expect(answer?.message).not.toBe("");
});
