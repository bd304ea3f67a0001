import { findCustomerFacts, findCustomerIdByEmail } from "../customers/queries.server";
import { findOrderOfCheckout, listOrdersSince, type OrderSince } from "../orders/queries.server";

import { type Availability, availabilityOf, type StockFacts } from "./rules/availability";
import { type Db, toMinor } from "~/platform/db.server";

export type CheckoutLineFacts = {
  title: string;
  variantTitle: string | null;
  quantity: number;
  unitPriceMinor: number;
  /** What the store asks for one now, of the same currency; null: not known. */
  currentUnitPriceMinor: number | null;
  imageUrl: string | null;
  productId: string | null;
  variantId: string | null;
  availability: Availability;
};

export type CheckoutFacts = {
  id: string;
  token: string | null;
  cartToken: string | null;
  email: string | null;
  phone: string | null;
  locale: string | null;
  acceptsMarketing: boolean;
  sourceName: string | null;
  recoverUrl: string | null;
  /** Of all …Minor here. */
  currencyCode: string;
  presentmentCurrency: string | null;
  subtotalMinor: number;
  totalMinor: number;
  discountCodes: string[];
  startedAt: Date;
  activeAt: Date;
  completedAt: Date | null;
  lines: CheckoutLineFacts[];
  /** By the checkout's customer, else by its address; null when we know nobody. */
  customer: {
    id: string;
    gid: string;
    email: string | null;
    firstName: string | null;
    locale: string | null;
    emailConsentState: string | null;
    dataSaleOptOut: boolean;
    tags: string[];
    /** Valid orders. */
    orderCount: number;
  } | null;
  /** The order this very checkout became. */
  completedByToken: string | null;
  /** Other orders of the same customer or address, placed after the checkout began; without tests. */
  ordersSince: OrderSince[];
};

type Row = NonNullable<Awaited<ReturnType<typeof findRow>>>;

/** All that a decision about a left checkout needs, or null when it is unknown, deleted or erased. */
export async function findCheckoutFacts(
  db: Db,
  { shopId, checkoutId }: { shopId: string; checkoutId: string },
): Promise<CheckoutFacts | null> {
  const row = await findRow(db, { shopId, checkoutId });
  if (!row) return null;
  const customer = await findBuyer(db, { shopId, row });
  const email = row.email ?? customer?.email ?? null;
  const completedByToken = await findOrderOfCheckout(db, { ...row, shopId });
  const orders = await listOrdersSince(db, {
    shopId,
    customerId: customer?.id ?? null,
    email,
    since: row.startedAt,
  });
  const { lines, discountCodesJson, ...rest } = row;
  return {
    ...rest,
    email,
    subtotalMinor: toMinor(row.subtotalMinor),
    totalMinor: toMinor(row.totalMinor),
    discountCodes: JSON.parse(discountCodesJson) as string[],
    lines: await presentLines(db, { shopId, lines }),
    customer,
    completedByToken,
    ordersSince: orders.filter(({ orderId }) => orderId !== completedByToken),
  };
}

function findRow(db: Db, { shopId, checkoutId }: { shopId: string; checkoutId: string }) {
  return db.checkout.findFirst({
    where: { shopId, id: checkoutId, deletedAt: null },
    select: {
      id: true,
      token: true,
      cartToken: true,
      customerId: true,
      email: true,
      phone: true,
      locale: true,
      acceptsMarketing: true,
      sourceName: true,
      recoverUrl: true,
      currencyCode: true,
      presentmentCurrency: true,
      subtotalMinor: true,
      totalMinor: true,
      discountCodesJson: true,
      startedAt: true,
      activeAt: true,
      completedAt: true,
      lines: { where: { shopId }, orderBy: { position: "asc" } },
    },
  });
}

async function findBuyer(
  db: Db,
  { shopId, row }: { shopId: string; row: Row },
): Promise<CheckoutFacts["customer"]> {
  const { customerId, email } = row;
  const id = customerId ?? (email ? await findCustomerIdByEmail(db, { shopId, email }) : null);
  const facts = id ? await findCustomerFacts(db, { shopId, customerId: id }) : null;
  if (!facts) return null;
  const { gid, firstName, locale, emailConsentState, dataSaleOptOut, tags, orders } = facts;
  return {
    id: facts.id,
    gid,
    email: facts.email,
    firstName,
    locale,
    emailConsentState,
    dataSaleOptOut,
    tags,
    orderCount: orders?.orderCount ?? 0,
  };
}

async function presentLines(
  db: Db,
  { shopId, lines }: { shopId: string; lines: Row["lines"] },
): Promise<CheckoutLineFacts[]> {
  const idsOf = (key: "productId" | "variantId") =>
    lines.map((line) => line[key]).filter((id) => id !== null);
  const products = await db.product.findMany({
    where: { shopId, id: { in: idsOf("productId") } },
    select: { id: true, status: true, deletedAt: true, imageUrl: true },
  });
  const variants = await db.variant.findMany({
    where: { shopId, id: { in: idsOf("variantId") } },
    select: { id: true, inventoryQuantity: true, inventoryPolicy: true, priceMinor: true },
  });
  return lines.map((line) => {
    const product = products.find(({ id }) => id === line.productId);
    const variant = variants.find(({ id }) => id === line.variantId);
    const stock: StockFacts = {
      product: product ? { status: product.status, isDeleted: product.deletedAt !== null } : null,
      variant: variant ?? null,
    };
    const { title, variantTitle, quantity, productId, variantId } = line;
    return {
      title,
      variantTitle,
      quantity,
      unitPriceMinor: toMinor(line.unitPriceMinor),
      currentUnitPriceMinor: variant ? toMinor(variant.priceMinor) : null,
      imageUrl: line.imageUrl ?? product?.imageUrl ?? null,
      productId,
      variantId,
      availability: line.productId || line.variantId ? availabilityOf(stock) : "unknown",
    };
  });
}
