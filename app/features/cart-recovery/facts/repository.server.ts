import { isSuppressed } from "~/engine/messaging/suppression.server";
import { DAY_MS } from "~/kit/duration";
import { type Db, toMinor } from "~/platform/db.server";
import { findShop, type ShopRecord } from "~/shops/repository.server";

import { CODE_WINDOW_DAYS, type RecoveryFacts } from "../rules";
import { type ReminderLine } from "../rules/mail-content";
import { isUsableLink } from "../rules/recovery-url";

/** Everything known about a left checkout, read in the current transaction. */
export type CheckoutFacts = RecoveryFacts & {
  checkoutId: string;
  token: string | null;
  email: string | null;
  customerId: string | null;
  firstName: string | null;
  /** Language tags to write in, dearest first. */
  locales: (string | null)[];
  recoverUrl: string | null;
  /** Of the lines and the sum: what the buyer sees. */
  currencyCode: string;
  /** Of what can still be bought, in minor units. */
  amountMinor: number;
  lines: ReminderLine[];
  completedAt: Date | null;
  shop: ShopRecord;
};

/** Occasions of this feature's codes. */
export const OCCASION_PREFIX = "cart-recovery:";

/** One code per checkout, whatever happens. */
export function codeOccasion(checkoutId: string): string {
  return `${OCCASION_PREFIX}${checkoutId}`;
}

/** Facts of a checkout; null when it is unknown or erased. */
export async function findCheckoutFacts(
  db: Db,
  { shopId, checkoutId, now }: { shopId: string; checkoutId: string; now: Date },
): Promise<CheckoutFacts | null> {
  const [checkout, shop] = [
    await findCheckoutRow(db, { shopId, checkoutId }),
    await findShop(db, { shopId }),
  ];
  if (!checkout || !shop) return null;
  const customer = checkout.customerId
    ? await findCustomerRow(db, { shopId, customerId: checkout.customerId })
    : null;
  const lines = await withAvailability(db, { shopId, lines: checkout.lines });
  const { email, customerId, token } = checkout;
  return {
    checkoutId,
    token,
    email,
    customerId,
    firstName: customer?.firstName ?? null,
    locales: [checkout.locale, customer?.locale ?? null],
    recoverUrl: checkout.recoverUrl,
    currencyCode: checkout.presentmentCurrency ?? checkout.currencyCode,
    amountMinor: sumOf(lines),
    lines,
    completedAt: checkout.completedAt,
    shop,
    activeAt: checkout.activeAt,
    isCompleted:
      checkout.completedAt !== null || (token !== null && (await hasOrderOf(db, { shopId, token }))),
    isDeleted: checkout.deletedAt !== null,
    sourceName: checkout.sourceName,
    hasLink: isUsableLink(checkout.recoverUrl),
    isShopInstalled: shop.uninstalledAt === null,
    customer: customerId === null ? "none" : customer && !customer.deletedAt ? "known" : "erased",
    consent: {
      address: email,
      consentState: customer?.emailConsentState ?? null,
      acceptsMarketing: checkout.acceptsMarketing,
      isSuppressed: email !== null && (await isSuppressed(db, { shopId, address: email, topic: "cart" })),
    },
    ordersSince: await listOrdersSince(db, { shopId, email, customerId, since: checkout.startedAt }),
    recentCodeCount: customerId ? await countRecentCodes(db, { shopId, customerId, checkoutId, now }) : 0,
  };
}

function sumOf(lines: readonly ReminderLine[]): number {
  return lines.reduce((sum, line) => sum + (line.isSoldOut ? 0 : line.unitPriceMinor * line.quantity), 0);
}

type Key = { shopId: string; checkoutId: string };

function findCheckoutRow(db: Db, { shopId, checkoutId }: Key) {
  return db.checkout.findFirst({
    where: { shopId, id: checkoutId },
    include: { lines: { orderBy: { position: "asc" } } },
  });
}

