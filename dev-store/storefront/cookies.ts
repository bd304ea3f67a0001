import type { Request, Response } from "express";

const NAMES = {
  cart: "cart",
  language: "localization",
  currency: "cart_currency",
  discountCode: "discount_code",
  customer: "customer_session",
} as const;

export type ShopCookie = keyof typeof NAMES;

const FORTNIGHT_MS = 14 * 24 * 60 * 60 * 1000;

/** A cookie of the shop, decoded; null when absent or unreadable. */
export function readCookie(request: Request, cookie: ShopCookie): string | null {
  for (const pair of (request.headers.cookie ?? "").split(";")) {
    const [name, value = ""] = pair.split("=", 2);
    if (name?.trim() !== NAMES[cookie]) continue;
    try {
      return decodeURIComponent(value.trim()) || null;
    } catch {
      return null;
    }
  }
  return null;
}

/** Sets a cookie of the shop for a fortnight; null takes it away. */
export function writeCookie(response: Response, cookie: ShopCookie, value: string | null): void {
  const options = { httpOnly: true, sameSite: "lax", path: "/" } as const;
  if (value === null) response.clearCookie(NAMES[cookie], options);
  else response.cookie(NAMES[cookie], value, { ...options, maxAge: FORTNIGHT_MS });
}
