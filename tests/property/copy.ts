import type { RootDb } from "~/platform/db.server";

import { isAbandoned } from "../../dev-store/graphql/listings/checkouts";
import type { Store } from "../../dev-store/state/store";
import { SHOP_ID } from "../support/factories";

/** Facts that every way of arrival must tell; changes in between depend on what was seen. */
const CERTAIN = ["order.placed", "order.paid", "order.refunded", "order.cancelled", "customer.created"];

const wholeSecond = (instant: Date | null): number | null => instant && Math.floor(instant.getTime() / 1_000);

/**
 * Every row of the projections and the aggregates that lives, by table. Versions count by the second: which delivery of
 * one second was the last makes no difference. Left out is what Shopify no longer tells anybody: the checkouts it does not
 * list, and of those it lists the token and the contact.
 */
export async function copyOf(db: RootDb, store: Store): Promise<Record<string, Map<string, string>>> {
  const living = { shopId: SHOP_ID, deletedAt: null };
  const customers = await db.customer.findMany({ where: living, include: { tags: true } });
  const orders = await db.order.findMany({
    where: living,
    include: { lines: true, discounts: true, refunds: true },
  });
  const products = await db.product.findMany({ where: living, include: { variants: true } });
  const listed = new Set(
    [...store.checkouts.values()].filter(isAbandoned).map(({ recoverUrl }) => recoverUrl),
  );
  const checkouts = await db.checkout.findMany({ where: living, include: { lines: true } });
  const livingIds = new Set([...customers, ...orders].map(({ id }) => id));
  const events = await db.domainEvent.findMany({
    where: { shopId: SHOP_ID, type: { in: CERTAIN } },
    select: { sourceKey: true, subjectId: true },
  });
  return {
    customers: keyed(
      customers,
      ({ id }) => id,
      ({ tags, ...row }) => ({
        ...row,
        ...UNTOLD_OF_CUSTOMERS,
        versionAt: wholeSecond(row.versionAt),
        tags: tags.map(({ tagKey, tag }) => `${tagKey} ${tag}`).sort(),
      }),
    ),
    orders: keyed(
      orders,
      ({ id }) => id,
      ({ lines, discounts, refunds, ...row }) => ({
        ...row,
        versionAt: wholeSecond(row.versionAt),
        lines: byId(lines),
        refunds: byId(refunds),
        discounts: discounts.map(({ codeKey }) => codeKey).sort(),
      }),
    ),
    products: keyed(
      products,
      ({ id }) => id,
      ({ variants, ...row }) => ({
        ...row,
        versionAt: wholeSecond(row.versionAt),
        variants: byId(variants),
      }),
    ),
    checkouts: keyed(
      checkouts.filter(({ recoverUrl }) => recoverUrl !== null && listed.has(recoverUrl)),
      ({ recoverUrl }) => recoverUrl ?? "",
      ({ lines, ...row }) => ({
        ...row,
        ...UNTOLD_OF_CHECKOUTS,
        // Of a person who was deleted, Shopify tells nothing more.
        customerId: row.customerId !== null && livingIds.has(row.customerId) ? row.customerId : null,
        versionAt: wholeSecond(row.versionAt),
        lines: lines
          .map(({ id: _id, checkoutId: _checkoutId, imageUrl: _imageUrl, ...line }) => line)
          .sort((a, b) => a.position - b.position),
      }),
    ),
    customerStats: keyed(
      await db.customerStats.findMany({ where: { shopId: SHOP_ID } }),
      ({ customerId }) => customerId,
    ),
    customerMonths: keyed(
      await db.customerMonth.findMany({ where: { shopId: SHOP_ID } }),
      ({ customerId, month }) => `${customerId} ${month}`,
    ),
    cohortMonths: keyed(
      await db.cohortMonth.findMany({ where: { shopId: SHOP_ID } }),
      ({ cohort, month }) => `${cohort} ${month}`,
    ),
    days: keyed(await db.dayStats.findMany({ where: { shopId: SHOP_ID } }), ({ day }) => day),
    facts: new Map(
      events
        .filter(({ subjectId }) => livingIds.has(subjectId ?? ""))
        .map(({ sourceKey }) => [sourceKey, ""]),
    ),
  };
}

/** Bookkeeping of when we heard, and of parts that were told at another moment. */
const UNTOLD_OF_CUSTOMERS = {
  createdAt: null,
  updatedAt: null,
  tagsVersionAt: null,
  consentVersionAt: null,
  smsConsentVersionAt: null,
  summaryVersionAt: null,
};

const UNTOLD_OF_CHECKOUTS = {
  id: null,
  token: null,
  gid: null,
  cartToken: null,
  email: null,
  phone: null,
  emailHash: null,
  phoneHash: null,
  locale: null,
  acceptsMarketing: null,
  sourceName: null,
  activeAt: null,
};

function keyed<Row extends object>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  shown: (row: Row) => object = (row) => row,
): Map<string, string> {
  return new Map(rows.map((row) => [keyOf(row), JSON.stringify(shown(row), plain)]));
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}

function byId<Row extends { id: string }>(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => a.id.localeCompare(b.id));
}

/** Up to `limit` rows of two copies that are not the same, as `table key`. */
export function differencesBetween(
  expected: Awaited<ReturnType<typeof copyOf>>,
  got: Awaited<ReturnType<typeof copyOf>>,
  limit: number,
): { row: string; fields: string[] }[] {
  const differences = Object.entries(expected).flatMap(([table, rows]) => {
    const others = got[table] ?? new Map<string, string>();
    return [...new Set([...rows.keys(), ...others.keys()])]
      .filter((key) => rows.get(key) !== others.get(key))
      .map((key) => ({ row: `${table} ${key}`, fields: differing(rows.get(key), others.get(key)) }));
  });
  return differences.slice(0, limit);
}

/** The fields that differ, with both values. */
function differing(expected: string | undefined, got: string | undefined): string[] {
  if (expected === undefined || got === undefined) return [expected === undefined ? "too many" : "missing"];
  const [mine, theirs] = [expected, got].map(
    (json) => JSON.parse(json === "" ? "{}" : json) as Record<string, unknown>,
  );
  return Object.keys({ ...mine, ...theirs })
    .map((field) => [field, JSON.stringify(mine?.[field]), JSON.stringify(theirs?.[field])] as const)
    .filter(([, a, b]) => a !== b)
    .map(([field, a, b]) => `${field}: ${a} ≠ ${b}`);
}
