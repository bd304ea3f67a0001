import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createPoster, type Poster, SHOPIFY_LIMITS } from "./post";

describe("posting a delivery", () => {
  let server: Server;
  let url: URL;
  let connections: number;
  let poster: Poster;
  let answer: RequestListener;

  beforeEach(async () => {
    connections = 0;
    answer = (_request, response) => response.end();
    server = createServer((request, response) => answer(request, response));
    server.on("connection", () => (connections += 1));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`);
    poster = createPoster({ connectMs: 500, totalMs: 100 });
  });
  afterEach(async () => {
    poster.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const send = () =>
    poster.send({ url, headers: { "X-Shopify-Topic": "orders/create" }, body: Buffer.from("{}") });

  it("has Shopify's limits of one second to connect and five in all", () => {
    expect(SHOPIFY_LIMITS).toEqual({ connectMs: 1000, totalMs: 5000 });
  });

  it("tells the status and does not follow redirects", async () => {
    answer = (_request, response) => response.writeHead(301, { location: "/elsewhere" }).end();
    expect(await send()).toEqual({ outcome: "answered", status: 301 });
  });

  it("keeps its connection for the next one", async () => {
    for (let count = 0; count < 5; count++) await send();
    expect(connections).toBe(1);
  });

  it("takes another connection when the app has closed the kept one", async () => {
    await send();
    server.closeAllConnections();
    expect(await send()).toEqual({ outcome: "answered", status: 200 });
    expect(connections).toBe(2);
  });

  it("gives up on an app that takes too long, whether before or within its answer", async () => {
    answer = () => undefined;
    expect(await send()).toEqual({ outcome: "timeout" });
    answer = (_request, response) => void response.write("half of");
    expect(await send()).toEqual({ outcome: "timeout" });
  });

  it("tells an app that breaks the connection from one that answers", async () => {
    answer = (request) => request.socket.destroy();
    expect(await send()).toEqual({ outcome: "unreachable" });
  });
});
