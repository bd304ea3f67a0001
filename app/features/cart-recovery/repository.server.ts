import { Prisma } from "~/generated/prisma/client";
import { type Db, toDbInstant } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";

type Key = { shopId: string; recoveryId: string };
type CheckoutKey = { shopId: string; checkoutId: string };

export type RecoveryRow = {
  id: string;
  shopId: string;
  checkoutId: string;
  customerId: string | null;
  codeId: string | null;
  sentAt: Date | null;
  clickedAt: Date | null;
};

const FIELDS = {
  id: true,
  shopId: true,
  checkoutId: true,
  customerId: true,
  codeId: true,
  sentAt: true,
  clickedAt: true,
} as const;

export function findRecovery(db: Db, { shopId, recoveryId }: Key): Promise<RecoveryRow | null> {
  return db.recovery.findFirst({ where: { shopId, id: recoveryId }, select: FIELDS });
}

export function findRecoveryByCheckout(
  db: Db,
  { shopId, checkoutId }: CheckoutKey,
): Promise<RecoveryRow | null> {
  return db.recovery.findFirst({ where: { shopId, checkoutId }, select: FIELDS });
}

export type LeftRow = {
  checkoutId: string;
  customerId: string | null;
  activeAt: Date;
  /** When it was completed or became an order; null while neither is known. */
  boughtAt: Date | null;
};
type StoredLeft = Record<"activeAt" | "completedAt" | "orderedAt", Date | string | null> &
  Pick<LeftRow, "checkoutId" | "customerId">;

/**
 * Checkouts that were last touched in a span, oldest first; not those that were touched again after their first
 * reminder, for that one they had.
 *
 * @param asked.after Exclusive. @param asked.until Inclusive.
 */
export async function listLeft(
  db: Db,
  { shopId, after, until }: { shopId: string; after: Date; until: Date },
): Promise<LeftRow[]> {
  const rows = await db.$queryRaw<StoredLeft[]>`
    SELECT c."id" AS "checkoutId", COALESCE(c."customerId", u."id") AS "customerId", c."activeAt", c."completedAt",
      (SELECT MIN(o."placedAt") FROM "Order" o WHERE o."shopId" = c."shopId" AND o."checkoutToken" = c."token"
        AND o."deletedAt" IS NULL) AS "orderedAt"
    FROM "Checkout" c
    LEFT JOIN "Customer" u ON u."shopId" = c."shopId" AND u."emailHash" = c."emailHash" AND c."customerId" IS NULL
      AND u."deletedAt" IS NULL
    WHERE c."shopId" = ${shopId} AND c."activeAt" > ${toDbInstant(after)} AND c."activeAt" <= ${toDbInstant(until)}
      AND c."deletedAt" IS NULL AND (c."email" IS NOT NULL OR c."customerId" IS NOT NULL)
      AND NOT EXISTS (
        SELECT 1 FROM "Recovery" r WHERE r."shopId" = c."shopId" AND r."checkoutId" = c."id"
          AND r."sentAt" < c."activeAt")
    ORDER BY c."activeAt", c."id", u."updatedAt" DESC, u."id"`;
  // Of several customers with one address the latest, as wherever somebody is looked up by it.
  const first = new Map(rows.toReversed().map((row) => [row.checkoutId, row]));
  return [...first.values()].toReversed().map(({ completedAt, orderedAt, activeAt, ...row }) => {
    const bought = [completedAt, orderedAt].flatMap((at) => (at === null ? [] : new Date(at).getTime()));
    return {
      ...row,
      activeAt: new Date(activeAt ?? 0),
      boughtAt: bought.length > 0 ? new Date(Math.min(...bought)) : null,
    };
  });
}

export type SeriesKey = { checkoutId: string; entryKey: string };

/** Of these series, those that may begin: a flow watches none of them yet, and no mail of another one was sent. */
export async function listUnbegun(
  db: Db,
  { shopId, flowId, series }: { shopId: string; flowId: string; series: readonly SeriesKey[] },
): Promise<Set<string>> {
  if (series.length === 0) return new Set();
  const checkoutIds = series.map(({ checkoutId }) => checkoutId);
  const rows = await db.$queryRaw<
    { checkoutId: string; flowId: string | null; entryKey: string | null; sentAt: unknown }[]
  >`
    SELECT "checkoutId", "flowId", "entryKey", "sentAt" FROM "Recovery"
    WHERE "shopId" = ${shopId} AND @few AND "checkoutId" IN ${idsIn(checkoutIds)}`;
  const known = new Map(rows.map((row) => [row.checkoutId, row]));
  const unbegun = series.filter(({ checkoutId, entryKey }) => {
    const row = known.get(checkoutId);
    return !row || (row.sentAt === null && !(row.flowId === flowId && row.entryKey === entryKey));
  });
  return new Set(unbegun.map(({ entryKey }) => entryKey));
}

