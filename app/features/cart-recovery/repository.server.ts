import type { Db } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";

import type { RecoveryState } from "./schema";

export type RecoveryRow = {
  id: string;
  shopId: string;
  checkoutId: string;
  customerId: string | null;
  state: RecoveryState;
  reason: string | null;
  dueAt: Date;
  codeId: string | null;
  messageId: string | null;
  sentAt: Date | null;
  clickedAt: Date | null;
};

const FIELDS = {
  id: true,
  shopId: true,
  checkoutId: true,
  customerId: true,
  state: true,
  reason: true,
  dueAt: true,
  codeId: true,
  messageId: true,
  sentAt: true,
  clickedAt: true,
} as const;

type StoredRow = Omit<RecoveryRow, "state"> & { state: string };
const typed = (row: StoredRow | null): RecoveryRow | null =>
  row && { ...row, state: row.state as RecoveryState };

type Key = { shopId: string; recoveryId: string };

export async function findRecovery(db: Db, { shopId, recoveryId }: Key): Promise<RecoveryRow | null> {
  return typed(await db.recovery.findFirst({ where: { shopId, id: recoveryId }, select: FIELDS }));
}

export async function findRecoveryByCheckout(
  db: Db,
  { shopId, checkoutId }: { shopId: string; checkoutId: string },
): Promise<RecoveryRow | null> {
  return typed(await db.recovery.findFirst({ where: { shopId, checkoutId }, select: FIELDS }));
}

/** The recovery that asked for a code; null when none did. */
export async function findRecoveryByCode(
  db: Db,
  { shopId, codeId }: { shopId: string; codeId: string },
): Promise<RecoveryRow | null> {
  return typed(await db.recovery.findFirst({ where: { shopId, codeId }, select: FIELDS }));
}

/** Starts to wait for a checkout. Safe to repeat: one row per (shopId, checkoutId), an existing one is left as it is. */
export async function insertRecovery(
  db: Db,
  row: { id: string; shopId: string; checkoutId: string; customerId: string | null; dueAt: Date; now: Date },
): Promise<void> {
  const { now, ...data } = row;
  const { shopId, checkoutId } = row;
  await db.recovery.upsert({
    where: { shopId_checkoutId: { shopId, checkoutId } },
    create: { ...data, state: "waiting", createdAt: now, updatedAt: now },
    update: { shopId },
  });
}

/** Waits longer: the shopper did something. Waiting rows only move forward. */
export async function postponeRecovery(
  db: Db,
  {
    shopId,
    checkoutId,
    customerId,
    dueAt,
    now,
  }: {
    shopId: string;
    checkoutId: string;
    customerId: string | null;
    dueAt: Date;
    now: Date;
  },
): Promise<boolean> {
  const { count } = await db.recovery.updateMany({
    where: { shopId, checkoutId, state: "waiting", dueAt: { lt: dueAt } },
    data: { dueAt, customerId, updatedAt: now },
  });
  return count === 1;
}

/** Waits anew for a checkout that was given up for one of `reasons` before anything was sent. */
export async function reopenRecovery(
  db: Db,
  {
    shopId,
    checkoutId,
    customerId,
    reasons,
    dueAt,
    now,
  }: {
    shopId: string;
    checkoutId: string;
    customerId: string | null;
    reasons: readonly string[];
    dueAt: Date;
    now: Date;
  },
): Promise<boolean> {
  const { count } = await db.recovery.updateMany({
    where: { shopId, checkoutId, state: "stopped", sentAt: null, reason: { in: [...reasons] } },
    data: { state: "waiting", reason: null, messageId: null, dueAt, customerId, updatedAt: now },
  });
  return count === 1;
}

export type RecoveryChange = {
  state: RecoveryState;
  reason?: string | null;
  dueAt?: Date;
  codeId?: string | null;
  messageId?: string | null;
  sentAt?: Date;
  recoveredAt?: Date;
  recoveredOrderId?: string;
};

