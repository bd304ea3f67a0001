import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import type { Redirect } from "../batch/identity";
import type { MergeRecord } from "./schema";

const FIELDS = {
  id: true,
  fromCustomerId: true,
  toCustomerId: true,
  fromDeletedAt: true,
  toRegisteredAt: true,
  mergedAt: true,
  undoneAt: true,
} as const;

/** Stores a merge. @returns its id; null when this customer was merged before, undone or not. */
export async function insertMerge(
  db: Db,
  { shopId, now, ...merge }: Omit<MergeRecord, "id" | "undoneAt"> & { shopId: string; now: Date },
): Promise<string | null> {
  const { fromCustomerId } = merge;
  const id = newId();
  const stored = await db.customerMerge.upsert({
    where: { shopId_fromCustomerId: { shopId, fromCustomerId } },
    create: { ...merge, id, shopId, recordedAt: now },
    update: { shopId },
    select: { id: true },
  });
  return stored.id === id ? id : null;
}

export function findMerge(
  db: Db,
  { shopId, mergeId }: { shopId: string; mergeId: string },
): Promise<MergeRecord | null> {
  return db.customerMerge.findFirst({ where: { shopId, id: mergeId }, select: FIELDS });
}

/** Merges into a customer, as the store said them, that were not taken back. */
export function listMergesInto(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<MergeRecord[]> {
  return db.customerMerge.findMany({
    where: { shopId, toCustomerId: customerId, undoneAt: null },
    select: FIELDS,
  });
}

/** All merges of a shop that were not taken back. */
export function listStandingMerges(db: Db, { shopId }: { shopId: string }): Promise<MergeRecord[]> {
  return db.customerMerge.findMany({
    where: { shopId, undoneAt: null },
    orderBy: { id: "asc" },
    select: FIELDS,
  });
}

/** @returns false when it was taken back before. */
export async function claimUndo(
  db: Db,
  { shopId, mergeId, now }: { shopId: string; mergeId: string; now: Date },
): Promise<boolean> {
  const { count } = await db.customerMerge.updateMany({
    where: { shopId, id: mergeId, undoneAt: null },
    data: { undoneAt: now },
  });
  return count === 1;
}

type One = { shopId: string; customerId: string };

/** A customer as far as a merge goes; null when there is no row. */
export function findParty(db: Db, { shopId, customerId }: One) {
  return db.customer.findFirst({
    where: { shopId, id: customerId },
    select: { gid: true, registeredAt: true, deletedAt: true, mergedIntoId: true, email: true, phone: true },
  });
}

/** Makes sure there is a row of a customer. Safe to repeat. */
export async function ensureCustomer(
  db: Db,
  { shopId, customerId, gid, now }: One & { gid: string; now: Date },
): Promise<void> {
  await db.customer.upsert({
    where: { id: customerId, shopId },
    create: { id: customerId, shopId, gid, createdAt: now, updatedAt: now },
    update: { shopId },
  });
}

type Standing = { mergedIntoId: string | null; deletedAt: Date | null };

/** Hides a customer behind another, or shows it again. */
export async function saveStanding(
  db: Db,
  { shopId, customerId, ...standing }: One & Standing,
): Promise<void> {
  await db.customer.updateMany({ where: { shopId, id: customerId }, data: standing });
}

export async function saveRegistration(
  db: Db,
  { shopId, customerId, registeredAt }: One & { registeredAt: Date | null },
): Promise<void> {
  await db.customer.updateMany({ where: { shopId, id: customerId }, data: { registeredAt } });
}

/** Customers hidden behind `fromKeptId` are hidden behind `toKeptId` from now on; only `customerIds` unless null. */
export async function redirectMerged(
  db: Db,
  {
    shopId,
    fromKeptId,
    toKeptId,
    customerIds = null,
  }: { shopId: string; fromKeptId: string; toKeptId: string; customerIds?: readonly string[] | null },
): Promise<void> {
  await db.customer.updateMany({
    where: { shopId, mergedIntoId: fromKeptId, ...(customerIds ? { id: { in: [...customerIds] } } : {}) },
    data: { mergedIntoId: toKeptId },
  });
}

/** The earliest registration among the customers hidden behind one; null when none is known. */
export async function findEarliestMerged(db: Db, { shopId, customerId }: One): Promise<Date | null> {
  const { _min } = await db.customer.aggregate({
    where: { shopId, mergedIntoId: customerId },
    _min: { registeredAt: true },
  });
  return _min.registeredAt;
}

/** Days on which customers placed orders (YYYY-MM-DD in the shop's zone). */
export async function listOrderDays(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
): Promise<string[]> {
  const rows = await db.order.findMany({
    where: { shopId, customerId: { in: [...customerIds] }, isValid: true },
    distinct: ["placedOn"],
    select: { placedOn: true },
  });
  return rows.map(({ placedOn }) => placedOn);
}

/** Notes orders and checkouts that named a merged customer when they came: an undo gives them back. Safe to repeat. */
export async function logRedirects(
  db: Db,
  { shopId, redirects }: { shopId: string; redirects: readonly Redirect[] },
): Promise<void> {
  for (const { table, rowId: rowKey, fromCustomerId } of redirects) {
    const merge = await db.customerMerge.findFirst({
      where: { shopId, fromCustomerId, undoneAt: null },
      select: { id: true },
    });
    if (!merge) continue;
    const key = { shopId, mergeId: merge.id, table, rowKey };
    await db.customerMergeMove.upsert({
      where: { shopId_mergeId_table_rowKey: key },
      create: { ...key, fate: "moved" },
      update: { shopId },
    });
  }
}

/** What happened to orders and checkouts that a merge moved goes back with them, also what came since. */
export async function returnEventsOfMoved(
  db: Db,
  {
    shopId,
    mergeId,
    toCustomerId,
    fromCustomerId,
  }: { shopId: string; mergeId: string; toCustomerId: string; fromCustomerId: string },
): Promise<void> {
  const named = (id: string) => `"customerId":${JSON.stringify(id)}`;
  await db.$executeRaw`
    UPDATE "DomainEvent" SET "customerId" = ${fromCustomerId}, "payloadJson" = REPLACE("payloadJson", ${named(toCustomerId)}, ${named(fromCustomerId)})
    WHERE "shopId" = ${shopId} AND "customerId" = ${toCustomerId} AND ("subjectId" = ${fromCustomerId} OR "subjectId" IN (
      SELECT m."rowKey" FROM "CustomerMergeMove" m
      WHERE m."shopId" = ${shopId} AND m."mergeId" = ${mergeId} AND m."table" IN ('Order', 'Checkout')))`;
}
