import { Agent, createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

import { afterEach, beforeEach, expect, test } from "vitest";

import { type Stoppable, stoppable } from "./stopping.server";

const SLOW_MS = 300;

let server: Server;
let stopper: Stoppable;
let agent: Agent;
beforeEach(async () => {
  server = createServer((request, response) => {
    stopper.met(request, response);
    if (request.url === "/begun") response.write("be");
    if (request.url === "/quick") response.end("quick");
    else if (request.url !== "/never") setTimeout(() => response.end("done"), SLOW_MS);
  });
  server.keepAliveTimeout = 65_000;
  stopper = stoppable(server);
  // As a proxy has them: connections that are used again.
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  agent.destroy();
  server.closeAllConnections();
  server.close();
});

/** @returns what is answered to the end, or the code of the error. */
function ask(path: string): Promise<string> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve) => {
    get({ port, path, agent }, (response: IncomingMessage) => {
      let text = "";
      response.on("data", (part: Buffer) => (text += part.toString()));
      response.on("error", (error) => resolve(error.message));
      response.on("end", () => resolve(text));
    }).on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

test.each(["/slow", "/begun"])(
  "what is being asked is answered, and then a kept connection ends: %s",
  async (path) => {
    expect(await ask("/quick")).toBe("quick");
    const asked = ask(path);
    await sleep(SLOW_MS / 3);
    const from = performance.now();
    await Promise.all([stopper.stop(5_000), stopper.stop(5_000)]);
    expect(performance.now() - from).toBeLessThan(2_500);
    expect(await asked).toMatch(/done$/);
    expect(server.listening).toBe(false);
  },
);

test("a request that comes on a kept connection meanwhile is answered, and the last one on it", async () => {
  const first = ask("/begun");
  const second = ask("/quick");
  await sleep(SLOW_MS / 3);
  const stopped = stopper.stop(5_000);
  expect(await first).toBe("bedone");
  expect(["quick", "ECONNREFUSED"]).toContain(await second);
  await stopped;
});

test("nobody who never gets an answer holds it up for longer than it is given", async () => {
  void ask("/never");
  await sleep(50);
  const from = performance.now();
  await stopper.stop(200);
  expect(performance.now() - from).toBeGreaterThanOrEqual(190);
});
