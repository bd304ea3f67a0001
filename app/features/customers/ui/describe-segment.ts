import type { TFunction } from "i18next";

import { addMonths } from "~/kit/zone";
import type { Format } from "~/ui/use-format";

import type { CustomerSegment } from "../rules/list-query";

type Tools = { t: TFunction<"customers">; format: Format };

/** Who is in a segment, in words. */
export function describeSegment(segment: CustomerSegment, { t, format }: Tools): string {
  switch (segment.kind) {
    case "buyers":
    case "repeat-buyers":
      return t(`segment.${segment.kind}`, { when: describeDays(segment, { t, format }) });
    case "cohort":
      return t("segment.cohort", { cohort: format.month(segment.cohort) });
    case "cohort-month":
      return t("segment.cohort-month", {
        cohort: format.month(segment.cohort),
        month: format.month(addMonths(segment.cohort, segment.offset)),
      });
    case "cohort-span":
      return t("segment.cohort-span", { since: format.month(segment.since), count: segment.offset });
  }
}

function describeDays(
  { from, to }: { from: string | null; to: string | null },
  { t, format }: Tools,
): string {
  if (from && to) return t("days.between", { from: format.day(from), to: format.day(to) });
  if (from) return t("days.since", { from: format.day(from) });
  return to ? t("days.until", { to: format.day(to) }) : t("days.ever");
}
