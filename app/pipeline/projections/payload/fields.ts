import { z } from "zod/v4";

import { PayloadProblem } from "../outcome";

const DIGITS = /^\d{1,20}$/;

/** A numeric id, as a number or digits; as text. */
export const WireId = z
  .union([z.number(), z.string()])
  .transform(String)
  .refine((id) => DIGITS.test(id), "expected a numeric id");

/** A decimal amount, as a string or number; as a string `parseMinor` accepts. */
export const Amount = z
  .union([z.string(), z.number()])
  .transform((amount) => String(amount).trim())
  .refine((amount) => /^-?\d{1,13}(\.\d*)?$/.test(amount), 'expected a decimal amount such as "12.50"');

export const Currency = z.string().regex(/^[A-Z]{3}$/, "expected a currency code such as EUR");

/** ISO 8601 with any offset. */
export const Instant = z
  .string()
  .transform((text) => new Date(text))
  .refine((instant) => !Number.isNaN(instant.getTime()), "expected an ISO 8601 time");

/** Trimmed text; an empty one counts as none. */
export const Text = z.string().transform((text) => text.trim() || null);

/** A mail address, lower case; an empty one counts as none. */
export const Email = z.string().transform((text) => text.trim().toLowerCase() || null);

/** Enum values are lower case in webhooks and upper case in GraphQL: stored upper case. */
export const Status = z.string().transform((text) => text.trim().toUpperCase() || null);

const Money = z.object({ amount: Amount, currency_code: Currency.nullish() });

/** A `*_set` of a webhook. */
export const MoneySet = z.object({ shop_money: Money, presentment_money: Money.nullish() });
export type MoneySet = z.infer<typeof MoneySet>;

/** A MoneyBag of GraphQL; only the shop's side is used. */
export const MoneyBag = z.object({ shopMoney: z.object({ amount: Amount, currencyCode: Currency }) });
export type MoneyBag = z.infer<typeof MoneyBag>;

/** `"a, b"` of webhooks, or a list; trimmed, without empty ones. */
export const TagList = z
  .union([z.string(), z.array(z.string())])
  .transform((tags) =>
    (typeof tags === "string" ? tags.split(",") : tags).map((tag) => tag.trim()).filter(Boolean),
  );

/** The two ways webhooks name a record. */
export const Identified = { id: WireId.nullish(), admin_graphql_api_id: z.string().nullish() };

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
export function parseWith<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  const result = schema.safeParse(body);
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
