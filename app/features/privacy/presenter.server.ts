import type { Db } from "~/platform/db.server";
import { getEnv } from "~/platform/env.server";
import { countAccess, listAccess } from "~/shops/access-log/repository.server";

import { listExportIds, listRequests, type RequestRow } from "./repository.server";
import type { PrivacyPageData, RequestItem } from "./schema";

const MOST_REQUESTS = 100;
const ACCESS_PAGE_SIZE = 25;

/** Requests about people, how long things are kept, and who looked at whose data. */
export async function presentPrivacy(
  db: Db,
  { shopId, page, now }: { shopId: string; page: number; now: Date },
): Promise<PrivacyPageData> {
  const requests = await listRequests(db, { shopId, limit: MOST_REQUESTS });
  const files = await listExportIds(db, { shopId });
  const totalCount = await countAccess(db, { shopId });
  const pageCount = Math.max(1, Math.ceil(totalCount / ACCESS_PAGE_SIZE));
  const shown = Math.min(page, pageCount);
  const offset = (shown - 1) * ACCESS_PAGE_SIZE;
  const entries = await listAccess(db, { shopId, limit: ACCESS_PAGE_SIZE, offset });
  return {
    requests: requests.map((request) => presentRequest(request, { canDownload: files.has(request.id), now })),
    access: {
      items: entries.map((entry) => ({ ...entry, accessedAt: entry.accessedAt.toISOString() })),
      page: shown,
      pageCount,
      totalCount,
    },
    periods: Object.entries(getEnv().RETENTION_DAYS).map(([name, days]) => ({ name, days })),
  };
}

function presentRequest(
  request: RequestRow,
  { canDownload, now }: { canDownload: boolean; now: Date },
): RequestItem {
  const { id, kind, state, requestedAt, dueAt, preparedAt, deliveredAt, counts } = request;
  const isOpen = state === "received" || state === "prepared";
  return {
    id,
    kind,
    state,
    requestedAt: requestedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    isOverdue: isOpen && dueAt < now,
    answeredAt: (deliveredAt ?? preparedAt)?.toISOString() ?? null,
    rowCount: Object.values(counts).reduce((sum, count) => sum + count, 0),
    canDownload,
  };
}
