import { z } from "zod/v4";

import { PayloadProblem } from "../outcome";
import { valueOf, withNullish } from "./reader";

/** An id that is a number may have lost its last digits: the body must be parsed with care (`parseBody`). */
export class RoundedId extends Error {}

const DIGITS = /^\d{1,20}$/;
const DECIMAL = /^-?\d{1,13}(\.\d*)?$/;
const CURRENCY = /^[A-Z]{3}$/;

/** A text that `read` takes. */
function textOf<Output>(expected: string, read: (text: string) => Output | undefined) {
  return valueOf(expected, (value) => (typeof value === "string" ? read(value) : undefined));
}

/** A text or number, as a text that fits `pattern`. */
function writtenAs(value: unknown, pattern: RegExp): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const text = String(value).trim();
  return pattern.test(text) ? text : undefined;
}

/** A numeric id, as a number or digits; as text. */
export const WireId = valueOf("a numeric id", (value) => {
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new RoundedId();
  return writtenAs(value, DIGITS);
});

/** A decimal amount, as a string or number; as a string `parseMinor` accepts. */
export const Amount = valueOf('a decimal amount such as "12.50"', (value) => writtenAs(value, DECIMAL));

export const Currency = textOf("a currency code such as EUR", (text) =>
  CURRENCY.test(text) ? text : undefined,
);

/** ISO 8601 with any offset. */
export const Instant = textOf("an ISO 8601 time", (text) => {
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
});

/** Trimmed text; an empty one counts as none. */
export const Text = textOf("a text", (text) => text.trim() || null);

/** Any text as it is. */
export const Verbatim = textOf("a text", (text) => text);

export const Flag = valueOf("true or false", (value) => (typeof value === "boolean" ? value : undefined));

export const Whole = valueOf("a whole number", (value) =>
  Number.isSafeInteger(value) ? (value as number) : undefined,
);

/** A mail address, lower case; an empty one counts as none. */
export const Email = textOf("a text", (text) => text.trim().toLowerCase() || null);

/** Enum values are lower case in webhooks and upper case in GraphQL: stored upper case. */
export const Status = textOf("a text", (text) => text.trim().toUpperCase() || null);

type Money = { amount: string; currency_code?: string | null | undefined };
export type MoneySet = { shop_money: Money; presentment_money?: Money | null | undefined };

/** A `*_set` of a webhook; read at one go, as an order has dozens. */
export const MoneySet = withNullish((input, context): MoneySet => {
  const set = input as Record<keyof MoneySet, unknown> | null;
  const isSet = typeof set === "object" && set !== null;
  const shopMoney = isSet ? moneyOf(set.shop_money) : "";
  const presented = isSet && set.presentment_money != null ? moneyOf(set.presentment_money) : null;
  if (typeof shopMoney !== "string" && typeof presented !== "string")
    return { shop_money: shopMoney, presentment_money: presented };
  const isShops = typeof shopMoney === "string";
  const wrong = isShops ? shopMoney : presented;
  const path = [
    isShops ? "shop_money" : "presentment_money",
    ...(typeof wrong === "string" && wrong ? [wrong] : []),
  ];
  context.issues.push({ code: "custom", message: "expected an amount and its currency code", input, path });
  return z.NEVER;
});

/** @returns the key of what is wrong, `""` for all of it. */
function moneyOf(value: unknown): Money | string {
  if (typeof value !== "object" || value === null) return "";
  const { amount, currency_code: code = null } = value as Record<keyof Money, unknown>;
  const text = writtenAs(amount, DECIMAL);
  if (text === undefined) return "amount";
  if (code !== null && (typeof code !== "string" || !CURRENCY.test(code))) return "currency_code";
  return { amount: text, currency_code: code };
}

/** A MoneyBag of GraphQL; only the shop's side is used. */
export const MoneyBag = z.object({ shopMoney: z.object({ amount: Amount, currencyCode: Currency }) });
export type MoneyBag = z.infer<typeof MoneyBag>;

/** `"a, b"` of webhooks, or a list; trimmed, without empty ones. */
export const TagList = valueOf("tags in a text or a list", (tags) => {
  const list: unknown = typeof tags === "string" ? tags.split(",") : tags;
  if (!Array.isArray(list) || !list.every((tag) => typeof tag === "string")) return undefined;
  return list.map((tag) => tag.trim()).filter(Boolean);
});

/** The two ways webhooks name a record. */
export const Identified = { id: WireId.nullish(), admin_graphql_api_id: Verbatim.nullish() };

/** Ids longer than this may have been rounded on their way; the GID has not. */
const EXACT_ID_DIGITS = 15;

/**
 * The numeric id of a record, or null when it has none.
 *
 * The GID wins over an id too long to have survived a parser that knows doubles only.
 */
export function findLegacyId(
  type: string,
  {
    id,
    admin_graphql_api_id: gid,
  }: { id?: string | null | undefined; admin_graphql_api_id?: string | null | undefined },
): string | null {
  if (id && id.length <= EXACT_ID_DIGITS) return id;
  const match = gid ? /^gid:\/\/shopify\/(\w+)\/(\d+)/.exec(gid) : null;
  return match?.[1] === type && match[2] ? match[2] : (id ?? null);
}

/**
 * The numeric id of a record.
 *
 * @throws PayloadProblem when it has none.
 */
export function getLegacyId(type: string, body: Parameters<typeof findLegacyId>[1]): string {
  const legacyId = findLegacyId(type, body);
  if (!legacyId) throw new PayloadProblem("id", body.id ?? null, `expected the numeric id of the ${type}`);
  return legacyId;
}

/**
 * Checks a body.
 *
 * @throws PayloadProblem naming the first place that is wrong.
 */
export function parseWith<Output>(schema: z.core.$ZodType<Output>, body: unknown): Output {
  const result = z.safeParse(schema, body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path ?? [];
  throw new PayloadProblem(path.join(".") || "$", valueAt(body, path), issue?.message ?? "not understood");
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    body,
  );
}
