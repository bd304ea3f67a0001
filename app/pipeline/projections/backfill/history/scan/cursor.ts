import { currencyDecimals } from "~/kit/money";

import { irregular } from "../fields";

/*
 * Reads a line of a bulk file by what it must look like: our own queries tell which fields come, and in which order. What
 * is not there as expected throws `Irregular`; a parser of JSON reads the line then.
 */

/** Where the reading of a line is. The line has no backslash, so that a quote always ends a text. */
export type Cursor = { readonly text: string; at: number };

/** @throws Irregular for a line that holds escaped letters. */
export function cursorOf(text: string): Cursor {
  return text.includes("\\") ? irregular() : { text, at: 0 };
}

/** Steps over what must stand here. */
export function skip(cursor: Cursor, literal: string): void {
  if (!cursor.text.startsWith(literal, cursor.at)) irregular();
  cursor.at += literal.length;
}

/** Whether this stands here; steps over it then. */
export function accept(cursor: Cursor, literal: string): boolean {
  if (!cursor.text.startsWith(literal, cursor.at)) return false;
  cursor.at += literal.length;
  return true;
}

/** The rest of a text up to its quote, which is stepped over. */
export function restOfText(cursor: Cursor): string {
  const end = cursor.text.indexOf('"', cursor.at);
  if (end === -1) irregular();
  const value = cursor.text.substring(cursor.at, end);
  cursor.at = end + 1;
  return value;
}

/** A text; null for null. */
export function textOrNull(cursor: Cursor): string | null {
  if (accept(cursor, "null")) return null;
  skip(cursor, '"');
  return restOfText(cursor);
}

/** Trimmed; null for null and for an empty one. */
export function trimmedOrNull(cursor: Cursor): string | null {
  return textOrNull(cursor)?.trim() || null;
}

export function truth(cursor: Cursor): boolean {
  if (accept(cursor, "false")) return false;
  skip(cursor, "true");
  return true;
}

/** A list of texts. */
export function texts(cursor: Cursor): string[] {
  if (accept(cursor, "[]")) return NO_TEXTS;
  const list: string[] = [];
  skip(cursor, '["');
  do list.push(restOfText(cursor));
  while (accept(cursor, ',"'));
  skip(cursor, "]");
  return list;
}

const NO_TEXTS: string[] = [];

/** The number of a GID that stands in quotes, after the quote before it. */
export function gidNumber(cursor: Cursor, prefix: string): string {
  skip(cursor, prefix);
  const number = restOfText(cursor);
  for (let at = 0; at < number.length; at++) if (!isDigit(number.charCodeAt(at))) irregular();
  return number === "" ? irregular() : number;
}

const MOST_DIGITS = 9;

/** A whole number without a sign. */
export function whole(cursor: Cursor): number {
  const { text } = cursor;
  const start = cursor.at;
  let value = 0;
  for (; isDigit(text.charCodeAt(cursor.at)); cursor.at++)
    value = value * 10 + (text.charCodeAt(cursor.at) - ZERO);
  const digits = cursor.at - start;
  return digits === 0 || digits > MOST_DIGITS || isPartOfNumber(text.charCodeAt(cursor.at))
    ? irregular()
    : value;
}

function isPartOfNumber(code: number): boolean {
  return code === POINT || code === 0x65 || code === 0x45;
}

const ZERO = 0x30;
const POINT = 0x2e;

function isDigit(code: number): boolean {
  return code >= ZERO && code <= 0x39;
}

/** A currency that amounts are expected in, as they end. */
export type Money = { decimals: number; end: string };

const known = new Map<string, Money>();

/** @throws Irregular for what is no currency code. */
export function moneyOf(currencyCode: string): Money {
  const found = known.get(currencyCode);
  if (found) return found;
  if (!/^[A-Z]{3}$/.test(currencyCode)) irregular();
  const end = `","currencyCode":"${currencyCode}"}}`;
  const money = { decimals: currencyDecimals(currencyCode), end };
  known.set(currencyCode, money);
  return money;
}

const BAG = '{"shopMoney":{"amount":"';
const MOST_MINOR_DIGITS = 14;

/** Minor units of a money bag in that currency; of one in another, below zero or with more digits it is irregular. */
export function minor(cursor: Cursor, { decimals, end }: Money): number {
  skip(cursor, BAG);
  const { text } = cursor;
  const start = cursor.at;
  let value = 0;
  for (; isDigit(text.charCodeAt(cursor.at)); cursor.at++)
    value = value * 10 + (text.charCodeAt(cursor.at) - ZERO);
  if (cursor.at === start || cursor.at - start > MOST_MINOR_DIGITS - decimals) irregular();
  let missing = decimals;
  if (text.charCodeAt(cursor.at) === POINT) {
    cursor.at += 1;
    for (; isDigit(text.charCodeAt(cursor.at)); cursor.at++) {
      const digit = text.charCodeAt(cursor.at) - ZERO;
      if (missing > 0) {
        value = value * 10 + digit;
        missing -= 1;
      } else if (digit !== 0) irregular();
    }
  }
  for (; missing > 0; missing--) value *= 10;
  skip(cursor, end);
  return value;
}

/** Minor units, 0 for null. */
export function minorOrZero(cursor: Cursor, money: Money): number {
  return accept(cursor, "null") ? 0 : minor(cursor, money);
}
