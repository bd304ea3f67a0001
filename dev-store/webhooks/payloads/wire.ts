import { DateTime } from "luxon";

import { decimalString } from "../../commerce/money";
import type { Money, MoneyBag } from "../../state/model";

/** JSON object of a payload. */
export type Body = Record<string, unknown>;

/** Time as webhooks write it: whole seconds in the shop's zone, `2026-11-22T10:15:30-05:00`. */
export function localTime(instant: Date, ianaTimezone: string): string {
  return DateTime.fromJSDate(instant, { zone: ianaTimezone }).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
}

/** `localTime`, or null for what has not happened. */
export function localTimeOrNull(instant: Date | null, ianaTimezone: string): string | null {
  return instant ? localTime(instant, ianaTimezone) : null;
}

export function gid(type: string, id: number): string {
  return `gid://shopify/${type}/${id}`;
}

/** The value of a `*_set` key. */
export function moneySet({ shop, presentment }: MoneyBag): Body {
  const side = (money: Money): Body => ({
    amount: decimalString(money),
    currency_code: money.currencyCode,
  });
  return { shop_money: side(shop), presentment_money: side(presentment) };
}

/** Both forms of an amount: `total_price` in the shop's currency and `total_price_set`. */
export function priced(key: string, bag: MoneyBag): Body {
  return { [key]: decimalString(bag.shop), [`${key}_set`]: moneySet(bag) };
}
