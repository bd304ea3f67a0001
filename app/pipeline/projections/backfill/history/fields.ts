/*
 * The fields of `payload/fields.ts`, read by hand: the same values, an order of magnitude faster than by a schema. What a
 * field should not hold throws `Irregular`; the schema then says what is wrong and where.
 */

/** Thrown for a value that a schema must judge. */
export class Irregular extends Error {}

type Json = Readonly<Record<string, unknown>>;

/** One that is thrown again and again: where it came from does not matter, and a stack is dear. */
const IRREGULAR = new Irregular("not read by hand");

export function irregular(): never {
  throw IRREGULAR;
}

/** What is `undefined` or null stays so; zod's `nullish`. */
export type Nullish<T> = T | null | undefined;

export function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : irregular();
}

export function stringOf(value: unknown): string {
  return typeof value === "string" ? value : irregular();
}

export function booleanOf(value: unknown): boolean {
  return typeof value === "boolean" ? value : irregular();
}

export function wholeOf(value: unknown): number {
  return Number.isSafeInteger(value) ? (value as number) : irregular();
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : irregular();
}

export function instantOf(value: unknown): Date {
  const instant = new Date(stringOf(value));
  return Number.isNaN(instant.getTime()) ? irregular() : instant;
}

/** Trimmed; an empty one counts as none. */
export function textOf(value: unknown): string | null {
  return stringOf(value).trim() || null;
}

export function emailOf(value: unknown): string | null {
  return stringOf(value).trim().toLowerCase() || null;
}

export function statusOf(value: unknown): string | null {
  return stringOf(value).trim().toUpperCase() || null;
}

export function tagsOf(value: unknown): string[] {
  const tags = listOf(value);
  return tags.length === 0 ? [] : tags.map((tag) => stringOf(tag).trim()).filter(Boolean);
}

/** A GID that ends in the type and a number. */
export function gidOf(value: unknown, type: string): string {
  const gid = stringOf(value);
  const at = gid.lastIndexOf("/") + 1;
  return gid.endsWith(type, at - 1) && gid[at - type.length - 2] === "/" && isDigits(gid, at)
    ? gid
    : irregular();
}

function isDigits(text: string, from: number): boolean {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return text.length > from;
}

export type Bag = { shopMoney: { amount: string; currencyCode: string } };

const AMOUNT = /^-?\d{1,13}(\.\d*)?$/;
const CURRENCY = /^[A-Z]{3}$/;

/** The shop's side of an amount. */
export function bagOf(value: unknown): Bag {
  const { amount, currencyCode } = objectOf(objectOf(value).shopMoney);
  if (typeof amount !== "string" || typeof currencyCode !== "string") irregular();
  if (!AMOUNT.test(amount) || !CURRENCY.test(currencyCode)) irregular();
  return { shopMoney: { amount, currencyCode } };
}

export function currencyOf(value: unknown): string {
  const code = stringOf(value);
  return CURRENCY.test(code) ? code : irregular();
}

export function referenceOf(value: unknown): { id: string } {
  return { id: stringOf(objectOf(value).id) };
}

/** Reads what is there. */
export function nullish<T>(value: unknown, read: (value: unknown) => T): Nullish<T> {
  return value === undefined || value === null ? value : read(value);
}
