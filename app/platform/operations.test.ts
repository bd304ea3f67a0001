import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, describe, expect, test } from "vitest";

import type { HealthCheck } from "./health.server";
import { defineCounts } from "./metrics.server";
import { createOperationsHandler } from "./operations.server";

const TOKEN = "0123456789abcdef";

let server: Server | null = null;
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

async function serve(checks: HealthCheck[] = [], metricsToken: string | undefined = undefined) {
  const handle = createOperationsHandler({ checks, metricsToken });
  const started = createServer((request, response) => {
    if (!handle(request, response)) response.writeHead(418).end("somebody else");
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  return async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${origin}${path}`, {
      ...init,
      headers: { Connection: "close", ...init.headers },
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
}

const well: HealthCheck = () => Promise.resolve(null);
const ill =
  (problem: string): HealthCheck =>
  () =>
    Promise.resolve(problem);

describe("/healthz", () => {
  test("says that the process lives, whatever is wrong around it", async () => {
    const ask = await serve([ill("everything")]);
    expect(await ask("/healthz")).toMatchObject({ status: 200, text: "ok" });
  });
});

describe("/readyz", () => {
  test("is 200 when all is well", async () => {
    const ask = await serve([well, well]);
    expect(await ask("/readyz?from=proxy")).toMatchObject({ status: 200, text: "ready" });
  });

  test("is 503 with everything that is wrong, a line each, in plain text that nobody caches", async () => {
    const ask = await serve([ill("the database"), well, ill("the loop")]);
    const { status, text, headers } = await ask("/readyz");
    expect({ status, text }).toEqual({ status: 503, text: "the database\nthe loop" });
    expect(headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
    expect(headers.get("Cache-Control")).toBe("no-store");
  });

  test("is 500 when a check itself fails, and the server goes on", async () => {
    const ask = await serve([() => Promise.reject(new Error("boom"))]);
    expect(await ask("/readyz")).toMatchObject({ status: 500, text: "failed, see the log" });
    expect(await ask("/healthz")).toMatchObject({ status: 200 });
  });
});

describe("/metrics", () => {
  test("are not there without a token in the configuration, whatever is sent", async () => {
    const ask = await serve();
    for (const headers of [{}, { Authorization: "Bearer undefined" }, { Authorization: "Bearer " }]) {
      expect((await ask("/metrics", { headers: headers as Record<string, string> })).status).toBe(404);
    }
  });

  test.each([undefined, "", TOKEN, `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, `bearer ${TOKEN}`])(
    "are kept from who sends %j",
    async (authorization) => {
      const ask = await serve([], TOKEN);
      const headers: Record<string, string> =
        authorization === undefined ? {} : { Authorization: authorization };
      const answer = await ask("/metrics", { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("WWW-Authenticate")).toBe("Bearer");
      expect(answer.text).not.toContain("perennial_");
    },
  );

  test("are told, in Prometheus' format, to who sends the token", async () => {
    defineCounts({ name: "test_asked_total", help: "Questions", labels: [] }).of().add();
    const ask = await serve([], TOKEN);
    const { status, text, headers } = await ask("/metrics", {
      headers: { Authorization: `Bearer ${TOKEN}` },
    });
    expect(status).toBe(200);
    expect(headers.get("Content-Type")).toContain("version=0.0.4");
    expect(text).toContain("\ntest_asked_total 1\n");
  });
});

test("other addresses are left to others", async () => {
  const ask = await serve([], TOKEN);
  for (const path of ["/", "/healthz/more", "/readyzz", "/constructor", "/app?path=/metrics"]) {
    expect((await ask(path)).status).toBe(418);
  }
});

test("they are only read", async () => {
  const ask = await serve();
  expect((await ask("/readyz", { method: "POST" })).status).toBe(405);
  expect(await ask("/readyz", { method: "HEAD" })).toMatchObject({ status: 200, text: "" });
});
