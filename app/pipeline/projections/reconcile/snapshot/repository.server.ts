import type { Db } from "~/platform/db.server";

import type { Change } from "../../batch/change";
import { knownVersion, type StoredRecord } from "../compare";
import type { ReconcileResource } from "../rules";

/** What is stored of the records that changes are about, by the index of the change; null where there is nothing. */
export async function listStoredRecords(
  db: Db,
  { shopId, resource, changes }: { shopId: string; resource: ReconcileResource; changes: readonly Change[] },
): Promise<(StoredRecord | null)[]> {
  if (resource === "checkouts") return listCheckouts(db, { shopId, changes });
  const ids = changes.flatMap((change) => ("id" in change ? [change.id] : []));
  const stored = await listById(db, { shopId, resource, ids });
  const byId = new Map(stored.map((record) => [record.id, record]));
  return changes.map((change) => ("id" in change ? (byId.get(change.id) ?? null) : null));
}

async function listById(
  db: Db,
  { shopId, resource, ids }: { shopId: string; resource: ReconcileResource; ids: string[] },
): Promise<StoredRecord[]> {
  switch (resource) {
    case "customers": {
      const rows = await db.customer.findMany({
        where: { shopId, id: { in: ids } },
        include: { tags: { where: { shopId } } },
      });
      return rows.map(({ tags, ...row }) => ({
        ...recordOf(row),
        partVersions: {
          tags: row.tagsVersionAt,
          shopifyOrderCount: row.summaryVersionAt,
          shopifySpentMinor: row.summaryVersionAt,
          // Where the store never asked, nothing is told either.
          ...(row.emailConsentState === null ? { emailConsentState: null } : {}),
          ...(row.smsConsentState === null ? { smsConsentState: null } : {}),
        },
        children: { tags: byKey(tags, ({ tagKey }) => tagKey) },
      }));
    }
    case "orders": {
      const rows = await db.order.findMany({
        where: { shopId, id: { in: ids } },
        include: {
          lines: { where: { shopId } },
          discounts: { where: { shopId } },
          refunds: { where: { shopId } },
        },
      });
      return rows.map(({ lines, discounts, refunds, ...row }) => ({
        ...recordOf(row),
        children: {
          lines: byKey(lines, ({ id }) => id),
          discounts: byKey(discounts, ({ codeKey }) => codeKey),
          refunds: byKey(refunds, ({ id }) => id),
        },
      }));
    }
    case "products": {
      const rows = await db.product.findMany({
        where: { shopId, id: { in: ids } },
        include: { variants: { where: { shopId } } },
      });
      return rows.map(({ variants, ...row }) => ({
        ...recordOf(row),
        children: { variants: byKey(variants, ({ id }) => id) },
      }));
    }
    case "checkouts":
      throw new Error("checkouts are found by their keys");
  }
}

/** Deliveries know a checkout by its token, the API by its number or its recovery link. */
async function listCheckouts(
  db: Db,
  { shopId, changes }: { shopId: string; changes: readonly Change[] },
): Promise<(StoredRecord | null)[]> {
  const keys = changes.map((change) => (change.resource === "checkout" ? change.keys : null));
  const gids = keys.flatMap((key) => key?.gid ?? []);
  const recoverUrls = keys.flatMap((key) => key?.recoverUrl ?? []);
  const rows = await db.checkout.findMany({
    where: { shopId, OR: [{ gid: { in: gids } }, { recoverUrl: { in: recoverUrls } }] },
    include: { lines: { where: { shopId } } },
  });
  return keys.map((key) => {
    const row =
      rows.find(({ gid }) => gid !== null && gid === key?.gid) ??
      rows.find(({ recoverUrl }) => recoverUrl !== null && recoverUrl === key?.recoverUrl);
    if (!row) return null;
    return { ...recordOf(row), children: { lines: byKey(row.lines, ({ position }) => String(position)) } };
  });
}

function recordOf(row: {
  id: string;
  versionAt: Date | null;
  deletedAt: Date | null;
}): Omit<StoredRecord, "children"> {
  const { id, versionAt, deletedAt } = row;
  return { id, row, versionAt: knownVersion(versionAt), partVersions: {}, deletedAt };
}

function byKey<Row extends object>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): Map<string, Record<string, unknown>> {
  return new Map(rows.map((row) => [keyOf(row), row as Record<string, unknown>]));
}
