import type { HistoryCoverage } from "~/kit/coverage";
import { dayIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";

import { countLeftOut, findWindowStart, listImportedSpans } from "./repository.server";
import { gapsBefore } from "./rules";

/** How far back the numbers of a shop can know anything: the one answer for every page. */
export async function presentCoverage(
  db: Db,
  {
    shopId,
    shop: { historySinceAt, ianaTimezone: zone },
  }: { shopId: string; shop: { historySinceAt: Date | null; ianaTimezone: string } },
): Promise<HistoryCoverage> {
  if (historySinceAt === null) return { kind: "whole", sinceOn: null, gaps: [], leftOutCount: 0 };
  const spans = await listImportedSpans(db, { shopId });
  const windowStartAt = await findWindowStart(db, { shopId });
  const isExtended = spans.length > 0 && windowStartAt !== null && historySinceAt < windowStartAt;
  return {
    kind: isExtended ? "extended" : "window",
    sinceOn: dayIn(zone, historySinceAt),
    gaps: gapsBefore(historySinceAt, { spans, zone }),
    leftOutCount: await countLeftOut(db, { shopId }),
  };
}
