import type { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/platform/db.server";

import { OFFLINE_SOURCES, REMINDER_LOOKBACK_MS, type EndReason } from "../rules";
import { entryKeyOf } from "../rules/entry-key";

/** Who left a checkout: known by customer, by the checkout's address and by the customer's own. */
export type Person = { customerId: string | null; email: string | null; customerEmail: string | null };

type Asked = { shopId: string; checkoutId: string; person: Person };

/**
 * Whether the same person has another checkout that they left later and may still complete.
 *
 * Of two left in the same instant the one with the greater id is the newer, so that exactly one always is the newest.
 * Only what could be written about counts: with an address, and made by a shopper in the online store. One that gave
 * way to a newer one itself does not, until its shopper is back: a change by somebody else may have moved its clock.
 *
 * @param asked.at What began later is not looked at.
 */
export async function hasNewerCheckout(
  db: Db,
  { shopId, checkoutId, activeAt, person, at }: Asked & { activeAt: Date; at: Date },
): Promise<boolean> {
  const newer = await listCheckoutsOf(db, person, {
    where: {
      shopId,
      startedAt: { lte: at },
      deletedAt: null,
      AND: [
        { OR: [{ completedAt: null }, { completedAt: { gt: at } }] },
        { OR: [{ activeAt: { gt: activeAt } }, { activeAt, id: { gt: checkoutId } }] },
        { OR: [{ sourceName: null }, { sourceName: { notIn: [...OFFLINE_SOURCES] } }] },
      ],
      // A customer's checkout without an address is written about at the customer's.
      ...(person.customerEmail === null ? { email: { not: null } } : {}),
    },
  });
  if (newer.length === 0) return false;
  const reason: EndReason = "newer-checkout";
  const gaveWay = await db.flowRun.findMany({
    where: {
      shopId,
      subjectId: { in: newer.map(({ id }) => id) },
      entryKey: {
        in: newer.map(({ id, activeAt: since }) => entryKeyOf({ checkoutId: id, activeAt: since })),
      },
      endReason: reason,
      endedAt: { lte: at },
    },
    distinct: ["subjectId"],
    select: { subjectId: true },
  });
  return newer.length > gaveWay.length;
}

/**
 * When the same person was last sent a reminder of another checkout, whatever became of that checkout; one that was
 * perhaps sent counts too. Null when none is new enough to matter.
 */
export async function findLastReminder(
  db: Db,
  { shopId, checkoutId, person, at }: Asked & { at: Date },
): Promise<Date | null> {
  const activeAt = { gte: new Date(at.getTime() - REMINDER_LOOKBACK_MS) };
  const others = await listCheckoutsOf(db, person, { where: { shopId, id: { not: checkoutId }, activeAt } });
  if (others.length === 0) return null;
  const last = await db.recovery.findFirst({
    where: { shopId, checkoutId: { in: others.map(({ id }) => id) }, lastRemindedAt: { not: null, lte: at } },
    orderBy: { lastRemindedAt: "desc" },
    select: { lastRemindedAt: true },
  });
  return last?.lastRemindedAt ?? null;
}

/**
 * Checkouts of a person of whom something else is true, each once. Addresses are stored in lower case; nobody matches an
 * unknown person. Asked apart by customer and by address: of either, SQLite would look through all checkouts of the shop.
 */
async function listCheckoutsOf(
  db: Db,
  { customerId, email, customerEmail }: Person,
  { where }: { where: Prisma.CheckoutWhereInput & { shopId: string } },
): Promise<{ id: string; activeAt: Date }[]> {
  const addresses = [email, customerEmail].flatMap((address) => address?.trim().toLowerCase() ?? []);
  const found = new Map<string, { id: string; activeAt: Date }>();
  for (const theirs of [
    ...(customerId ? [{ customerId }] : []),
    ...[...new Set(addresses)].map((address) => ({ AND: [...[where.AND ?? []].flat(), { email: address }] })),
  ]) {
    const { shopId } = where;
    const select = { id: true, activeAt: true } as const;
    for (const row of await db.checkout.findMany({ where: { ...where, ...theirs, shopId }, select }))
      found.set(row.id, row);
  }
  return [...found.values()];
}
