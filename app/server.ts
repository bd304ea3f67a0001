import "./composition.server";

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { createRequestHandler } from "@remix-run/express";
import express from "express";
import * as build from "virtual:remix/server-build";

import { handleWebhook } from "./door.server";
import { getDb } from "./platform/database.server";
import { getEnv } from "./platform/env.server";
import { answerFailedRequest } from "./platform/failed-request.server";
import { checkDatabase } from "./platform/health.server";
import { addDefaultHeaders, commonHeaders } from "./platform/http-headers";
import { logger, nameProcess, withLogFields } from "./platform/logger.server";
import { answeredRequests } from "./platform/measures.server";
import { measureProcess } from "./platform/metrics.server";
import { createOperationsHandler } from "./platform/operations.server";
import { requestIdOf } from "./platform/request-id.server";
import { loggablePath } from "./platform/scrub";
import { stoppable } from "./platform/stopping.server";
import { withShop } from "./platform/tenant-guard.server";

nameProcess("web");
const env = getEnv();
const YEAR_S = 365 * 24 * 60 * 60;
const SHUTDOWN_MS = 10_000;
/** Nobody needs longer to send a request; whoever does holds a connection for nothing. */
const REQUEST_MS = 30_000;
const WEBHOOKS = /^\/webhooks(?=[/?]|$)/;

const app = express();
app.disable("x-powered-by");
app.use((request, response, next) => {
  const from = performance.now();
  response.on("finish", () => {
    const path = loggablePath(request.originalUrl);
    const durationMs = Math.round(performance.now() - from);
    logger.debug({ method: request.method, path, status: response.statusCode, durationMs }, "answered");
  });
  next();
});
app.set("trust proxy", env.TRUST_PROXY);
const headers = commonHeaders(env.SHOPIFY_APP_URL);
app.use("/assets", express.static("build/client/assets", { immutable: true, maxAge: YEAR_S * 1_000 }));
app.use(express.static("build/client", { maxAge: "1h" }));
const handleRemix = createRequestHandler({
  build,
  mode: env.NODE_ENV,
  getLoadContext: (request) => ({ clientIp: request.ip }),
});
app.all("*", (request, response, next) => {
  withShop(null, () => handleRemix(request, response, next)).catch(next);
});
app.use(answerFailedRequest);

if (env.METRICS_TOKEN !== undefined) measureProcess();
const answerMachines = createOperationsHandler({
  checks: [checkDatabase(getDb())],
  metricsToken: env.METRICS_TOKEN,
});

const server = createServer((request, response) => {
  const requestId = requestIdOf(request);
  response.setHeader("X-Request-Id", requestId);
  stopper.met(request, response);
  withLogFields({ requestId }, () => {
    // In front of Express and Remix: see PERFORMANCE in docs/decisions/0002.
    if (WEBHOOKS.test(request.url ?? "")) handleWebhook(request, response);
    else answer(request, response);
  });
});

function answer(request: IncomingMessage, response: ServerResponse): void {
  addDefaultHeaders(response, headers);
  if (answerMachines(request, response)) return;
  response.once("finish", () => answeredRequests.of(`${Math.floor(response.statusCode / 100)}xx`).add());
  app(request, response);
}

const stopper = stoppable(server);
server.keepAliveTimeout = 65_000;
server.requestTimeout = REQUEST_MS;

server.listen(env.PORT, env.HOST, () => {
  const { port } = server.address() as AddressInfo;
  logger.info({ port, host: env.HOST, url: env.SHOPIFY_APP_URL }, "web process listens");
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void stopper.stop(SHUTDOWN_MS).then(() => process.exit(0)));
}