function findCustomerRow(db: Db, { shopId, customerId }: { shopId: string; customerId: string }) {
  return db.customer.findFirst({
    where: { shopId, id: customerId },
    select: { firstName: true, locale: true, emailConsentState: true, deletedAt: true },
  });
}

async function hasOrderOf(db: Db, { shopId, token }: { shopId: string; token: string }): Promise<boolean> {
  return (await db.order.count({ where: { shopId, checkoutToken: token } })) > 0;
}

/** Orders of the same person, found by customer or address, whatever device they bought on. */
async function listOrdersSince(
  db: Db,
  {
    shopId,
    email,
    customerId,
    since,
  }: { shopId: string; email: string | null; customerId: string | null; since: Date },
): Promise<RecoveryFacts["ordersSince"]> {
  const person = [
    ...(customerId ? [{ customerId }] : []),
    ...(email ? [{ email: { in: [email, email.toLowerCase()] } }] : []),
  ];
  if (person.length === 0) return [];
  const rows = await db.order.findMany({
    where: { shopId, OR: person, placedAt: { gte: since }, deletedAt: null },
    select: { isTest: true, cancelledAt: true, refundedMinor: true, netMinor: true },
  });
  return rows.map(({ isTest, cancelledAt, refundedMinor, netMinor }) => ({
    isTest,
    isCancelled: cancelledAt !== null,
    // Wholly: a partly refunded order is still a purchase.
    isRefunded: refundedMinor > 0n && netMinor <= 0n,
  }));
}

async function countRecentCodes(
  db: Db,
  { shopId, customerId, checkoutId, now }: Key & { customerId: string; now: Date },
): Promise<number> {
  return db.issuedCode.count({
    where: {
      shopId,
      customerId,
      occasionKey: { startsWith: OCCASION_PREFIX, not: codeOccasion(checkoutId) },
      createdAt: { gte: new Date(now.getTime() - CODE_WINDOW_DAYS * DAY_MS) },
      state: { not: "failed" },
    },
  });
}

type CheckoutRow = NonNullable<Awaited<ReturnType<typeof findCheckoutRow>>>;

/** Sold out: tracked, at zero and not sold beyond it; or no longer in the shop. What we know nothing of counts as there. */
async function withAvailability(
  db: Db,
  { shopId, lines }: { shopId: string; lines: CheckoutRow["lines"] },
): Promise<ReminderLine[]> {
  const variantIds = lines.flatMap((line) => (line.variantId ? [line.variantId] : []));
  const productIds = lines.flatMap((line) => (line.productId ? [line.productId] : []));
  const variants = await db.variant.findMany({
    where: { shopId, id: { in: variantIds } },
    select: { id: true, inventoryQuantity: true, inventoryPolicy: true },
  });
  const products = await db.product.findMany({
    where: { shopId, id: { in: productIds } },
    select: { id: true, status: true, deletedAt: true, imageUrl: true, title: true },
  });
  const variantById = new Map(variants.map((variant) => [variant.id, variant]));
  const productById = new Map(products.map((product) => [product.id, product]));
  return lines.map((line) => {
    const variant = line.variantId ? variantById.get(line.variantId) : undefined;
    const product = line.productId ? productById.get(line.productId) : undefined;
    return {
      title: line.title,
      variantTitle: line.variantTitle,
      quantity: line.quantity,
      unitPriceMinor: toMinor(line.unitPriceMinor),
      imageUrl: line.imageUrl ?? product?.imageUrl ?? null,
      isSoldOut: isOutOfStock(variant) || isWithdrawn(product),
    };
  });
}

function isOutOfStock(variant?: {
  inventoryQuantity: number | null;
  inventoryPolicy: string | null;
}): boolean {
  return (
    variant !== undefined &&
    variant.inventoryQuantity !== null &&
    variant.inventoryQuantity <= 0 &&
    variant.inventoryPolicy?.toUpperCase() !== "CONTINUE"
  );
}

function isWithdrawn(product?: { status: string | null; deletedAt: Date | null }): boolean {
  if (!product) return false;
  return product.deletedAt !== null || (product.status !== null && product.status.toUpperCase() !== "ACTIVE");
}
