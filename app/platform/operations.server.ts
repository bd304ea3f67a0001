import type { IncomingMessage, ServerResponse } from "node:http";

import { equalInConstantTime } from "./crypto.server";
import type { HealthCheck } from "./health.server";
import { logger } from "./logger.server";
import { METRICS_TYPE, readMetrics } from "./metrics.server";
import { scrubError } from "./scrub";

type Answer = { status: number; body: string; headers?: Record<string, string> };

export type OperationsOptions = {
  /** What must be well for the process to be given work. */
  checks: readonly HealthCheck[];
  /** Who may read the metrics; undefined: nobody, and there is no such page. */
  metricsToken: string | undefined;
};

/** Answers one of the addresses below. @returns false when the request is for another. */
export type OperationsHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * What machines ask a process: `/healthz` (it lives: nothing else is touched), `/readyz` (200, or 503 and what is wrong),
 * `/metrics` (with the token).
 */
export function createOperationsHandler({ checks, metricsToken }: OperationsOptions): OperationsHandler {
  const pages: Readonly<Record<string, (request: IncomingMessage) => Promise<Answer>>> = {
    "/healthz": () => Promise.resolve({ status: 200, body: "ok" }),
    "/readyz": () => judgeReadiness(checks),
    "/metrics": (request) => presentMetrics(request.headers.authorization, metricsToken),
  };
  return (request, response) => {
    const [path = ""] = (request.url ?? "").split("?");
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
    if (!page) return false;
    const isRead = request.method === "GET" || request.method === "HEAD";
    const answer = isRead
      ? page(request).catch((error: unknown): Answer => {
          logger.error({ path, error: scrubError(error) }, "an operations page failed");
          return { status: 500, body: "failed, see the log" };
        })
      : Promise.resolve<Answer>({ status: 405, body: "only read this", headers: { Allow: "GET, HEAD" } });
    void answer.then((told) => send(told, { request, response }));
    return true;
  };
}

async function judgeReadiness(checks: readonly HealthCheck[]): Promise<Answer> {
  const problems = (await Promise.all(checks.map((check) => check()))).filter((problem) => problem !== null);
  if (problems.length === 0) return { status: 200, body: "ready" };
  return { status: 503, body: problems.join("\n") };
}

async function presentMetrics(authorization: string | undefined, token: string | undefined): Promise<Answer> {
  if (token === undefined) return { status: 404, body: "metrics are off: METRICS_TOKEN is not set" };
  if (!equalInConstantTime(authorization ?? "", `Bearer ${token}`)) {
    return { status: 401, body: "a bearer token is needed", headers: { "WWW-Authenticate": "Bearer" } };
  }
  return { status: 200, body: await readMetrics(), headers: { "Content-Type": METRICS_TYPE } };
}

function send(
  { status, body, headers = {} }: Answer,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): void {
  response.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "no-store",
    ...headers,
  });
  response.end(request.method === "HEAD" ? undefined : body);
}
