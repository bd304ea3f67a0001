import type { Line } from "~/integrations/shopify/bulk/lines";
import { currencyDecimals } from "~/kit/money";

import { irregular } from "../fields";

/*
 * Reads a line of a bulk file by what it must look like: our own queries tell which fields come, and in which order. What
 * is not there as expected throws `Irregular`; a parser of JSON reads the line then. Texts are not made of its bytes: they
 * go as they are into the rows.
 */

/** Where the reading of a line is, and where the text that was read last lies in its bytes. */
export class Cursor {
  readonly bytes: Buffer;
  at: number;
  readonly end: number;
  from = 0;
  to = 0;
  /** Of the text read last. */
  isAscii = true;

  constructor(line: Line) {
    this.bytes = line.bytes;
    this.at = line.from;
    this.end = line.to;
  }

  /** The text that was read last. */
  text(): string {
    const { bytes, from, to } = this;
    return this.isAscii ? bytes.toString("latin1", from, to) : bytes.toString("utf8", from, to);
  }
}

const [QUOTE, BACKSLASH, SPACE, POINT, ZERO, NINE] = [0x22, 0x5c, 0x20, 0x2e, 0x30, 0x39];

/** Whether this, in ASCII, stands here; steps over it then. */
export function accept(cursor: Cursor, literal: string): boolean {
  const { bytes, at } = cursor;
  const { length } = literal;
  if (at + length > cursor.end) return false;
  for (let index = 0; index < length; index++)
    if (bytes[at + index] !== literal.charCodeAt(index)) return false;
  cursor.at = at + length;
  return true;
}

/** Steps over what must stand here. */
export function skip(cursor: Cursor, literal: string): void {
  if (!accept(cursor, literal)) irregular();
}

/** Nothing may be left of the line. */
export function skipEnd(cursor: Cursor): void {
  if (cursor.at !== cursor.end) irregular();
}

/** Reads the rest of a text up to its quote, which is stepped over. Escaped letters are irregular. */
export function restOfText(cursor: Cursor): void {
  const { bytes, end } = cursor;
  let at = cursor.at;
  let signs = 0;
  for (; at < end; at++) {
    const code = bytes[at] ?? 0;
    if (code === QUOTE) break;
    if (code === BACKSLASH || code < SPACE) irregular();
    signs |= code;
  }
  if (at === end) irregular();
  cursor.from = cursor.at;
  cursor.to = at;
  cursor.isAscii = signs < 0x80;
  cursor.at = at + 1;
}

/** Reads a text. @returns false for null. */
export function isText(cursor: Cursor): boolean {
  if (accept(cursor, "null")) return false;
  skip(cursor, '"');
  restOfText(cursor);
  return true;
}

/** Takes spaces off the text that was read last. */
export function trim(cursor: Cursor): void {
  const { bytes } = cursor;
  while (cursor.from < cursor.to && bytes[cursor.from] === SPACE) cursor.from += 1;
  while (cursor.from < cursor.to && bytes[cursor.to - 1] === SPACE) cursor.to -= 1;
}

/** A text, trimmed, of ASCII, that is few enough to be compared; null for null and for an empty one. */
export function trimmedOrNull(cursor: Cursor): string | null {
  if (!isText(cursor)) return null;
  return cursor.isAscii ? cursor.text().trim() || null : irregular();
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
  do {
    restOfText(cursor);
    list.push(cursor.text());
  } while (accept(cursor, ',"'));
  skip(cursor, "]");
  return list;
}

const NO_TEXTS: string[] = [];

/** Reads the number of a GID that stands in quotes, after the quote before it. */
export function gidNumber(cursor: Cursor, prefix: string): void {
  skip(cursor, prefix);
  const { bytes, end } = cursor;
  let at = cursor.at;
  while (at < end && isDigit(bytes[at] ?? 0)) at += 1;
  if (at === cursor.at || bytes[at] !== QUOTE || at === end) irregular();
  cursor.from = cursor.at;
  cursor.to = at;
  cursor.isAscii = true;
  cursor.at = at + 1;
}

const MOST_DIGITS = 9;

/** A whole number without a sign. */
export function whole(cursor: Cursor): number {
  const start = cursor.at;
  const value = digitsOn(cursor, 0);
  const digits = cursor.at - start;
  return digits === 0 || digits > MOST_DIGITS || isPartOfNumber(cursor.bytes[cursor.at] ?? 0)
    ? irregular()
    : value;
}

function digitsOn(cursor: Cursor, before: number): number {
  const { bytes, end } = cursor;
  let { at } = cursor;
  let value = before;
  for (; at < end; at++) {
    const code = bytes[at] ?? 0;
    if (!isDigit(code)) break;
    value = value * 10 + (code - ZERO);
  }
  cursor.at = at;
  return value;
}

function isPartOfNumber(code: number): boolean {
  return code === POINT || code === 0x65 || code === 0x45;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
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
  const start = cursor.at;
  let value = digitsOn(cursor, 0);
  if (cursor.at === start || cursor.at - start > MOST_MINOR_DIGITS - decimals) irregular();
  let missing = decimals;
  if (accept(cursor, ".")) {
    const { bytes } = cursor;
    for (let code = bytes[cursor.at] ?? 0; isDigit(code); code = bytes[++cursor.at] ?? 0) {
      if (missing > 0) {
        value = value * 10 + (code - ZERO);
        missing -= 1;
      } else if (code !== ZERO) irregular();
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
