import { useMemo } from "react";

import { formatDecimal, formatMoney } from "~/kit/money";

import { useLocale, useZone } from "./locale-context";

export type Format = {
  money: (amountMinor: number, currencyCode: string) => string;
  /** Short, for axes: `1.2K €`. */
  moneyShort: (amountMinor: number, currencyCode: string) => string;
  count: (count: number) => string;
  /** 0…1 as per cent, one digit after the point at most. */
  share: (share: number) => string;
  /** A difference of shares as percentage points with its sign, without the unit. */
  points: (difference: number) => string;
  /** A relative change as per cent with its sign. */
  change: (ratio: number) => string;
  /** A day of the shop, YYYY-MM-DD. */
  day: (day: string) => string;
  dayShort: (day: string) => string;
  /** A month of the shop, YYYY-MM. */
  month: (month: string) => string;
  monthShort: (month: string) => string;
  /** An ISO instant in the shop's zone. */
  instant: (at: string) => string;
  /** The shop's day of an ISO instant. */
  dayOf: (at: string) => string;
  /** Words one after another: `orders, points and tags`. */
  list: (words: readonly string[]) => string;
};

/** Numbers, money and dates as the reader writes them; days and times in the shop's zone. */
export function useFormat(): Format {
  const locale = useLocale();
  const zone = useZone();
  return useMemo(() => createFormat(locale, zone), [locale, zone]);
}

/** The same outside React. */
export function createFormat(locale: string, zone: string): Format {
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const signed = { maximumFractionDigits: 1, signDisplay: "exceptZero" } as const;
  const points = new Intl.NumberFormat(locale, signed);
  const change = new Intl.NumberFormat(locale, { ...signed, style: "percent" });
  const list = new Intl.ListFormat(locale);
  // Days and months of the shop are labels, not instants: written in UTC they keep their date.
  const written = (options: Intl.DateTimeFormatOptions, timeZone = "UTC") => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone });
    return (date: string) => format.format(new Date(date));
  };
  const month = written({ month: "long", year: "numeric" });
  const monthShort = written({ month: "short", year: "2-digit" });
  return {
    money: (amountMinor, currencyCode) => formatMoney(amountMinor, currencyCode, locale),
    moneyShort: (amountMinor, currency) =>
      new Intl.NumberFormat(locale, {
        style: "currency",
        currency,
        notation: "compact",
        maximumFractionDigits: 1,
      }).format(Number(formatDecimal(amountMinor, currency))),
    count: (value) => count.format(value),
    share: (value) => share.format(value),
    points: (difference) => points.format(difference * 100),
    change: (value) => change.format(value),
    day: written({ dateStyle: "medium" }),
    dayShort: written({ day: "numeric", month: "short" }),
    month: (value) => month(`${value}-01`),
    monthShort: (value) => monthShort(`${value}-01`),
    instant: written({ dateStyle: "medium", timeStyle: "short" }, zone),
    dayOf: written({ dateStyle: "medium" }, zone),
    list: (words) => list.format(words),
  };
}
