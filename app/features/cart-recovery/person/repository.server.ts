import type { Db } from "~/platform/db.server";

import { OFFLINE_SOURCES, REMINDER_LOOKBACK_MS, type StopReason } from "../rules";

/** Who left a checkout: known by customer, by the checkout's address and by the customer's own. */
export type Person = { customerId: string | null; email: string | null; customerEmail: string | null };

type Asked = { shopId: string; checkoutId: string; person: Person };

/**
 * Whether the same person has another checkout that they left later and may still complete.
 *
 * Of two left in the same instant the one with the greater id is the newer, so that exactly one always is the newest.
 * Only what could be written about counts: with an address, and made by a shopper in the online store. One that gave
 * way to a newer one itself does not, until its shopper is back: a change by somebody else may have moved its clock.
 */
export async function hasNewerCheckout(
  db: Db,
  { shopId, checkoutId, activeAt, person }: Asked & { activeAt: Date },
): Promise<boolean> {
  const newer = await db.checkout.findMany({
    where: {
      shopId,
      completedAt: null,
      deletedAt: null,
      AND: [
        { OR: checkoutsOf(person) },
        { OR: [{ activeAt: { gt: activeAt } }, { activeAt, id: { gt: checkoutId } }] },
        { OR: [{ sourceName: null }, { sourceName: { notIn: [...OFFLINE_SOURCES] } }] },
      ],
      // A customer's checkout without an address is written about at the customer's.
      ...(person.customerEmail === null ? { email: { not: null } } : {}),
    },
    select: { id: true },
  });
  if (newer.length === 0) return false;
  const reason: StopReason = "newer-checkout";
  const checkoutIds = newer.map(({ id }) => id);
  const gaveWay = await db.recovery.count({
    where: { shopId, checkoutId: { in: checkoutIds }, state: "stopped", reason },
  });
  return newer.length > gaveWay;
}

/**
 * When the same person was last sent a reminder of another checkout, whatever became of that checkout; one that was
 * perhaps sent counts too. Null when none is new enough to matter.
 */
export async function findLastReminder(
  db: Db,
  { shopId, checkoutId, person, now }: Asked & { now: Date },
): Promise<Date | null> {
  const activeAt = { gte: new Date(now.getTime() - REMINDER_LOOKBACK_MS) };
  const others = await db.checkout.findMany({
    where: { shopId, id: { not: checkoutId }, activeAt, OR: checkoutsOf(person) },
    select: { id: true },
  });
  if (others.length === 0) return null;
  const reminders = await db.recovery.findMany({
    where: {
      shopId,
      checkoutId: { in: others.map(({ id }) => id) },
      OR: [{ sentAt: { not: null } }, { reason: "mail-uncertain" }],
    },
    select: { sentAt: true, updatedAt: true },
  });
  // What was perhaps sent has no instant of sending; it was settled right after.
  const instants = reminders.map(({ sentAt, updatedAt }) => (sentAt ?? updatedAt).getTime());
  return instants.length > 0 ? new Date(Math.max(...instants)) : null;
}

/** Addresses are stored in lower case. Nobody matches an unknown person. */
function checkoutsOf({ customerId, email, customerEmail }: Person) {
  const addresses = [email, customerEmail].filter((address) => address !== null);
  return [
    ...(customerId ? [{ customerId }] : []),
    { email: { in: addresses.map((address) => address.trim().toLowerCase()) } },
  ];
}
