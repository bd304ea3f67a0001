import http from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

import type { DevStoreContext } from "../context";
import { html } from "../html";
import { forward, type Forwarding, passUpgrade } from "./tunnel-forwarding";

export type TunnelContext = Pick<DevStoreContext, "app" | "store" | "urls">;

export type Tunnel = {
  /** Without a trailing slash. */
  url: string;
  port: number;
  close(): Promise<void>;
};

function downPage(applicationUrl: string, reason: string): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>The app does not answer</title>
        <style>
          body {
            font:
              16px/1.6 system-ui,
              sans-serif;
            max-width: 560px;
            margin: 12vh auto;
            padding: 0 24px;
            color: #1d2430;
          }
          code {
            overflow-wrap: anywhere;
          }
        </style>
      </head>
      <body>
        <h1>The app does not answer</h1>
        <p>Nothing came back from <code>${applicationUrl}</code>: <code>${reason}</code>.</p>
        <p>Start the app, then reload this page.</p>
      </body>
    </html>`.toString();
}

/**
 * Stands in front of the app as the tunnel of the Shopify CLI does: the browser and Shopify meet the app here, whatever
 * port it listens on. Streams both ways, passes WebSockets, and answers 502 while the app is down. `ctx` is read at
 * every request, so addresses may be filled in after the start.
 */
export async function startTunnel(ctx: TunnelContext, { port = 0 }: { port?: number } = {}): Promise<Tunnel> {
  const way: Forwarding = {
    agent: new http.Agent({ keepAlive: true }),
    target: () => new URL(ctx.app.applicationUrl),
    place: () => ({ adminOrigin: new URL(ctx.urls.api).origin, shopDomain: ctx.store.shop.domain }),
    downPage: (reason) => downPage(ctx.app.applicationUrl, reason),
  };
  const server = http.createServer((request, response) => forward(way, request, response));
  const upgraded = new Set<Duplex>();
  server.on("upgrade", (request, socket, head) => {
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
    passUpgrade(way, request, { socket, head });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of upgraded) socket.destroy();
        server.closeAllConnections();
        way.agent.destroy();
      }),
  };
}