/** Moves a recovery on. @returns false when it is in none of the states `from` any more: somebody else moved it. */
export async function claimRecovery(
  db: Db,
  {
    shopId,
    recoveryId,
    from,
    to,
    now,
  }: Key & { from: readonly RecoveryState[]; to: RecoveryChange; now: Date },
): Promise<boolean> {
  const { count } = await db.recovery.updateMany({
    where: { shopId, id: recoveryId, state: { in: [...from] } },
    data: { ...to, updatedAt: now },
  });
  return count === 1;
}

/** Forgets a checkout that was never left: bought before its delay was over. @returns false when it no longer waits. */
export async function deleteWaiting(
  db: Db,
  { shopId, checkoutId }: { shopId: string; checkoutId: string },
): Promise<boolean> {
  const { count } = await db.recovery.deleteMany({ where: { shopId, checkoutId, state: "waiting" } });
  return count === 1;
}

/** Records the first click of the link in the mail. @returns false when there was one before. */
export async function claimClick(db: Db, { shopId, recoveryId, at }: Key & { at: Date }): Promise<boolean> {
  const { count } = await db.recovery.updateMany({
    where: { shopId, id: recoveryId, clickedAt: null },
    data: { clickedAt: at, updatedAt: at },
  });
  return count === 1;
}

export type OrderOfCheckout = {
  orderId: string;
  checkoutId: string;
  placedAt: Date;
  isValid: boolean;
  netMinor: bigint;
  currencyCode: string;
};

/** The order and the checkout its token names; null when it came from no checkout we know. */
export async function findOrderOfCheckout(
  db: Db,
  { shopId, orderId }: { shopId: string; orderId: string },
): Promise<OrderOfCheckout | null> {
  const order = await db.order.findFirst({ where: { shopId, id: orderId, deletedAt: null } });
  if (!order?.checkoutToken) return null;
  const checkout = await db.checkout.findFirst({
    where: { shopId, token: order.checkoutToken },
    select: { id: true },
  });
  if (!checkout) return null;
  const { placedAt, isValid, netMinor, currencyCode } = order;
  return { orderId, checkoutId: checkout.id, placedAt, isValid, netMinor, currencyCode };
}

/** Which of the tokens name a checkout that a mail was sent about. */
export async function listMailedCheckoutTokens(
  db: Db,
  { shopId, tokens }: { shopId: string; tokens: readonly string[] },
): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ token: string }[]>`
    SELECT c."token" FROM "Checkout" c
    JOIN "Recovery" r ON r."shopId" = ${shopId} AND r."checkoutId" = c."id" AND r."sentAt" IS NOT NULL
    WHERE c."shopId" = ${shopId} AND c."token" IN ${idsIn(tokens)}`;
  return new Set(rows.map(({ token }) => token));
}

/** Ids of orders made from checkouts whose mail was sent and that are not counted as recovered. */
export async function listUncountedOrderIds(db: Db, { shopId }: { shopId: string }): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT o."id" FROM "Recovery" r
    JOIN "Checkout" c ON c."shopId" = ${shopId} AND c."id" = r."checkoutId"
    JOIN "Order" o ON o."shopId" = ${shopId} AND o."checkoutToken" = c."token" AND o."deletedAt" IS NULL
    WHERE r."shopId" = ${shopId} AND r."state" = 'sent'
    ORDER BY o."placedAt", o."id"`;
  return rows.map(({ id }) => id);
}

/** Ids of orders made from a checkout. */
export async function listOrderIdsOfCheckout(
  db: Db,
  { shopId, token }: { shopId: string; token: string },
): Promise<string[]> {
  const rows = await db.order.findMany({
    where: { shopId, checkoutToken: token, deletedAt: null },
    orderBy: { placedAt: "asc" },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** Where a checkout is picked up again, and in which language its shopper reads. */
export function findCheckoutLink(
  db: Db,
  { shopId, checkoutId }: { shopId: string; checkoutId: string },
): Promise<{ recoverUrl: string | null; locale: string | null } | null> {
  return db.checkout.findFirst({
    where: { shopId, id: checkoutId },
    select: { recoverUrl: true, locale: true },
  });
}
