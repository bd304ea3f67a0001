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

export type CartEnd = "bought" | "checked-out" | "emptied";

/**
 * What ended carts after they were left: an order or a checkout from them, whoever it is under; a checkout begun in
 * the browser that has the cart; or that nothing is in them any more. Carts that wait on are not among them.
 *
 * @param left Ids of carts, and since when each is left. What happened after `at` does not count.
 */
export async function listCartEnds(
  db: Db,
  { shopId, left, at }: { shopId: string; left: ReadonlyMap<string, Date>; at: Date },
): Promise<Map<string, CartEnd>> {
  const ids = [...left.keys()];
  const carts = await db.cart.findMany({
    where: { shopId, id: { in: ids } },
    select: { id: true, token: true, itemCount: true, activeAt: true },
  });
  const tokens = { in: carts.map(({ token }) => token) };
  const ordered = await db.order.findMany({
    where: { shopId, cartToken: tokens, deletedAt: null, placedAt: { lte: at } },
    select: { cartToken: true },
  });
  const checkedOut = await db.checkout.findMany({
    where: { shopId, cartToken: tokens, startedAt: { lte: at } },
    select: { cartToken: true },
  });
  const orderTokens = new Set(ordered.map(({ cartToken }) => cartToken));
  const checkoutTokens = new Set(checkedOut.map(({ cartToken }) => cartToken));
  const ends = new Map<string, CartEnd>();
  for (const { id, token, itemCount, activeAt } of carts) {
    if (orderTokens.has(token)) ends.set(id, "bought");
    else if (checkoutTokens.has(token)) ends.set(id, "checked-out");
    else if (itemCount === 0 && activeAt <= at) ends.set(id, "emptied");
  }
  for (const id of await listOvertaken(db, { shopId, left, at }))
    if (!ends.has(id)) ends.set(id, "checked-out");
  return ends;
}

/** Carts in whose browser a checkout was begun since: it need not name the cart, nor the person. */
async function listOvertaken(
  db: Db,
  { shopId, left, at }: { shopId: string; left: ReadonlyMap<string, Date>; at: Date },
): Promise<string[]> {
  const claims = await db.browseClaim.findMany({
    where: { shopId, kind: "cart", subjectId: { in: [...left.keys()] } },
    select: { subjectId: true, visitorKey: true },
  });
  const begun = await db.browseClaim.findMany({
    where: {
      ...{ shopId, kind: "checkout", claimedAt: { lte: at } },
      visitorKey: { in: claims.map(({ visitorKey }) => visitorKey) },
    },
    select: { visitorKey: true, claimedAt: true },
  });
  return claims
    .filter(({ subjectId, visitorKey }) => {
      const since = left.get(subjectId);
      return begun.some(
        (one) => one.visitorKey === visitorKey && since !== undefined && one.claimedAt > since,
      );
    })
    .map(({ subjectId }) => subjectId);
}
