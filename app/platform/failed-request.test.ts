import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import express from "express";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { answerFailedRequest } from "./failed-request.server";
import { logger } from "./logger.server";

let server: Server;
let logged: unknown[];
let printed: unknown[];
beforeEach(async () => {
  const app = express();
  app.set("env", "development");
  app.all("*", (request, response, next) => {
    if (request.path === "/begun") response.write("half");
    next(new Error("for ada@example.com"));
  });
  app.use(answerFailedRequest);
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  logged = [];
  printed = [];
  const write = (...given: unknown[]) => void logged.push(...given);
  vi.spyOn(logger, "info").mockImplementation(write);
  vi.spyOn(logger, "error").mockImplementation(write);
  vi.spyOn(console, "error").mockImplementation((...given: unknown[]) => void printed.push(...given));
});
afterEach(() => {
  vi.restoreAllMocks();
  server.closeAllConnections();
  server.close();
});

const ask = (path: string) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);

test("an address that cannot be read is refused, and neither shown nor logged with its token", async () => {
  const response = await ask("/u/secret-token%E0");
  expect(response.status).toBe(400);
  expect(await response.text()).toBe("This request cannot be read.\n");
  expect(JSON.stringify([logged, printed])).not.toContain("secret-token");
  expect(logged).toContainEqual({ method: "GET", path: "/u/…", status: 400 });
});

test("a failure of ours is logged without personal data, and nothing of it is told", async () => {
  const response = await ask("/app");
  expect([response.status, await response.text()]).toEqual([500, "Something went wrong.\n"]);
  expect(logged).toContainEqual({ method: "GET", path: "/app", status: 500, error: "Error: for [redacted]" });
  expect(printed).toEqual([]);
});

test("an answer that had begun is broken off", async () => {
  await expect(ask("/begun").then((response) => response.text())).rejects.toThrow();
});
