import type { Request, Response } from "express";

import { ADMIN_LOCALES } from "./layout";

const COOKIE = "admin_locale";

/** The language the merchant chose for the admin; English when none. */
export function readLocale(request: Request): string {
  const match = new RegExp(`(?:^|;\\s*)${COOKIE}=([a-z-]+)`, "i").exec(request.headers.cookie ?? "");
  const chosen = match?.[1] ?? "";
  return chosen in ADMIN_LOCALES ? chosen : "en";
}

export function writeLocale(response: Response, locale: string): void {
  if (locale in ADMIN_LOCALES)
    response.cookie(COOKIE, locale, { httpOnly: true, sameSite: "lax", path: "/" });
}
