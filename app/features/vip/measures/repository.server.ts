import { INCENTIVE_SETTINGS_KEY, IncentiveSettingsSchema } from "~/engine/incentives/schema";
import { Prisma } from "~/generated/prisma/client";
import { DAY_MS } from "~/kit/duration";
import { type RfmBounds, rfmBounds, type RfmFigures, rfmScore, RFM_DAYS } from "~/kit/rfm";
import { type Db, toMinor } from "~/platform/db.server";
import { andAmong } from "~/platform/sql.server";
import { readSetting } from "~/shops/settings.server";

import { type DiscountedGoods, marginOf } from "../rules/margin";

/** Whom: some customers, or everybody; and from when on orders count, null = ever. */
export type Among = { shopId: string; customerIds: readonly string[] | null };
export type Window = { since: Date | null };

type Counted = { customerId: string; count: bigint | number; net: bigint };

/** Valid orders and what they were worth, of who has some. */
export async function readPurchases(
  db: Db,
  { shopId, customerIds, since }: Among & Window,
): Promise<Map<string, { orderCount: number; netMinor: number }>> {
  const among = andAmong('"customerId"', customerIds);
  const rows = await db.$queryRaw<Counted[]>(
    since === null
      ? Prisma.sql`SELECT "customerId", "orderCount" AS "count", "netMinor" AS "net" FROM "CustomerStats"
          WHERE "shopId" = ${shopId}${among}`
      : Prisma.sql`SELECT "customerId", COUNT(*) AS "count", SUM("netMinor") AS "net" FROM "Order"
          WHERE "shopId" = ${shopId}${among} AND "customerId" IS NOT NULL AND "isValid" AND "deletedAt" IS NULL
            AND "placedAt" >= ${since} GROUP BY "customerId"`,
  );
  return new Map(
    rows.map(({ customerId, count, net }) => [
      customerId,
      { orderCount: Number(count), netMinor: toMinor(net) },
    ]),
  );
}

/** The shop's gross margin; null: not told, so no margin can be. */
export async function findGrossMargin(db: Db, { shopId }: { shopId: string }): Promise<number | null> {
  const setting = { shopId, key: INCENTIVE_SETTINGS_KEY, schema: IncentiveSettingsSchema };
  return (await readSetting(db, setting)).grossMarginBp;
}

/** What the orders' goods left over their cost, tax and delivery aside, of who has orders. */
export async function readMargins(
  db: Db,
  { shopId, customerIds, since, grossMarginBp }: Among & Window & { grossMarginBp: number },
): Promise<Map<string, number>> {
  const from = since === null ? Prisma.empty : Prisma.sql`AND "placedAt" >= ${since}`;
  const rows = await db.$queryRaw<{ customerId: string; discountBp: bigint | number; goods: bigint }[]>`
    SELECT o."customerId", o."discountBp", SUM(o."goods") AS "goods" FROM (
      SELECT "customerId", "netMinor" - "netTaxMinor" - "netShippingMinor" AS "goods",
        CASE WHEN "subtotalMinor" + "discountMinor" <= 0 THEN 0
          ELSE (2 * "discountMinor" * 10000 + "subtotalMinor" + "discountMinor")
            / (2 * ("subtotalMinor" + "discountMinor")) END AS "discountBp"
      FROM "Order" WHERE "shopId" = ${shopId}${andAmong('"customerId"', customerIds)}
        AND "customerId" IS NOT NULL AND "isValid" AND "deletedAt" IS NULL ${from}
    ) o GROUP BY o."customerId", o."discountBp"`;
  const goods = new Map<string, DiscountedGoods[]>();
  for (const { customerId, discountBp, goods: kept } of rows) {
    const known = goods.get(customerId) ?? [];
    known.push({ discountBp: Number(discountBp), goodsMinor: toMinor(kept) });
    goods.set(customerId, known);
  }
  return new Map([...goods].map(([customerId, orders]) => [customerId, marginOf(orders, grossMarginBp)]));
}

/** What RFM knows of buyers. */
async function readRfmFigures(
  db: Db,
  { shopId, customerIds, now }: Among & { now: Date },
): Promise<Map<string, RfmFigures>> {
  const since = new Date(now.getTime() - RFM_DAYS * DAY_MS);
  const lately = await readPurchases(db, { shopId, customerIds, since });
  const rows = await db.$queryRaw<{ customerId: string; lastMs: bigint | number }[]>`
    SELECT "customerId", @ms("lastOrderAt") AS "lastMs" FROM "CustomerStats"
    WHERE "shopId" = ${shopId}${andAmong('"customerId"', customerIds)}`;
  return new Map(
    rows.map(({ customerId, lastMs }) => [
      customerId,
      {
        daysSinceLast: Math.max(0, Math.floor((now.getTime() - Number(lastMs)) / DAY_MS)),
        ...(lately.get(customerId) ?? { orderCount: 0, netMinor: 0 }),
      },
    ]),
  );
}

/** The shop's bounds as its buyers are now. */
export async function findRfmBounds(
  db: Db,
  { shopId, now }: { shopId: string; now: Date },
): Promise<RfmBounds> {
  return rfmBounds([...(await readRfmFigures(db, { shopId, customerIds: null, now })).values()]);
}

/** RFM of who has ever bought. */
export async function readRfmScores(
  db: Db,
  { bounds, ...asked }: Among & { now: Date; bounds: RfmBounds },
): Promise<Map<string, number>> {
  const figures = await readRfmFigures(db, asked);
  return new Map([...figures].map(([customerId, one]) => [customerId, rfmScore(one, bounds)]));
}
