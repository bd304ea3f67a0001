import type { z } from "zod";

import type { HistoryCoverage } from "~/kit/coverage";
import { dayIn } from "~/kit/zone";
import { presentCoverage } from "~/pipeline/projections/known-history/queries.server";
import type { Db } from "~/platform/db.server";
import type { Locale } from "~/shops/schema";

import { countWaiting } from "../../form/presenter.server";
import { presentLiabilityCsv, presentLoyaltyReport } from "../presenter.server";
import type { LoyaltyReport } from "../schema";
import { offeredMonths, periodOf, type ReportPeriod, type ReportQuerySchema } from "./schema";

type Asked = {
  shopId: string;
  shop: { ianaTimezone: string; historySinceAt: Date | null };
  query: z.infer<typeof ReportQuerySchema>;
  now: Date;
};

export type ReportPage = {
  report: LoyaltyReport;
  period: ReportPeriod;
  months: string[];
  coverage: HistoryCoverage;
  waitingCount: number;
};

/** Read model of the report: the months that are asked for, and those that can be. */
export async function presentReportPage(db: Db, { shopId, shop, query, now }: Asked): Promise<ReportPage> {
  const today = dayIn(shop.ianaTimezone, now);
  const period = periodOf(query, today);
  const { fromOn, toOn } = period;
  return {
    report: await presentLoyaltyReport(db, { shopId, fromOn, toOn, now }),
    period,
    months: offeredMonths(today),
    coverage: await presentCoverage(db, { shopId, shop }),
    waitingCount: await countWaiting(db, { shopId }),
  };
}

/** The months that are asked for as a file for finance. */
export function presentReportFile(
  db: Db,
  { shopId, shop, query, now, locale }: Asked & { locale: Locale },
): Promise<{ fileName: string; text: string }> {
  const { fromOn, toOn } = periodOf(query, dayIn(shop.ianaTimezone, now));
  return presentLiabilityCsv(db, { shopId, fromOn, toOn, locale, now });
}
