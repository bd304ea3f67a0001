import { dayIn } from "~/kit/zone";

import { irregular } from "../fields";

/*
 * Instants as Shopify writes them, `2026-03-01T12:34:56Z`, as texts all the way: making dates of them costs more than all
 * else that is done with them.
 */

const LENGTH = 20;
const DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Its seconds, `2026-03-01T12:34:56`.
 *
 * @throws Irregular for an instant written otherwise, and for the 29th of February.
 */
export function secondsOf(instant: string): string {
  if (instant.length !== LENGTH || !hasSigns(instant)) irregular();
  if (!isDay(instant) || !isTime(instant)) irregular();
  return instant.substring(0, LENGTH - 1);
}

function isDay(instant: string): boolean {
  const [month, day] = [twoDigits(instant, 5), twoDigits(instant, 8)];
  const isYear = twoDigits(instant, 0) >= 19 && twoDigits(instant, 0) <= 99 && twoDigits(instant, 2) <= 99;
  return isYear && month >= 1 && month <= 12 && day >= 1 && day <= (DAYS[month] ?? 0);
}

function isTime(instant: string): boolean {
  return twoDigits(instant, 11) <= 23 && twoDigits(instant, 14) <= 59 && twoDigits(instant, 17) <= 59;
}

function hasSigns(instant: string): boolean {
  return (
    instant[4] === "-" &&
    instant[7] === "-" &&
    instant[10] === "T" &&
    instant[13] === ":" &&
    instant[16] === ":" &&
    instant[19] === "Z"
  );
}

/** 100 for what are no digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? 100 : tens * 10 + ones;
}

/** As the database stores it. */
export function storedInstant(seconds: string): string {
  return `${seconds}.000+00:00`;
}

/**
 * What `versionOfNode` makes of it, as the database stores it.
 *
 * @param readSeconds When it was read, as seconds.
 * @throws Irregular when it is not from before that second.
 */
export function storedVersion(seconds: string, readSeconds: string): string {
  return seconds < readSeconds ? `${seconds}.999+00:00` : irregular();
}

const HOUR = 13;
const QUARTER_MINUTES = 15;

/** Days in a zone. Neighbours in a file are often of one quarter of an hour, in which no day ends (`kit/zone`). */
export function dayReader(zone: string): (seconds: string) => string {
  let hour = "";
  let quarter = -1;
  let day = "";
  return (seconds) => {
    const itsQuarter = Math.floor(twoDigits(seconds, 14) / QUARTER_MINUTES);
    if (itsQuarter === quarter && seconds.startsWith(hour)) return day;
    hour = seconds.substring(0, HOUR);
    quarter = itsQuarter;
    day = dayIn(zone, new Date(`${seconds}Z`));
    return day;
  };
}
