import express, { Router } from "express";

import type { DevStoreContext } from "../context";
import { appRoutes } from "./app-routes";
import { appPath, storePath } from "./layout";
import { writeLocale } from "./locale";
import { sameOriginOnly } from "./same-origin";
import { storeRoutes } from "./store-routes";

/**
 * The stand-in admin and `/app-bridge.js`, to be mounted at the root of the API server. It takes `/store/<handle>/…`,
 * and of `/admin` only the addresses for people, which it leads there.
 */
export function adminFrameRouter(ctx: DevStoreContext): Router {
  const router = Router();

  router.get("/admin", (_request, response) => response.redirect(302, appPath(ctx)));
  router.get("/admin/home", (_request, response) => response.redirect(302, storePath(ctx)));
  // Where the app sends a merchant whose grant is missing: managed installation asks when the app is opened.
  router.get("/admin/oauth/install", (_request, response) => response.redirect(302, appPath(ctx)));
  router.get(/^\/admin\/(apps|customers|orders)(\/.*)?$/, (request, response) => {
    response.redirect(302, storePath(ctx) + request.originalUrl.slice("/admin".length));
  });
  router.post(
    "/admin/locale",
    sameOriginOnly,
    express.urlencoded({ extended: false }),
    (request, response) => {
      const { locale } = request.body as { locale?: unknown };
      if (typeof locale === "string") writeLocale(response, locale);
      const { referer } = request.headers;
      const back = referer && URL.canParse(referer) ? new URL(referer) : null;
      response.redirect(
        303,
        back && back.host === request.headers.host ? back.pathname + back.search : appPath(ctx),
      );
    },
  );
  router.use(appRoutes(ctx), storeRoutes(ctx));
  return router;
}
