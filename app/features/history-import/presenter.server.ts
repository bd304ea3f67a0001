import { toCsv } from "~/kit/csv";
import { presentCoverage } from "~/pipeline/projections/known-history/queries.server";
import { presentImportReport, presentImports } from "~/pipeline/projections/csv-import/queries.server";
import type { Db } from "~/platform/db.server";
import { getEnv } from "~/platform/env.server";
import { getTranslator } from "~/platform/i18n.server";

import type { HistoryPageData } from "./schema";

type Shop = { historySinceAt: Date | null; ianaTimezone: string };

/** Read model of the page: how far back the copy of the store reaches, and the files that were imported. */
export async function presentHistoryPage(
  db: Db,
  { shopId, shop }: { shopId: string; shop: Shop },
): Promise<HistoryPageData> {
  const imports = await presentImports(db, { shopId, zone: shop.ianaTimezone });
  return {
    coverage: await presentCoverage(db, { shopId, shop }),
    imports,
    isRunning: imports.some(({ state }) => state === "waiting" || state === "loading"),
    maxBytes: getEnv().HISTORY_IMPORT_MAX_BYTES,
  };
}

/** Every row of a file that was left out, as CSV in the merchant's language; null when the shop has no such import. */
export async function presentReportCsv(
  db: Db,
  { shopId, shop, importId, locale }: { shopId: string; shop: Shop; importId: string; locale: string },
): Promise<{ fileName: string; text: string } | null> {
  const report = await presentImportReport(db, { shopId, importId, zone: shop.ianaTimezone });
  if (!report) return null;
  const t = await getTranslator(locale, "history-import");
  const titles = ["line", "column", "value", "reason"].map((column) => t(`report.${column}`));
  const rows = report.problems.map(({ line, column, value, reason, params }) => [
    line,
    column,
    value,
    t(`problem.${reason}`, { ...params, column, value: value ?? "" }),
  ]);
  const name = report.fileName.replace(/\.csv$/i, "").replace(/[^\p{L}\p{N}._-]+/gu, "-");
  return { fileName: `${name}-report.csv`, text: toCsv([titles, ...rows]) };
}
