import type { Request } from "express";

import { convertMoney, decimalString } from "../commerce/money";
import type { Money, Shop } from "../state/model";
import { readCookie } from "./cookies";
import { type Language, languageOf, textsOf } from "./texts";
import type { Texts } from "./texts-en";

/** How the shop speaks to the person whose request this is. */
export type Shopper = { language: Language; texts: Texts; currency: string; cartToken: string | null };

/** The currencies the shop sells in, its own first. */
export function currenciesOf(shop: Shop): string[] {
  return [...new Set([shop.currencyCode, ...Object.keys(shop.presentmentRates)])];
}

/** Reads the choices from cookies; without them the browser's language and the shop's currency. */
export function readShopper(request: Request, shop: Shop): Shopper {
  const accepted = request.acceptsLanguages(["en", "pl", "ru"]);
  const language = languageOf(readCookie(request, "language") ?? (accepted || "en"));
  const chosen = readCookie(request, "currency") ?? shop.currencyCode;
  return {
    language,
    texts: textsOf(language),
    currency: currenciesOf(shop).includes(chosen) ? chosen : shop.currencyCode,
    cartToken: readCookie(request, "cart"),
  };
}

/** An amount as people of the language read it. */
export function formatMoney(money: Money, language: Language): string {
  const format = new Intl.NumberFormat(language, { style: "currency", currency: money.currencyCode });
  return format.format(Number(decimalString(money)));
}

/** A price of the shop in the currency the shopper chose. */
export function shownPrice(price: Money, shop: Shop, shopper: Shopper): string {
  const rate = shop.presentmentRates[shopper.currency] ?? 1;
  return formatMoney(convertMoney(price, shopper.currency, rate), shopper.language);
}
