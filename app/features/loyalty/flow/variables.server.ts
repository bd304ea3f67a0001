import type { MessageSubject, SubjectVariables } from "~/engine/messaging/subject-variables";
import { formatMoney } from "~/kit/money";
import type { Db } from "~/platform/db.server";

import { findOwner } from "../ledger/repository.server";
import { findProgramme } from "../settings/active.server";
import { presentMember } from "../storefront/presenter.server";
import { SUBJECT } from "./triggers.server";

/** What a mail about points may say, as they stand when it is written. */
export const pointsVariables: SubjectVariables = { subjectKind: SUBJECT, variablesOf };

async function variablesOf(
  db: Db,
  { shopId, subjectId, context, locale, now }: MessageSubject,
): Promise<Record<string, unknown>> {
  const customerId = await findOwner(db, { shopId, subjectId });
  const programme = await findProgramme(db, { shopId, now });
  if (customerId === null || !programme) return {};
  const { settings, shop } = programme;
  const { availablePoints, nextExpiry } = await presentMember(db, { shopId, customerId, locale, now });
  const number = new Intl.NumberFormat(locale);
  const valueMinor = Math.floor((availablePoints * settings.hundredPointsMinor) / 100);
  return {
    points: {
      balance: number.format(availablePoints),
      value: valueMinor > 0 ? formatMoney(valueMinor, shop.currencyCode, locale) : "",
      ...endingOf({ context, nextExpiry, locale, number }),
      url: `https://${shop.domain}`,
    },
  };
}

/** What the run was begun by, while it is still so; else what ends next. */
function endingOf({
  context,
  nextExpiry,
  locale,
  number,
}: Pick<MessageSubject, "context" | "locale"> & {
  nextExpiry: { points: number; on: string } | null;
  number: Intl.NumberFormat;
}): { expiring: string; expires_on: string } {
  const told = typeof context.expiresOn === "string" && typeof context.points === "number";
  const on = told ? String(context.expiresOn) : (nextExpiry?.on ?? null);
  const points = told ? Number(context.points) : (nextExpiry?.points ?? 0);
  if (on === null) return { expiring: "", expires_on: "" };
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  return { expiring: number.format(points), expires_on: day.format(new Date(`${on}T00:00:00Z`)) };
}
