import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, expect, test } from "vitest";

import { runLoad } from "./load";
import { prepareRequests } from "./requests";

let server: Server;

function serve(status: number, chunked = false): Promise<URL> {
  server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      response.writeHead(status, chunked ? {} : { "Content-Length": 2 });
      if (chunked) response.write("o");
      response.end(chunked ? "k" : "ok");
    });
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () =>
      resolve(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
    );
  });
}

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test.each([false, true])("every request is sent once and counted (chunked answers: %s)", async (chunked) => {
  const url = await serve(200, chunked);
  let requests = 0;
  server.on("request", () => (requests += 1));
  const load = await runLoad({ url, requests: prepareRequests({ url, from: 0, count: 100 }) });
  expect(load.count).toBe(100);
  expect(requests).toBe(100);
  expect(load.p99Ms).toBeGreaterThanOrEqual(load.p50Ms);
});

test("a rate is not exceeded", async () => {
  const url = await serve(200);
  const load = await runLoad({ url, requests: prepareRequests({ url, from: 0, count: 50 }), rate: 500 });
  expect(load.seconds).toBeGreaterThanOrEqual(49 / 500);
});

test("an answer that is not 200 ends the run", async () => {
  const url = await serve(401);
  await expect(runLoad({ url, requests: prepareRequests({ url, from: 0, count: 50 }) })).rejects.toThrow(
    "answered 401",
  );
});
