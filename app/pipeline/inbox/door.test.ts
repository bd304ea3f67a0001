import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { givenShop } from "../../../tests/support/factories";
import { refuseInserts } from "../../../tests/support/no-space";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { signedHeaders, startWebhookServer, type WebhookServer } from "../../../tests/support/webhook-server";

const NOW = new Date("2026-03-01T12:00:05Z");
const BODY = '{"id":1,"note":"Żółć"}';

let testDb: TestDb;
let server: WebhookServer;
beforeEach(async () => {
  testDb = await createTestDb();
  await givenShop(testDb.db);
  server = await startWebhookServer(testDb.db, { now: () => NOW, maxBytes: 10_000 });
});
afterEach(async () => {
  await server.close();
  await testDb.close();
});

const stored = () => testDb.db.inboxDelivery.findMany({ orderBy: { webhookId: "asc" } });

describe("a delivery that is Shopify's", () => {
  test("is stored as it came, with a job to project it, before it is answered", async () => {
    expect(await server.deliver(BODY)).toMatchObject({ status: 200 });
    expect(await stored()).toMatchObject([
      {
        shopId: "s1",
        webhookId: "w1",
        eventId: "event-of-w1",
        topic: "orders/create",
        apiVersion: "2026-10",
        triggeredAt: new Date("2026-03-01T12:00:00Z"),
        receivedAt: NOW,
        body: BODY,
        state: "stored",
      },
    ]);
    expect(await testDb.db.job.findMany()).toMatchObject([
      { name: "inbox.project", shopId: "s1", state: "queued" },
    ]);
  });

  test("that comes again is answered the same and stored once", async () => {
    await server.deliver(BODY);
    expect((await server.deliver(BODY)).status).toBe(200);
    const together = await Promise.all(Array.from({ length: 10 }, () => server.deliver(BODY)));
    expect(together.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await stored()).toHaveLength(1);
  });

  test("keeps to the time it was received where it does not say when it was triggered", async () => {
    await server.deliver(BODY, { headers: { "X-Shopify-Triggered-At": "soon" } });
    expect((await stored())[0]?.triggeredAt).toEqual(NOW);
  });

  test("with the headers of the Events family is as good", async () => {
    const { "X-Shopify-Hmac-Sha256": hmac } = signedHeaders(BODY, "w1");
    const none = Object.fromEntries(Object.keys(signedHeaders(BODY, "w1")).map((name) => [name, null]));
    const headers = {
      ...none,
      "Shopify-Hmac-Sha256": hmac ?? "",
      "Shopify-Topic": "Customer",
      "Shopify-Action": "update",
      "Shopify-Shop-Domain": "demo-shop.myshopify.com",
      "Shopify-Webhook-Id": "w9",
    };
    expect((await server.deliver(BODY, { headers })).status).toBe(200);
    expect(await stored()).toMatchObject([{ webhookId: "w9", topic: "Customer/update" }]);
  });

  test("is verified by its bytes, also where they are no UTF-8, and those are kept", async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"name":"'),
      Buffer.from([0xc3, 0x28, 0xff]),
      Buffer.from('"}'),
    ]);
    expect((await server.deliver(bytes)).status).toBe(200);
    expect((await stored())[0]?.body).toBe(`base64:${bytes.toString("base64")}`);
    const asText = Buffer.from(bytes.toString("utf8"));
    const headers = { "X-Shopify-Hmac-Sha256": signedHeaders(bytes, "w2")["X-Shopify-Hmac-Sha256"] ?? "" };
    expect((await server.deliver(asText, { webhookId: "w2", headers })).status).toBe(401);
  });

  test.each([
    ["an empty body", ""],
    ["a body that is no JSON", "hello"],
    ["a body with a zero byte", '{"a":"\u0000"}'],
  ])("may have %s: it is kept for a person to look at", async (_title, body) => {
    expect((await server.deliver(body)).status).toBe(200);
    expect((await stored())[0]?.body).toBe(body);
  });

  test("of a shop we do not know is thanked for and forgotten", async () => {
    const headers = { "X-Shopify-Shop-Domain": "stranger.myshopify.com" };
    expect(await server.deliver(BODY, { headers })).toMatchObject({ status: 200, text: "unknown shop" });
    expect(await stored()).toEqual([]);
    await givenShop(testDb.db, { id: "s2", domain: "stranger.myshopify.com" });
    expect(await server.deliver(BODY, { headers })).toMatchObject({ status: 200, text: "stored" });
  });

  test("of a shop that has removed the app is kept: erasing comes after that", async () => {
    await testDb.db.shop.updateMany({ data: { uninstalledAt: NOW } });
    expect((await server.deliver(BODY)).status).toBe(200);
    expect(await stored()).toHaveLength(1);
  });
});

