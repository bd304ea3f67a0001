import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { andAmong, idsIn, rowsToJson, upsertSql } from "~/platform/sql.server";

import type { Among } from "../measures/repository.server";

import type { DuePerk } from "./rules";
import type { EntitlementState, Perk, PerkKind } from "./schema";

export type Entitlement = {
  id: string;
  customerId: string;
  tierId: string;
  perkId: string;
  perkKind: PerkKind;
  periodKey: string;
  perk: Perk;
  state: EntitlementState;
  codeId: string | null;
};

const FIELDS = {
  id: true,
  customerId: true,
  tierId: true,
  perkId: true,
  perkKind: true,
  periodKey: true,
  perkJson: true,
  state: true,
  codeId: true,
} as const;

type Stored = Omit<Entitlement, "perk" | "perkKind" | "state"> & {
  perkKind: string;
  perkJson: string;
  state: string;
};

/** Written by `insertEntitlements` alone, from what `PerkSchema` had parsed. */
const typed = ({ perkJson, ...row }: Stored): Entitlement => ({
  ...row,
  perkKind: row.perkKind as PerkKind,
  perk: JSON.parse(perkJson) as Perk,
  state: row.state as EntitlementState,
});

export type Member = { customerId: string; tierId: string; since: Date };

/** Members, and since when they have their tier. */
export function listMembers(db: Db, { shopId, customerIds }: Among): Promise<Member[]> {
  return db.$queryRaw<Member[]>`
    SELECT "customerId", "tierId", "since" FROM "VipMembership"
    WHERE "shopId" = ${shopId}${andAmong('"customerId"', customerIds)}`;
}

/** Names an entitlement: `<perkId> <periodKey>` of a customer. */
export function entitlementKey(perkId: string, periodKey: string): string {
  return `${perkId} ${periodKey}`;
}

/** What customers have been promised of these perks, by customer. */
export async function listEntitled(
  db: Db,
  { shopId, customerIds, perkIds }: Among & { perkIds: readonly string[] },
): Promise<Map<string, Set<string>>> {
  const rows = await db.$queryRaw<{ customerId: string; perkId: string; periodKey: string }[]>`
    SELECT "customerId", "perkId", "periodKey" FROM "VipEntitlement"
    WHERE "shopId" = ${shopId}${andAmong('"customerId"', customerIds)} AND "perkId" IN ${idsIn(perkIds)}`;
  const entitled = new Map<string, Set<string>>();
  for (const { customerId, perkId, periodKey } of rows) {
    const keys = entitled.get(customerId) ?? new Set();
    keys.add(entitlementKey(perkId, periodKey));
    entitled.set(customerId, keys);
  }
  return entitled;
}

const INSERT_ENTITLEMENTS = upsertSql({
  table: "VipEntitlement",
  columns: [
    "id",
    "shopId",
    "customerId",
    "tierId",
    "perkId",
    "perkKind",
    "periodKey",
    "perkJson",
    "state",
    "messageId",
    "promisedAt",
    "changedAt",
  ],
  key: ["shopId", "customerId", "perkId", "periodKey"],
  onConflict: "nothing",
});

export type NewEntitlement = DuePerk & {
  customerId: string;
  state: "promised" | "delivered";
  messageId: string | null;
};

/** Promises perks. Safe to repeat: one per member, perk and period. @returns those that are new. */
export async function insertEntitlements(
  db: Db,
  { shopId, due, now }: { shopId: string; due: readonly NewEntitlement[]; now: Date },
): Promise<Entitlement[]> {
  if (due.length === 0) return [];
  const rows = due.map(({ perk, ...row }) => ({
    ...row,
    id: newId(),
    shopId,
    perkId: perk.id,
    perkKind: perk.kind,
    perkJson: JSON.stringify(perk),
    promisedAt: now,
    changedAt: now,
  }));
  await db.$executeRawUnsafe(INSERT_ENTITLEMENTS, rowsToJson(rows));
  return listEntitlements(db, { shopId, ids: rows.map(({ id }) => id) });
}

/** Entitlements by their ids, in the order they were promised in. */
export async function listEntitlements(
  db: Db,
  { shopId, ids }: { shopId: string; ids: readonly string[] },
): Promise<Entitlement[]> {
  const rows = await db.vipEntitlement.findMany({
    where: { shopId, id: { in: [...ids] } },
    select: FIELDS,
    orderBy: { id: "asc" },
  });
  return rows.map(typed);
}

/** What customers have been promised or given, and not lost. */
export async function listHeld(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
): Promise<Entitlement[]> {
  const rows = await db.vipEntitlement.findMany({
    where: { shopId, customerId: { in: [...customerIds] }, state: { in: ["promised", "delivered"] } },
    select: FIELDS,
  });
  return rows.map(typed);
}

export type EntitlementChange = {
  state?: EntitlementState;
  reason?: string | null;
  codeId?: string;
  messageId?: string;
  staffId?: string | null;
};

/** Changes an entitlement that is in one of the states. @returns false when it no longer is. */
export async function claimEntitlement(
  db: Db,
  {
    shopId,
    id,
    from,
    change,
    now,
  }: {
    shopId: string;
    id: string;
    from: readonly EntitlementState[];
    change: EntitlementChange;
    now: Date;
  },
): Promise<boolean> {
  const { count } = await db.vipEntitlement.updateMany({
    where: { shopId, id, state: { in: [...from] } },
    data: { ...change, ...(change.state === undefined ? {} : { changedAt: now }) },
  });
  return count === 1;
}
