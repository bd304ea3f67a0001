import express, { Router } from "express";

import type { AppConfig } from "../../state/app-model";

/** The files of the extension, as Shopify's servers give them to browsers. */
export function themeRoutes({ theme }: Pick<AppConfig, "theme">): Router {
  const router = Router();
  if (theme) router.use(`/extensions/${theme.name}/assets`, express.static(theme.assets, { maxAge: "1y" }));
  return router;
}
