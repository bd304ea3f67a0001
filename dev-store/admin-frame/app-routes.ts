import express, { type Request, type Response, Router } from "express";

import type { DevStoreContext } from "../context";
import { ensureInstalled, grantScopes, scopesDetail, undeclaredScopes } from "../oauth/installation";
import { mintSessionToken } from "../oauth/session-token";
import { withoutEmbedding } from "./addresses";
import { framePage, grantPage } from "./app-pages";
import { browserScript } from "./browser-bundle";
import { appPath, storePath } from "./layout";
import { readLocale } from "./locale";
import { sameOriginOnly } from "./same-origin";
import { staffMember } from "./staff";

function isInstalled({ store }: DevStoreContext): boolean {
  return store.installation !== null && store.installation.uninstalledAt === null;
}

/** Serves a bundled script; a bundle that fails is the error page's business. */
function serveScript(router: Router, path: string, entry: Parameters<typeof browserScript>[0]): void {
  router.get(path, (_request, response, next) => {
    browserScript(entry)
      .then((code) => {
        response.set({ "cache-control": "no-cache", "access-control-allow-origin": "*" });
        response.type("text/javascript").send(code);
      })
      .catch(next);
  });
}

type Guard = (request: Request, response: Response) => boolean;

/** What the app may do, and the merchant's yes to more. */
function scopeRoutes(
  router: Router,
  { ctx, apps, isThisApp }: { ctx: DevStoreContext; apps: string; isThisApp: Guard },
): void {
  router.get(`${apps}/scopes`, (request, response) => {
    if (isThisApp(request, response)) response.json(scopesDetail(ctx.store, ctx.app));
  });
  router.post(
    `${apps}/scopes`,
    sameOriginOnly,
    express.urlencoded({ extended: false }),
    (request, response) => {
      if (!isThisApp(request, response)) return;
      const { scopes = [] } = request.body as { scopes?: string | string[] };
      const asked = [scopes].flat();
      const unknown = undeclaredScopes(ctx.app, asked);
      if (unknown.length > 0)
        return void response
          .status(422)
          .type("text")
          .send(`Not declared by the app: ${unknown.join(", ")}`);
      grantScopes(ctx.store, asked);
      response.json(scopesDetail(ctx.store, ctx.app));
    },
  );
}

/** The app inside the admin: install page, frame, fresh id tokens, and the scripts of both sides. */
export function appRoutes(ctx: DevStoreContext): Router {
  const router = Router();
  const apps = `${storePath(ctx)}/apps/:app`;
  serveScript(router, "/app-bridge.js", "app-bridge/main.ts");
  serveScript(router, "/admin/frame.js", "frame/main.ts");

  const isThisApp: Guard = (request, response) => {
    const { app = "" } = request.params;
    if (app === ctx.app.handle || app === ctx.app.clientId) return true;
    response.status(404).type("text").send(`No app "${app}" in this store; there is "${ctx.app.handle}"`);
    return false;
  };

  router.post(`${apps}/session-token`, sameOriginOnly, (request, response) => {
    if (!isThisApp(request, response)) return;
    const token = mintSessionToken(ctx, { userId: staffMember(ctx.store.shop).id });
    response.set("cache-control", "no-store").json({ token });
  });
  router.post(
    `${apps}/install`,
    sameOriginOnly,
    express.urlencoded({ extended: false }),
    (request, response) => {
      if (!isThisApp(request, response)) return;
      ensureInstalled(ctx.store, ctx.app);
      const { page } = request.body as { page?: unknown };
      const inside = typeof page === "string" && page.startsWith("/") && page !== "/" ? page : "";
      response.redirect(303, appPath(ctx) + inside);
    },
  );
  scopeRoutes(router, { ctx, apps, isThisApp });
  router.get([apps, `${apps}/*`], (request, response) => {
    if (!isThisApp(request, response)) return;
    const prefix = `${storePath(ctx)}/apps/${request.params["app"]}`;
    const page = withoutEmbedding(request.originalUrl.slice(prefix.length).replace(/^(?!\/)/, "/"));
    const isAlias = request.params["app"] !== ctx.app.handle;
    if (isAlias) return void response.redirect(302, appPath(ctx) + (page === "/" ? "" : page));
    const locale = readLocale(request);
    response.set("cache-control", "no-store");
    response.send(isInstalled(ctx) ? framePage(ctx, page, locale) : grantPage(ctx, page, locale));
  });
  return router;
}
