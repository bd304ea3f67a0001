import { type Db, toMinor } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";

import type { Owner } from "../rules/ledger";
import type { OrderFacts, OrderLineFacts } from "./rules";

/** An order as far as points go. */
export type EarningOrder = {
  id: string;
  owner: Owner;
  placedAt: Date;
  placedOn: string;
  facts: OrderFacts;
};

/** How a payment by gift card or store credit is called. */
const CREDIT_GATEWAYS = ["gift_card", "shopify_store_credit", "store_credit"];

type OrderRow = {
  id: string;
  customerId: string | null;
  emailHash: string | null;
  isValid: boolean | number | bigint;
  totalMinor: bigint;
  subtotalMinor: bigint;
  shippingMinor: bigint;
  taxMinor: bigint;
  receivedMinor: bigint;
  netMinor: bigint;
  placedAt: Date;
  placedOn: string;
};

type LineRow = Omit<OrderLineFacts, "unitPriceMinor" | "discountMinor" | "isGiftCard"> & {
  orderId: string;
  unitPriceMinor: bigint;
  discountMinor: bigint;
  isGiftCard: boolean | number | bigint;
};

/** Orders with all that their points follow from, in five statements however many they are. */
export async function listEarningOrders(
  db: Db,
  { shopId, orderIds }: { shopId: string; orderIds: readonly string[] },
): Promise<EarningOrder[]> {
  const among = idsIn(orderIds);
  const orders = await db.$queryRaw<OrderRow[]>`
    SELECT "id", "customerId", "emailHash", "isValid", "totalMinor", "subtotalMinor", "shippingMinor", "taxMinor",
      "receivedMinor", "netMinor", "placedAt", "placedOn"
    FROM "Order" WHERE "shopId" = ${shopId} AND "id" IN ${among}`;
  const lines = await listLines(db, { shopId, orderIds });
  const credits = await sumsBy(
    db.$queryRaw`
      SELECT "orderId", SUM(COALESCE("shopAmountMinor", "amountMinor")) AS "minor" FROM "OrderTransaction"
      WHERE "shopId" = ${shopId} AND "orderId" IN ${among} AND "status" = 'SUCCESS' AND "kind" IN ('SALE', 'CAPTURE')
        AND "gateway" IN ${idsIn(CREDIT_GATEWAYS)}
      GROUP BY "orderId"`,
  );
  const pointsPaid = await sumsBy(
    db.$queryRaw`
      SELECT d."orderId", SUM(d."amountMinor") AS "minor" FROM "OrderDiscount" d
      JOIN "IssuedCode" c ON c."shopId" = ${shopId} AND c."codeKey" = d."codeKey"
      JOIN "PointsRedemption" r ON r."shopId" = ${shopId} AND r."codeId" = c."id"
      WHERE d."shopId" = ${shopId} AND d."orderId" IN ${among}
      GROUP BY d."orderId"`,
  );
  return orders.map((row) => ({
    id: row.id,
    owner:
      row.customerId === null
        ? { customerId: null, guestKey: row.emailHash }
        : { customerId: row.customerId, guestKey: null },
    placedAt: row.placedAt,
    placedOn: row.placedOn,
    facts: {
      isValid: Number(row.isValid) === 1,
      totalMinor: toMinor(row.totalMinor),
      subtotalMinor: toMinor(row.subtotalMinor),
      shippingMinor: toMinor(row.shippingMinor),
      taxMinor: toMinor(row.taxMinor),
      receivedMinor: toMinor(row.receivedMinor),
      netMinor: toMinor(row.netMinor),
      creditMinor: credits.get(row.id) ?? 0,
      pointsPaidMinor: pointsPaid.get(row.id) ?? 0,
      lines: linesOr(lines.get(row.id), row),
    },
  }));
}

async function listLines(
  db: Db,
  { shopId, orderIds }: { shopId: string; orderIds: readonly string[] },
): Promise<Map<string, OrderLineFacts[]>> {
  const rows = await db.$queryRaw<LineRow[]>`
    SELECT l."id", l."orderId", l."productId", l."quantity", l."currentQuantity", l."unitPriceMinor",
      l."discountMinor", l."isGiftCard", p."productType", p."vendor"
    FROM "OrderLine" l LEFT JOIN "Product" p ON p."shopId" = ${shopId} AND p."id" = l."productId"
    WHERE l."shopId" = ${shopId} AND l."orderId" IN ${idsIn(orderIds)}
    ORDER BY l."id"`;
  const byOrder = new Map<string, OrderLineFacts[]>();
  for (const { orderId, unitPriceMinor, discountMinor, isGiftCard, ...line } of rows) {
    const known = byOrder.get(orderId) ?? [];
    byOrder.set(orderId, known);
    known.push({
      ...line,
      unitPriceMinor: toMinor(unitPriceMinor),
      discountMinor: toMinor(discountMinor),
      isGiftCard: Number(isGiftCard) === 1,
    });
  }
  return byOrder;
}

/** Of an order whose lines are not known its goods count as one. */
function linesOr(lines: OrderLineFacts[] | undefined, { subtotalMinor }: OrderRow): OrderLineFacts[] {
  if (lines) return lines;
  return [
    {
      id: "goods",
      ...{ productId: null, productType: null, vendor: null, isGiftCard: false },
      ...{ quantity: 1, currentQuantity: 1, discountMinor: 0, unitPriceMinor: toMinor(subtotalMinor) },
    },
  ];
}

async function sumsBy(rows: PromiseLike<unknown>): Promise<Map<string, number>> {
  const sums = (await rows) as { orderId: string; minor: bigint | number | string | null }[];
  return new Map(sums.map(({ orderId, minor }) => [orderId, Number(minor ?? 0)]));
}

/** Which of the customers the shop's copy knows, and whether the store still has them. Who was erased is not known. */
export async function listKnownCustomers(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
): Promise<Map<string, { isLiving: boolean }>> {
  const rows = await db.$queryRaw<{ id: string; deletedAt: Date | null }[]>`
    SELECT "id", "deletedAt" FROM "Customer" WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(customerIds)}`;
  return new Map(rows.map(({ id, deletedAt }) => [id, { isLiving: deletedAt === null }]));
}
