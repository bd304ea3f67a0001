import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { now, wallNow } from "~/platform/clock.server";

import { type DevStoreSeam, openDevStoreSeam, redirectShops } from "./dev-store-seam.server";
import { shopFetch } from "./shop-fetch.server";

let server: Server;
let base: string;
let offsetMs: number;
/** Followers of the clock who wait for it to be moved. */
let waiting: (() => void)[];
let seam: DevStoreSeam | null;

beforeEach(async () => {
  offsetMs = 0;
  waiting = [];
  seam = null;
  server = createServer((request, response) => {
    response.setHeader("Content-Type", "application/json");
    const { pathname, searchParams } = new URL(request.url ?? "", base);
    if (pathname === "/__control/clock") {
      const answer = () => void response.end(JSON.stringify({ offsetMs }));
      return void (searchParams.get("unlike") === String(offsetMs) ? waiting.push(answer) : answer());
    }
    void echo(request).then((body) => response.end(JSON.stringify(body)));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  seam?.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function moveTo(nextMs: number): void {
  offsetMs = nextMs;
  for (const answer of waiting.splice(0)) answer();
}

async function echo(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { "x-forwarded-host": host, "x-shopify-access-token": token } = request.headers;
  return { method: request.method, url: request.url, host, token, body: Buffer.concat(chunks).toString() };
}

describe("redirectShops", () => {
  test("sends a shop's request to the stand-in whole, naming the shop", async () => {
    const response = await redirectShops(base)("https://demo-shop.myshopify.com/admin/api/x.json?a=1", {
      method: "POST",
      headers: { "X-Shopify-Access-Token": "shpat_1" },
      body: "hello",
    });
    expect(await response.json()).toEqual({
      method: "POST",
      url: "/admin/api/x.json?a=1",
      host: "demo-shop.myshopify.com",
      token: "shpat_1",
      body: "hello",
    });
  });

  test.each(["https://demo-shop.myshopify.com.evil.example/", "https://myshopify.com/"])(
    "takes %s for no shop",
    async (address) => {
      const outside = vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response("outside"));
      expect(await (await redirectShops(base)(address)).text()).toBe("outside");
      expect((outside.mock.calls[0]?.[0] as Request).url).toBe(address);
      outside.mockRestore();
    },
  );

  test("leaves other addresses alone", async () => {
    const response = await redirectShops("http://127.0.0.1:1")(`${base}/bulk-files/1.jsonl`);
    expect(await response.json()).toMatchObject({ url: "/bulk-files/1.jsonl", method: "GET" });
  });
});

describe("the open seam", () => {
  test("redirects shopFetch and App Bridge until it is closed", async () => {
    seam = await openDevStoreSeam(`${base}/`);
    const answer = await shopFetch("https://demo-shop.myshopify.com/admin/x");
    expect(await answer.json()).toMatchObject({ host: "demo-shop.myshopify.com" });
    expect(seam.appBridgeUrl).toBe(`${base}/app-bridge.js`);
  });

  test("follows the stand-in's clock, while leases and tokens keep the wall's", async () => {
    offsetMs = 86_400_000;
    seam = await openDevStoreSeam(base);
    expect(now().getTime() - wallNow().getTime()).toBeGreaterThan(86_000_000);
    moveTo(7 * 86_400_000);
    await vi.waitFor(() => expect(now().getTime() - wallNow().getTime()).toBeGreaterThan(6 * 86_400_000), {
      timeout: 10_000,
    });
    seam.close();
    seam = null;
    expect(now().getTime() - wallNow().getTime()).toBeLessThan(1_000);
  });

  test("does not open when nothing answers", async () => {
    await expect(openDevStoreSeam("http://127.0.0.1:1")).rejects.toThrow();
  });
});
