import type { Db } from "~/platform/db.server";

import type { CartFacts } from "../rules";

/** A cart of a known person's browser of which nobody has said yet whether it was left. */
export type OpenCart = { cartId: string; customerId: string; facts: Omit<CartFacts, "isBuyable"> };

/** Open carts that were not seen since an instant, the longest ago first. */
export async function listOpenCarts(
  db: Db,
  { shopId, seenBy, limit }: { shopId: string; seenBy: Date; limit: number },
): Promise<OpenCart[]> {
  const claims = await db.browseClaim.findMany({
    where: { shopId, kind: "cart", settledAt: null, customerId: { not: null }, activeAt: { lte: seenBy } },
    orderBy: [{ activeAt: "asc" }, { subjectId: "asc" }],
    take: limit,
    select: { subjectId: true, customerId: true, claimedAt: true, activeAt: true },
  });
  const open: OpenCart[] = [];
  for (const { subjectId: cartId, customerId, claimedAt, activeAt: seenAt } of claims) {
    if (customerId === null) continue;
    const cart = await db.cart.findFirst({
      where: { shopId, id: cartId },
      select: { token: true, startedAt: true, activeAt: true, itemCount: true },
    });
    const since = cart?.startedAt ?? claimedAt;
    const fate = await findFate(db, { shopId, customerId, token: cart?.token ?? null, since });
    open.push({ cartId, customerId, facts: { seenAt, cart, ...fate } });
  }
  return open;
}

type Asked = { shopId: string; customerId: string; token: string | null; since: Date };

/** Whether a cart became a checkout or an order; an order of the person's from elsewhere counts too. */
async function findFate(
  db: Db,
  { shopId, customerId, token, since }: Asked,
): Promise<Pick<CartFacts, "hasCheckedOut" | "hasOrdered">> {
  const byCart = token === null ? [] : [{ cartToken: token }];
  const order = await db.order.findFirst({
    where: { shopId, deletedAt: null, OR: [{ customerId, placedAt: { gte: since } }, ...byCart] },
    select: { id: true },
  });
  const checkout =
    token === null
      ? null
      : await db.checkout.findFirst({ where: { shopId, cartToken: token }, select: { id: true } });
  return { hasOrdered: order !== null, hasCheckedOut: checkout !== null };
}

/** It was decided what became of a cart. */
export async function settleCart(
  db: Db,
  { shopId, cartId, now }: { shopId: string; cartId: string; now: Date },
): Promise<void> {
  await db.browseClaim.updateMany({
    where: { shopId, kind: "cart", subjectId: cartId },
    data: { settledAt: now },
  });
}

/** Looks at a cart again later. */
export async function awaitCart(
  db: Db,
  { shopId, cartId, activeAt }: { shopId: string; cartId: string; activeAt: Date },
): Promise<void> {
  await db.browseClaim.updateMany({ where: { shopId, kind: "cart", subjectId: cartId }, data: { activeAt } });
}
