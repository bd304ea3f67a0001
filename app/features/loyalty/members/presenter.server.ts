import type { Db } from "~/platform/db.server";

import { listRequested } from "../adjustments/repository.server";
import type { Oddness } from "../review/rules";
import type { EntryKind, SourceKind } from "../rules/ledger";
import {
  countEntries,
  countListed,
  type EntryRow,
  listEntries,
  listMembers,
  listNames,
  listWaiting,
  nameOf,
} from "./repository.server";
import {
  type AdjustmentRow,
  type LedgerLine,
  MEMBERS_PER_PAGE,
  type MembersPage,
  type MembersQuery,
  type ReviewRow,
} from "./schema";

/** A page of the members, as a query asks for them. */
export async function presentMembers(
  db: Db,
  { shopId, query }: { shopId: string; query: MembersQuery },
): Promise<MembersPage> {
  const totalCount = await countListed(db, { shopId, query });
  const pageCount = Math.max(1, Math.ceil(totalCount / MEMBERS_PER_PAGE));
  const page = Math.min(query.page, pageCount);
  const offset = (page - 1) * MEMBERS_PER_PAGE;
  const rows = await listMembers(db, { shopId, query, limit: MEMBERS_PER_PAGE, offset });
  return {
    rows: rows.map((row) => ({
      customerId: row.customerId,
      name: nameOf(row),
      availablePoints: row.available,
      pendingPoints: row.pending,
      debtPoints: 0 - row.debt,
      earnedPoints: row.earned,
      redeemedPoints: row.redeemed,
      memberSince: row.since.toISOString(),
    })),
    ...{ totalCount, page, pageCount },
  };
}

const LINES_PER_PAGE = 50;

/** What happened to a member's points, the newest first. */
export async function presentLedger(
  db: Db,
  { shopId, customerId, page }: { shopId: string; customerId: string; page: number },
): Promise<{ lines: LedgerLine[]; totalCount: number; page: number; pageCount: number }> {
  const totalCount = await countEntries(db, { shopId, customerId });
  const pageCount = Math.max(1, Math.ceil(totalCount / LINES_PER_PAGE));
  const shown = Math.min(Math.max(1, page), pageCount);
  const offset = (shown - 1) * LINES_PER_PAGE;
  const rows = await listEntries(db, { shopId, customerId, limit: LINES_PER_PAGE, offset });
  return { lines: rows.map(lineOf), totalCount, page: shown, pageCount };
}

type Details = { sourceKind?: SourceKind; byLine?: Record<string, number> };

function lineOf(row: EntryRow): LedgerLine {
  const details = JSON.parse(row.detailsJson) as Details;
  return {
    id: row.id,
    kind: row.kind as EntryKind,
    at: row.at.toISOString(),
    availableChange: Number(row.available ?? 0),
    pendingChange: Number(row.pending ?? 0),
    sourceKind: details.sourceKind ?? null,
    order: row.orderId === null ? null : { id: row.orderId, name: row.orderName ?? "" },
    redemptionId: row.redemptionId,
    byLine: details.byLine ?? {},
    staffId: row.staffId,
  };
}

/** What waits for a person: earnings that look odd, and changes by hand above the limit. */
export async function presentQueue(
  db: Db,
  { shopId }: { shopId: string },
): Promise<{ reviews: ReviewRow[]; adjustments: AdjustmentRow[] }> {
  const lots = await listWaiting(db, { shopId });
  const requests = await listRequested(db, { shopId });
  const customerIds = [...lots, ...requests].flatMap(({ customerId }) => customerId ?? []);
  const names = await listNames(db, { shopId, customerIds });
  const customerOf = (id: string | null) => (id === null ? null : { id, name: names.get(id) ?? "" });
  return {
    reviews: lots.map(({ id: lotId, customerId, pending, sourceKind, reviewJson, ...lot }) => {
      const { reason, params } = JSON.parse(reviewJson ?? "{}") as Partial<Oddness>;
      return {
        lotId,
        customer: customerOf(customerId),
        points: pending,
        sourceKind: sourceKind as SourceKind,
        orderId: lot.orderId,
        reason: reason ?? "outlier",
        params: params ?? {},
        earnedAt: lot.earnedAt.toISOString(),
      };
    }),
    adjustments: requests.map(
      ({ id: adjustmentId, customerId, requestedAt, points, reason, requestedBy }) => ({
        ...{ adjustmentId, points, reason, requestedBy },
        customer: customerOf(customerId),
        requestedAt: requestedAt.toISOString(),
      }),
    ),
  };
}