describe("a delivery that is turned away", () => {
  test.each([
    ["a wrong signature", { "X-Shopify-Hmac-Sha256": "B23tXN681gZ0qIWNRrgtzBE9XSDo5yaUu6wfmhu3a7g=" }, 401],
    ["a signature that is no base64", { "X-Shopify-Hmac-Sha256": "wronghash" }, 401],
    ["no signature", { "X-Shopify-Hmac-Sha256": null }, 401],
    ["no signature and no topic", { "X-Shopify-Hmac-Sha256": null, "X-Shopify-Topic": null }, 401],
    ["no topic", { "X-Shopify-Topic": null }, 400],
    ["no shop", { "X-Shopify-Shop-Domain": null }, 400],
    ["no id", { "X-Shopify-Webhook-Id": null }, 400],
  ])("has %s", async (_title, headers, status) => {
    expect((await server.deliver(BODY, { headers })).status).toBe(status);
    expect([await stored(), await testDb.db.job.count()]).toEqual([[], 0]);
  });

  test("has a body other than the signed one", async () => {
    const headers = { "X-Shopify-Hmac-Sha256": signedHeaders(BODY, "w1")["X-Shopify-Hmac-Sha256"] ?? "" };
    expect((await server.deliver(BODY.replace(":", ": "), { headers })).status).toBe(401);
  });

  test.each(["GET", "PUT", "DELETE"])("is %s", async (method) => {
    const answer = await fetch(server.url, { method, ...(method === "GET" ? {} : { body: BODY }) });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
  });
});

describe("a body longer than the cap", () => {
  test("is taken up to the cap exactly", async () => {
    expect((await server.deliver("x".repeat(10_000))).status).toBe(200);
    expect((await server.deliver("x".repeat(10_001), { webhookId: "w2" })).status).toBe(413);
    expect(await stored()).toHaveLength(1);
  });

  test("is turned away at its announcement, without waiting for it", async () => {
    const request = httpRequest(server.url, { method: "POST", headers: { "Content-Length": "500000000" } });
    request.flushHeaders();
    const [response] = (await once(request, "response")) as [
      { statusCode: number; headers: { connection: string } },
    ];
    expect([response.statusCode, response.headers.connection]).toEqual([413, "close"]);
    request.destroy();
  });

  test("in chunks is turned away as soon as it is too long, and the sender sees it", async () => {
    const request = httpRequest(server.url, { method: "POST", headers: { "Transfer-Encoding": "chunked" } });
    for (let chunk = 0; chunk < 12; chunk += 1) request.write("x".repeat(1_000));
    const [response] = (await once(request, "response")) as [{ statusCode: number }];
    expect(response.statusCode).toBe(413);
    request.destroy();
  });

  test("is answered to a sender who sends all of it before listening", async () => {
    const response = await fetch(server.url, { method: "POST", body: "x".repeat(3_000_000) });
    expect(response.status).toBe(413);
  });

  test("does not keep a connection open on which nobody stops sending", async () => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write("POST /webhooks HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\n\r\n");
    const timer = setInterval(() => socket.write("x".repeat(1_000)), 5);
    await new Promise<void>((resolve) => socket.on("close", () => resolve()));
    clearInterval(timer);
  });

  test("leaves the next delivery unharmed", async () => {
    await Promise.all(Array.from({ length: 5 }, () => server.deliver("x".repeat(20_000))));
    expect((await server.deliver(BODY)).status).toBe(200);
  });
});

test("a sender who hangs up in the middle leaves nothing", async () => {
  const request = httpRequest(server.url, {
    method: "POST",
    headers: { ...signedHeaders(BODY, "w1"), "Content-Length": "9000" },
  });
  request.on("error", () => undefined);
  request.write("x");
  await once(request, "socket");
  request.destroy();
  expect((await server.deliver(BODY, { webhookId: "w2" })).status).toBe(200);
  expect((await stored()).map((row) => row.webhookId)).toEqual(["w2"]);
});

test("what could not be stored is answered 500, and taken when it comes again", async () => {
  const allowInserts = await refuseInserts(testDb.db, "InboxDelivery");
  expect((await server.deliver(BODY)).status).toBe(500);
  expect(await testDb.db.job.count()).toBe(0);
  await allowInserts();
  expect((await server.deliver(BODY)).status).toBe(200);
  expect(await stored()).toHaveLength(1);
});

test("a rush of deliveries shares commits and loses none", async () => {
  const transactions = vi.spyOn(testDb.db, "$transaction");
  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, index) => server.deliver(BODY, { webhookId: `w${index}` })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await testDb.db.inboxDelivery.count()).toBe(300);
  expect(await testDb.db.job.count()).toBe(1);
  expect(transactions.mock.calls.length).toBeLessThan(300);
  transactions.mockRestore();
});
