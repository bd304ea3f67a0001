import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { Router } from "express";

import type { AppConfig } from "../../state/app-model";

/** The files of the extension, as Shopify's servers give them to browsers: compressed, and kept. */
export function themeRoutes({ theme }: Pick<AppConfig, "theme">): Router {
  const router = Router();
  if (!theme) return router;
  router.get(`/extensions/${theme.name}/assets/:file([\\w-]+\\.(?:css|js))`, (request, response, next) => {
    const path = join(theme.assets, request.params["file"] ?? "");
    if (!existsSync(path)) return void next();
    response.set({ "cache-control": "public, max-age=31536000", vary: "Accept-Encoding" });
    response.type(path.endsWith(".css") ? "text/css" : "text/javascript");
    if (!request.acceptsEncodings("gzip")) return void response.send(readFileSync(path));
    response.set("content-encoding", "gzip").send(gzipSync(readFileSync(path)));
  });
  return router;
}
