import {
  createServer,
  type IncomingMessage,
  request as httpRequest,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { startTunnel, type Tunnel, type TunnelContext } from "./tunnel";
import { rewriteAnswer } from "./tunnel-headers";

const PLACE = { adminOrigin: "http://127.0.0.1:4500", shopDomain: "demo-shop.myshopify.com" };

describe("rewriting of the app's answer", () => {
  const rewritten = (name: string, value: string) => rewriteAnswer([[name, value]], PLACE)[0]?.[1];

  it("lets the stand-in admin embed what the real admin may embed, and leaves the rest of the policy", () => {
    const policy =
      "script-src https://admin.shopify.com; frame-ancestors https://demo-shop.myshopify.com https://admin.shopify.com https://*.spin.dev;";
    expect(rewritten("Content-Security-Policy", policy)).toBe(
      "script-src https://admin.shopify.com; frame-ancestors https://demo-shop.myshopify.com http://127.0.0.1:4500 https://*.spin.dev;",
    );
  });

  it("keeps a policy that shuts the admin out", () => {
    expect(rewritten("Content-Security-Policy", "frame-ancestors 'none';")).toBe("frame-ancestors 'none';");
  });

  it.each([
    [
      "https://admin.shopify.com/store/demo-shop/apps/abc?x=1",
      "http://127.0.0.1:4500/store/demo-shop/apps/abc?x=1",
    ],
    [
      "https://demo-shop.myshopify.com/admin/oauth/install?a=b",
      "http://127.0.0.1:4500/admin/oauth/install?a=b",
    ],
    ["https://other-shop.myshopify.com/admin/x", "https://other-shop.myshopify.com/admin/x"],
    ["https://demo-shop.myshopify.com/products/tea", "https://demo-shop.myshopify.com/products/tea"],
    ["https://demo-shop.myshopify.com/administration", "https://demo-shop.myshopify.com/administration"],
    ["/auth/session-token?shop=x", "/auth/session-token?shop=x"],
  ])("changes the host of a redirect only when it is the real admin's: %s", (from, to) => {
    expect(rewritten("Location", from)).toBe(to);
    expect(rewritten("X-Shopify-API-Request-Failure-Reauthorize-Url", from)).toBe(to);
  });

  it("preloads App Bridge from where it is served", () => {
    const link = '<https://cdn.shopify.com/shopifycloud/app-bridge.js>; rel="preload"; as="script";';
    expect(rewritten("Link", link)).toBe(
      '<http://127.0.0.1:4500/app-bridge.js>; rel="preload"; as="script";',
    );
  });
});

describe("the tunnel", () => {
  let app: Server;
  let tunnel: Tunnel;
  let ctx: TunnelContext;
  let seen: IncomingMessage[];
  let answer: Parameters<typeof createServer>[1] & ((...args: never[]) => void);

  beforeEach(async () => {
    seen = [];
    answer = ((_request, response) => response.end("ok")) as typeof answer;
    app = createServer((request, response) => {
      seen.push(request);
      answer(request as never, response as never);
    });
    await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
    ctx = {
      app: { applicationUrl: `http://127.0.0.1:${(app.address() as AddressInfo).port}` },
      store: { shop: { domain: PLACE.shopDomain } },
      urls: { api: PLACE.adminOrigin },
    } as unknown as TunnelContext;
    tunnel = await startTunnel(ctx);
  });
  afterEach(async () => {
    await tunnel.close();
    app.closeAllConnections();
    app.close();
  });

  it("tells the app under which address it was met, whatever the client claims", async () => {
    await fetch(`${tunnel.url}/app?x=1`, {
      headers: { "x-forwarded-host": "evil.test", "x-custom": "kept" },
    });
    expect(seen[0]?.url).toBe("/app?x=1");
    expect(seen[0]?.headers).toMatchObject({
      "x-forwarded-host": `127.0.0.1:${tunnel.port}`,
      "x-forwarded-proto": "http",
      "x-custom": "kept",
      host: new URL(ctx.app.applicationUrl).host,
    });
  });

  it("carries bodies, statuses and repeated headers through", async () => {
    answer = (async (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      response.writeHead(
        201,
        [
          ["set-cookie", "a=1"],
          ["set-cookie", "b=2"],
        ].flat(),
      );
      response.end(Buffer.concat(chunks).toString().toUpperCase());
    }) as never;
    const response = await fetch(tunnel.url, { method: "POST", body: "zażółć".repeat(10_000) });
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await response.text()).toBe("ZAŻÓŁĆ".repeat(10_000));
  });

  it("streams: the first piece arrives while the app is still writing", async () => {
    let finish: () => void = () => undefined;
    answer = ((_request: IncomingMessage, response: ServerResponse) => {
      response.write("first");
      finish = () => response.end("last");
    }) as never;
    const reader = (await fetch(tunnel.url)).body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("first");
    finish();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("last");
  });

  it("answers 502 with a page while the app is down, and follows it to another port", async () => {
    const address = ctx.app.applicationUrl;
    ctx.app.applicationUrl = "http://127.0.0.1:1";
    const down = await fetch(tunnel.url);
    expect(down.status).toBe(502);
    expect(await down.text()).toContain("ECONNREFUSED");
    ctx.app.applicationUrl = address;
    expect(await (await fetch(tunnel.url)).text()).toBe("ok");
  });

  it("passes WebSocket upgrades through in both directions", async () => {
    app.on("upgrade", (request, socket) => {
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: ${request.headers.upgrade}\r\nConnection: Upgrade\r\n\r\n`,
      );
      socket.on("data", (data: Buffer) => socket.write(`echo ${data.toString()}`));
    });
    const client = httpRequest(`${tunnel.url}/hmr`, {
      headers: { connection: "Upgrade", upgrade: "websocket" },
    });
    const echoed = new Promise<string>((resolve, reject) => {
      client.on("error", reject);
      client.on("upgrade", (_answer, socket) => {
        socket.on("data", (data: Buffer) => {
          resolve(data.toString());
          socket.destroy();
        });
        socket.write("hello");
      });
    });
    client.end();
    expect(await echoed).toBe("echo hello");
  });
});
