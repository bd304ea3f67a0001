import { type Db, toMinor } from "~/platform/db.server";

import type { CodeState } from "./rules";
import type { OfferKind } from "./schema";

export type IssuedCodeRow = {
  id: string;
  shopId: string;
  customerId: string | null;
  occasionKey: string;
  code: string;
  codeKey: string;
  percentBp: number;
  kind: OfferKind;
  title: string;
  offerJson: string;
  discountGid: string | null;
  poolId: string | null;
  state: CodeState;
  startsAt: Date;
  expiresAt: Date;
  clockStartedAt: Date | null;
  remindAt: Date | null;
  redeemedOrderId: string | null;
  budgetKey: string;
  budgetMonth: string;
  promisedMinor: number;
  costMinor: number | null;
  removedAt: Date | null;
};

const FIELDS = {
  id: true,
  shopId: true,
  customerId: true,
  occasionKey: true,
  code: true,
  codeKey: true,
  percentBp: true,
  kind: true,
  title: true,
  offerJson: true,
  discountGid: true,
  poolId: true,
  state: true,
  startsAt: true,
  expiresAt: true,
  clockStartedAt: true,
  remindAt: true,
  redeemedOrderId: true,
  budgetKey: true,
  budgetMonth: true,
  promisedMinor: true,
  costMinor: true,
  removedAt: true,
} as const;

type StoredRow = Omit<IssuedCodeRow, "state" | "kind" | "promisedMinor" | "costMinor"> & {
  state: string;
  kind: string;
  promisedMinor: bigint;
  costMinor: bigint | null;
};

const typed = (row: StoredRow): IssuedCodeRow => ({
  ...row,
  state: row.state as CodeState,
  kind: row.kind as OfferKind,
  promisedMinor: toMinor(row.promisedMinor),
  costMinor: row.costMinor === null ? null : toMinor(row.costMinor),
});

type Key = { shopId: string; codeId: string };

/** A code by its id; null when unknown or erased. */
export async function findCode(db: Db, { shopId, codeId }: Key): Promise<IssuedCodeRow | null> {
  const row = await db.issuedCode.findFirst({ where: { shopId, id: codeId }, select: FIELDS });
  return row && typed(row);
}

/** Codes by their ids, in no order; those that are unknown are left out. */
export async function listCodes(
  db: Db,
  { shopId, codeIds }: { shopId: string; codeIds: readonly string[] },
): Promise<IssuedCodeRow[]> {
  const rows = await db.issuedCode.findMany({
    where: { shopId, id: { in: [...codeIds] } },
    select: FIELDS,
  });
  return rows.map(typed);
}

/** The code of an occasion; null when none was asked for. */
export async function findCodeByOccasion(
  db: Db,
  { shopId, occasionKey }: { shopId: string; occasionKey: string },
): Promise<IssuedCodeRow | null> {
  const row = await db.issuedCode.findFirst({ where: { shopId, occasionKey }, select: FIELDS });
  return row && typed(row);
}

/** Whether a code is taken by another occasion of the shop. */
export async function isCodeTaken(
  db: Db,
  { shopId, codeKey }: { shopId: string; codeKey: string },
): Promise<boolean> {
  return (await db.issuedCode.count({ where: { shopId, codeKey } })) > 0;
}

export type NewCode = Omit<
  IssuedCodeRow,
  "state" | "redeemedOrderId" | "costMinor" | "discountGid" | "removedAt"
> & {
  createdAt: Date;
};

/**
 * Stores a code that is asked for.
 *
 * Safe to repeat: one code per (shopId, occasionKey). @returns the one that is stored.
 */
export async function insertCode(db: Db, row: NewCode): Promise<IssuedCodeRow> {
  const { shopId, occasionKey } = row;
  return typed(
    await db.issuedCode.upsert({
      where: { shopId_occasionKey: { shopId, occasionKey } },
      create: { ...row, state: "requested" },
      update: { shopId },
      select: FIELDS,
    }),
  );
}

export type CodeChange = {
  state?: CodeState;
  customerId?: string;
  occasionKey?: string;
  discountGid?: string;
  expiresAt?: Date;
  clockStartedAt?: Date | null;
  remindAt?: Date | null;
  remindedAt?: Date;
  removedAt?: Date;
  redeemedAt?: Date | null;
  redeemedOrderId?: string | null;
  budgetKey?: string;
  budgetMonth?: string;
  promisedMinor?: number;
  costMinor?: number | null;
};

/** Changes a code that is in the state it was read in. @returns false when it no longer is. */
export async function claimCode(
  db: Db,
  { shopId, codeId, from, change }: Key & { from: CodeState; change: CodeChange },
): Promise<boolean> {
  const { count } = await db.issuedCode.updateMany({
    where: { shopId, id: codeId, state: from },
    data: change,
  });
  return count === 1;
}

/** Records that codes are no longer at Shopify. */
export async function markRemoved(
  db: Db,
  { shopId, codeIds, now }: { shopId: string; codeIds: readonly string[]; now: Date },
): Promise<void> {
  await db.issuedCode.updateMany({
    where: { shopId, id: { in: [...codeIds] }, removedAt: null },
    data: { removedAt: now },
  });
}

/** Records that somebody was reminded. @returns false when that was done already, or the code is no longer open. */
export async function claimReminder(db: Db, { shopId, codeId, now }: Key & { now: Date }): Promise<boolean> {
  const { count } = await db.issuedCode.updateMany({
    where: { shopId, id: codeId, state: "issued", remindedAt: null },
    data: { remindedAt: now },
  });
  return count === 1;
}

/** The GID of a customer; null when unknown or erased. */
export async function findCustomerGid(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<string | null> {
  const row = await db.customer.findFirst({
    where: { shopId, id: customerId, deletedAt: null },
    select: { gid: true },
  });
  return row?.gid ?? null;
}

/** Whether the person has a credit with this end: the two could not be told apart at Shopify. */
export async function hasCreditUntil(
  db: Db,
  { shopId, customerId, expiresAt }: { shopId: string; customerId: string; expiresAt: Date },
): Promise<boolean> {
  const where = { shopId, customerId, kind: "store-credit", expiresAt };
  return (await db.issuedCode.count({ where })) > 0;
}
