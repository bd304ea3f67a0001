import { dayIn } from "~/kit/zone";

import { irregular } from "../fields";
import { type Cursor, restOfText, skip } from "./cursor";

/*
 * Instants as Shopify writes them, `2026-03-01T12:34:56Z`, as bytes all the way: making dates of them costs more than all
 * else that is done with them.
 */

const LENGTH = 20;
/** Up to and with the seconds. */
export const SECONDS = LENGTH - 1;
const DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** What follows the seconds as the database stores an instant. */
export const AFTER_SECONDS = ".000+00:00";
/** The same for a version, as `versionOfNode` makes it of an instant without parts of a second. */
export const AFTER_VERSION = ".999+00:00";

/**
 * Reads an instant, after the quote before it.
 *
 * @returns where in the bytes it lies: there are its seconds, `2026-03-01T12:34:56`.
 * @throws Irregular for an instant written otherwise, and for the 29th of February.
 */
export function instant(cursor: Cursor): number {
  restOfText(cursor);
  const { bytes, from, to } = cursor;
  if (to - from !== LENGTH || !hasSigns(bytes, from)) irregular();
  if (!isDay(bytes, from) || !isTime(bytes, from)) irregular();
  return from;
}

/** As `instant`; -1 for null. */
export function instantOrNone(cursor: Cursor): number {
  const { bytes, at } = cursor;
  if (bytes[at] === LETTER_N) {
    skip(cursor, "null");
    return -1;
  }
  skip(cursor, '"');
  return instant(cursor);
}

const LETTER_N = 0x6e;

function isDay(bytes: Uint8Array, from: number): boolean {
  const [month, day] = [twoDigits(bytes, from + 5), twoDigits(bytes, from + 8)];
  const century = twoDigits(bytes, from);
  const isYear = century >= 19 && century <= 99 && twoDigits(bytes, from + 2) <= 99;
  return isYear && month >= 1 && month <= 12 && day >= 1 && day <= (DAYS[month] ?? 0);
}

function isTime(bytes: Uint8Array, from: number): boolean {
  return (
    twoDigits(bytes, from + 11) <= 23 &&
    twoDigits(bytes, from + 14) <= 59 &&
    twoDigits(bytes, from + 17) <= 59
  );
}

function hasSigns(bytes: Uint8Array, from: number): boolean {
  return (
    bytes[from + 4] === 0x2d &&
    bytes[from + 7] === 0x2d &&
    bytes[from + 10] === 0x54 &&
    bytes[from + 13] === 0x3a &&
    bytes[from + 16] === 0x3a &&
    bytes[from + 19] === 0x5a
  );
}

/** 100 for what are no digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - 0x30;
  const ones = (bytes[at + 1] ?? 0) - 0x30;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? 100 : tens * 10 + ones;
}

/** Whether the seconds that lie there are before these. */
export function isBefore(bytes: Uint8Array, from: number, seconds: string): boolean {
  for (let index = 0; index < SECONDS; index++) {
    const difference = (bytes[from + index] ?? 0) - seconds.charCodeAt(index);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

const HOUR = 13;
const QUARTER_MINUTES = 15;

/** Days of instants that lie in bytes. */
export type DayReader = (bytes: Buffer, from: number) => string;

/** Days in a zone. Neighbours in a file are often of one quarter of an hour, in which no day ends (`kit/zone`). */
export function dayReader(zone: string): DayReader {
  let hour = "";
  let quarter = -1;
  let day = "";
  return (bytes, from) => {
    const itsQuarter = Math.floor(twoDigits(bytes, from + 14) / QUARTER_MINUTES);
    const itsHour = bytes.toString("latin1", from, from + HOUR);
    if (itsQuarter === quarter && itsHour === hour) return day;
    hour = itsHour;
    quarter = itsQuarter;
    day = dayIn(zone, new Date(`${bytes.toString("latin1", from, from + SECONDS)}Z`));
    return day;
  };
}
