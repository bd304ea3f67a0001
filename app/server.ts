import "./composition.server";

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { createRequestHandler } from "@remix-run/express";
import express from "express";
import * as build from "virtual:remix/server-build";

import { handleWebhook } from "./door.server";
import { getDb } from "./platform/database.server";
import { getEnv } from "./platform/env.server";
import { addDefaultHeaders, commonHeaders } from "./platform/http-headers";
import { logger } from "./platform/logger.server";
import { loggablePath } from "./platform/scrub";
import { withShop } from "./platform/tenant-guard.server";

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
app.get("/healthz", (_request, response) => void response.type("text/plain").send("ok"));
app.get("/readyz", (_request, response, next) => {
  getDb().$queryRaw`SELECT 1`.then(() => response.type("text/plain").send("ready")).catch(next);
});
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

const server = createServer((request, response) => {
  // In front of Express and Remix: see PERFORMANCE in docs/decisions/0002.
  if (WEBHOOKS.test(request.url ?? "")) handleWebhook(request, response);
  else {
    addDefaultHeaders(response, headers);
    app(request, response);
  }
});
server.keepAliveTimeout = 65_000;
server.requestTimeout = REQUEST_MS;

server.listen(env.PORT, env.HOST, () => {
  const { port } = server.address() as AddressInfo;
  logger.info({ port, host: env.HOST, url: env.SHOPIFY_APP_URL }, "web process listens");
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
    setTimeout(() => process.exit(0), SHUTDOWN_MS).unref();
  });
}
