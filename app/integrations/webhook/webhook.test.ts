import { createHmac } from "node:crypto";
import type { lookup } from "node:dns";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { afterEach, describe, expect, test } from "vitest";

import { faultOfUrl, isPublicAddress } from "./address";
import { createWebhookTransport } from "./https.server";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function given(handler: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const call = (url: string) => ({
  url,
  body: '{"kind":"message"}',
  idempotencyKey: "call-1",
  secret: "s3cret",
  sentAt: new Date("2026-03-02T12:00:00Z"),
});

test("a call is JSON with its key, and its signature covers the second and the body", async () => {
  const seen: IncomingMessage["headers"][] = [];
  const bodies: string[] = [];
  const port = await given((request, response) => {
    seen.push(request.headers);
    void text(request).then((body) => {
      bodies.push(body);
      response.writeHead(204).end();
    });
  });
  const transport = createWebhookTransport({ allowsLocal: true });
  expect(await transport.post(call(`http://127.0.0.1:${port}/in`))).toEqual({
    kind: "accepted",
    status: 204,
  });
  const digest = createHmac("sha256", "s3cret").update('1772452800.{"kind":"message"}').digest("hex");
  expect(seen[0]).toMatchObject({
    "content-type": "application/json",
    "idempotency-key": "call-1",
    "x-perennial-signature": `t=1772452800,v1=${digest}`,
  });
  expect(bodies).toEqual(['{"kind":"message"}']);
});

describe("an answer", () => {
  test.each([
    [200, "accepted"],
    [302, "refused"],
    [400, "refused"],
    [410, "refused"],
    [408, "deferred"],
    [429, "deferred"],
    [500, "deferred"],
    [503, "deferred"],
  ])("%i is %s; a redirect is not followed", async (status, kind) => {
    let calls = 0;
    const port = await given((_request, response) => {
      calls += 1;
      response.writeHead(status, { Location: "/again", "Retry-After": "60" }).end();
    });
    const outcome = await createWebhookTransport({ allowsLocal: true }).post(
      call(`http://127.0.0.1:${port}/`),
    );
    expect(outcome.kind).toBe(kind);
    if (outcome.kind === "deferred") expect(outcome.notBefore).toEqual(new Date("2026-03-02T12:01:00Z"));
    expect(calls).toBe(1);
  });

  test("that does not come in time is awaited at another try", async () => {
    const port = await given(() => undefined);
    const transport = createWebhookTransport({ allowsLocal: true, timeoutMs: 100 });
    expect(await transport.post(call(`http://127.0.0.1:${port}/`))).toMatchObject({ kind: "deferred" });
  });
});

describe("no private network is called", () => {
  test.each([
    ["http://example.com/", "must begin with https://"],
    ["https://127.0.0.1/", "private"],
    ["https://[::1]/", "private"],
    ["https://169.254.169.254/latest/meta-data", "private"],
    ["https://user:pw@example.com/", "password"],
    ["not an address", "is not an address"],
  ])("%s", (url, fault) => {
    expect(faultOfUrl(url, { allowsLocal: false })).toContain(fault);
  });

  test.each([
    ["8.8.8.8", true],
    ["2606:4700::1111", true],
    ["10.1.2.3", false],
    ["172.31.255.255", false],
    ["172.32.0.1", true],
    ["192.168.0.1", false],
    ["100.64.0.1", false],
    ["0.0.0.0", false],
    ["255.255.255.255", false],
    ["::ffff:10.0.0.1", false],
    ["::ffff:8.8.8.8", false],
    ["fd00::1", false],
    ["fe80::1", false],
    ["2002:7f00:1::", false],
    ["64:ff9b::7f00:1", false],
  ])("%s is public: %s", (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });

  test.each([[["10.0.0.5"]], [["93.184.216.34", "127.0.0.1"]]])(
    "a name that leads to %j is refused without a call",
    async (addresses) => {
      const resolve = ((_name: string, _options: object, done: (error: null, found: object[]) => void) =>
        done(
          null,
          addresses.map((address) => ({ address, family: 4 })),
        )) as unknown as typeof lookup;
      expect(await createWebhookTransport({ resolve }).post(call("https://rebound.example/"))).toEqual({
        kind: "refused",
        error: "the webhook's address leads into a private network",
      });
    },
  );
});
