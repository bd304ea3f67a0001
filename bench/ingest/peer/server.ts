/** The peer: what `shopify app init` gives, reduced to its webhook route, served by Remix on Express. */
import type { AddressInfo } from "node:net";

import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import express from "express";

import { isPostgres, prisma } from "./database";
import * as route from "./route";

/** What `remix vite:build` would make of one route without a page. */
const build: ServerBuild = {
  mode: "production",
  entry: { module: { default: () => new Response("no pages here", { status: 404 }) } },
  routes: {
    root: { id: "root", path: "", module: { default: () => null } },
    "routes/webhooks": {
      id: "routes/webhooks",
      parentId: "root",
      path: "webhooks",
      module: { action: route.action, default: undefined },
    },
  },
  assets: { entry: { imports: [], module: "" }, routes: {}, url: "", version: "bench" },
  publicPath: "/",
  assetsBuildDirectory: "build/client",
  isSpaMode: false,
  future: {
    v3_fetcherPersist: true,
    v3_relativeSplatPath: true,
    v3_throwAbortReason: true,
    v3_singleFetch: true,
    v3_lazyRouteDiscovery: true,
  },
};

if (!isPostgres) {
  await prisma.$queryRawUnsafe("PRAGMA journal_mode = WAL");
  await prisma.$queryRawUnsafe("PRAGMA synchronous = FULL");
}

const app = express();
app.disable("x-powered-by");
const handle = createRequestHandler({ build, mode: "production" });
app.all("*", (request, response, next) => void handle(request, response, next));
const server = app.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