type Watched = CheckoutKey & {
  id: string;
  customerId: string | null;
  flowId: string;
  entryKey: string;
  dueAt: Date;
  now: Date;
};

/** Notes that a checkout was left, or was left again. One row per (shopId, checkoutId). */
export async function saveWatched(db: Db, { id, now, ...row }: Watched): Promise<void> {
  const { shopId, checkoutId } = row;
  await db.recovery.upsert({
    where: { shopId_checkoutId: { shopId, checkoutId } },
    create: { ...row, id, createdAt: now, updatedAt: now },
    update: { ...row, updatedAt: now },
  });
}

type Reminded = CheckoutKey & {
  id: string;
  customerId: string | null;
  messageId: string;
  /** Of the run; null: none so far. */
  codeId: string | null;
  at: Date;
};

/** Notes that a reminder was sent. The first one counts for the figures. Safe to repeat. */
export async function saveReminded(db: Db, { id, at, codeId, ...row }: Reminded): Promise<void> {
  const { shopId, checkoutId, messageId } = row;
  const change = { messageId, lastRemindedAt: at, updatedAt: at, ...(codeId === null ? {} : { codeId }) };
  await db.recovery.upsert({
    where: { shopId_checkoutId: { shopId, checkoutId } },
    create: { ...row, ...change, id, dueAt: at, createdAt: at },
    update: change,
  });
  await db.recovery.updateMany({ where: { shopId, checkoutId, sentAt: null }, data: { sentAt: at } });
}

/** Notes that a reminder was perhaps sent: it holds others back, and counts in no figure. */
export async function savePerhapsReminded(
  db: Db,
  { shopId, checkoutId, at }: CheckoutKey & { at: Date },
): Promise<void> {
  await db.recovery.updateMany({
    where: { shopId, checkoutId },
    data: { lastRemindedAt: at, updatedAt: at },
  });
}

/** Counts the order a checkout became. @returns false when one was counted before. */
export async function claimRecovered(
  db: Db,
  { shopId, recoveryId, orderId, placedAt, now }: Key & { orderId: string; placedAt: Date; now: Date },
): Promise<boolean> {
  const { count } = await db.recovery.updateMany({
    where: { shopId, id: recoveryId, recoveredAt: null },
    data: { recoveredAt: placedAt, recoveredOrderId: orderId, updatedAt: now },
  });
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
export async function listUncountedOrderIds(
  db: Db,
  { shopId, checkoutId = null }: { shopId: string; checkoutId?: string | null },
): Promise<string[]> {
  const ofOne = checkoutId === null ? Prisma.empty : Prisma.sql`AND r."checkoutId" = ${checkoutId}`;
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT o."id" FROM "Recovery" r
    JOIN "Checkout" c ON c."shopId" = ${shopId} AND c."id" = r."checkoutId"
    JOIN "Order" o ON o."shopId" = ${shopId} AND o."checkoutToken" = c."token" AND o."deletedAt" IS NULL
    WHERE r."shopId" = ${shopId} AND r."sentAt" IS NOT NULL AND r."recoveredAt" IS NULL ${ofOne}
    ORDER BY o."placedAt", o."id"`;
  return rows.map(({ id }) => id);
}

/** Where a checkout is picked up again, and in which language its shopper reads. */
export function findCheckoutLink(
  db: Db,
  { shopId, checkoutId }: CheckoutKey,
): Promise<{ recoverUrl: string | null; locale: string | null } | null> {
  return db.checkout.findFirst({
    where: { shopId, id: checkoutId },
    select: { recoverUrl: true, locale: true },
  });
}

/** The message of a run, if it is a reminder of a left checkout: about a checkout, of the topic. */
export async function findReminder(
  db: Db,
  { shopId, messageId, runId }: { shopId: string; messageId: string; runId: string },
): Promise<{ checkoutId: string; customerId: string | null; codeId: string | null } | null> {
  const message = await db.message.findFirst({
    where: { shopId, id: messageId, topic: "cart" },
    select: { id: true },
  });
  const run =
    message && (await db.flowRun.findFirst({ where: { shopId, id: runId, subjectKind: "checkout" } }));
  if (!run?.subjectId) return null;
  const { codeId } = JSON.parse(run.contextJson) as Record<string, unknown>;
  const { subjectId: checkoutId, customerId } = run;
  return { checkoutId, customerId, codeId: typeof codeId === "string" ? codeId : null };
}
