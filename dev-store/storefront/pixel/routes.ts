import { fileURLToPath } from "node:url";

import { Router } from "express";

import { bundleScript } from "../../bundle-script";
import type { AppConfig } from "../../state/app-model";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));

/** The scripts of the sandbox, and the app's pixel as its build would be served; each bundled when first asked for. */
export function pixelRoutes({ pixel }: Partial<Pick<AppConfig, "pixel">>): Router {
  const router = Router();
  const entries: Readonly<Record<string, string | undefined>> = {
    manager: `${FOLDER}manager.ts`,
    worker: `${FOLDER}worker.ts`,
    extension: pixel?.entry,
  };
  const bundled = new Map<string, Promise<string>>();
  router.get("/pixel-sandbox/:name.js", (request, response, next) => {
    const { name } = request.params;
    const entry = entries[name];
    if (entry === undefined) return void next();
    const script = bundled.get(name) ?? bundleScript(entry, { minify: name === "extension" });
    bundled.set(name, script);
    script.then((code) => response.type("text/javascript").send(code), next);
  });
  return router;
}
