import express, { Router } from "express";

import type { DevStoreContext } from "../context";
import { accountRoutes } from "./account/routes";
import { CustomerSessions } from "./account/sessions";
import { appProxyRoutes } from "./app-proxy/routes";
import { cartRoutes } from "./cart-routes";
import { Carts } from "./carts";
import { catalogueRoutes } from "./catalogue-routes";
import { checkoutRoutes } from "./checkout-routes";
import { compressed } from "./compressed";
import { linkRoutes } from "./link-routes";
import { pixelRoutes } from "./pixel/routes";
import type { StorefrontApp } from "./shop-context";
import { themeRoutes } from "./theme/routes";

/** The shop as its shoppers meet it; mount it at the root of its own server. */
export function storefrontRouter({
  store,
  app,
}: Pick<DevStoreContext, "store"> & { app: StorefrontApp }): Router {
  const router = Router();
  const context = { store, carts: new Carts(store), sessions: new CustomerSessions(store), app };
  router.use((_request, response, next) => {
    response.set({
      "cache-control": "private, no-cache",
      "referrer-policy": "strict-origin-when-cross-origin",
    });
    next();
  });
  router.use(compressed);
  router.use(themeRoutes(app), appProxyRoutes(context));
  router.use(express.urlencoded({ extended: false }));
  router.use(
    pixelRoutes(app),
    linkRoutes(context),
    checkoutRoutes(context),
    accountRoutes(context),
    catalogueRoutes(context),
    cartRoutes(context),
  );
  return router;
}
