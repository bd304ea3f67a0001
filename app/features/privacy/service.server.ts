import { inTransaction, type RootDb } from "~/platform/db.server";

import { claimDelivered, findExport } from "./repository.server";
import { exportToCsv, exportToJson, type PersonExport } from "./rules/export-file";
import type { ExportFormat } from "./schema";

export type FetchedExport = { outcome: "fetched"; text: string; contentType: string; fileName: string };

/**
 * The file of a request, for a signed-in member of the shop's staff; from then on the request counts as delivered.
 *
 * Safe to repeat until its time is over.
 */
export async function fetchExport(
  db: RootDb,
  { shopId, requestId, format, now }: { shopId: string; requestId: string; format: ExportFormat; now: Date },
): Promise<FetchedExport | { outcome: "gone" }> {
  const json = await findExport(db, { shopId, requestId });
  if (json === null) return { outcome: "gone" };
  await inTransaction(db, (tx) => claimDelivered(tx, { shopId, requestId, now }), { shopId });
  const data = JSON.parse(json) as PersonExport;
  const isCsv = format === "csv";
  return {
    outcome: "fetched",
    text: isCsv ? exportToCsv(data) : exportToJson(data),
    contentType: isCsv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8",
    fileName: `customer-data-${requestId}.${format}`,
  };
}
