import { formatDecimal } from "~/kit/money";
import { ratio } from "~/kit/statistics";
import { addDays, addMonths } from "~/kit/zone";
import { toCsv } from "~/kit/csv";
import type { Db } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import { getShop } from "~/shops/repository.server";
import type { Locale } from "~/shops/schema";
import { readSetting } from "~/shops/settings.server";

import { LEDGER_CHECK_KEY, LedgerCheckSchema } from "../ledger/check/schema";
import { LOYALTY_SETTINGS_KEY, LoyaltySettingsSchema } from "../settings/schema";
import { countActive, countCustomers, countMembers, sumBooks } from "./repository.server";
import { add, liabilityOf, type RollForward, rollForward } from "./rules";
import type { LoyaltyReport, RollForwardRow } from "./schema";

/** Days in the shop's zone, both in it. */
type Asked = { shopId: string; fromOn: string; toOn: string };

/** The programme's numbers of a period: the roll-forward by months, what is owed, and who takes part. */
export async function presentLoyaltyReport(
  db: Db,
  { shopId, fromOn, toOn, now }: Asked & { now: Date },
): Promise<LoyaltyReport> {
  const { currencyCode } = await getShop(db, { shopId });
  const schema = LoyaltySettingsSchema;
  const { hundredPointsMinor } = await readSetting(db, { shopId, key: LOYALTY_SETTINGS_KEY, schema });
  const before = await sumBooks(db, { shopId, from: null, to: fromOn });
  const during = await sumBooks(db, { shopId, from: fromOn, to: addDays(toOn, 1) });
  const activeCount = await countActive(db, { shopId, fromOn, toOn });
  const customerCount = await countCustomers(db, { shopId });
  const memberCount = await countMembers(db, { shopId });
  return {
    ...{ fromOn, toOn, currencyCode, hundredPointsMinor },
    total: rollForward(before, during),
    months: await listMonths(db, { shopId, fromOn, toOn }),
    liability: liabilityOf(add(before, during), hundredPointsMinor),
    participation: {
      activeCount,
      eligibleCount: customerCount,
      shareBp: shareBp(activeCount, customerCount),
    },
    enrolment: { memberCount, customerCount, shareBp: shareBp(memberCount, customerCount) },
    check: await readSetting(db, { shopId, key: LEDGER_CHECK_KEY, schema: LedgerCheckSchema }),
    asOf: now.toISOString(),
  };
}

function shareBp(count: number, of: number): number | null {
  const share = ratio(count, of);
  return share === null ? null : Math.round(share * 10_000);
}

/** The roll-forward month by month: each opens with what the one before closed with. */
async function listMonths(db: Db, { shopId, fromOn, toOn }: Asked): Promise<RollForwardRow[]> {
  const rows: RollForwardRow[] = [];
  for (let month = fromOn.slice(0, 7); month <= toOn.slice(0, 7); month = addMonths(month, 1)) {
    const first = `${month}-01`;
    const last = addDays(`${addMonths(month, 1)}-01`, -1);
    const from = first < fromOn ? fromOn : first;
    const to = last > toOn ? toOn : last;
    const before = await sumBooks(db, { shopId, from: null, to: from });
    const during = await sumBooks(db, { shopId, from, to: addDays(to, 1) });
    rows.push({ month, fromOn: from, toOn: to, ...rollForward(before, during) });
  }
  return rows;
}

const COLUMNS = [
  "opening",
  "earned",
  "adjusted",
  "writtenOff",
  "redeemed",
  "expired",
  "clawedBack",
  "forfeited",
  "closing",
] as const satisfies readonly (keyof RollForward)[];

/** The roll-forward for finance: a line per month and one for all of it, with what is owed at the end. */
export async function presentLiabilityCsv(
  db: Db,
  { locale, ...asked }: Asked & { locale: Locale; now: Date },
): Promise<{ fileName: string; text: string }> {
  const report = await presentLoyaltyReport(db, asked);
  const { currencyCode, fromOn, toOn, liability } = report;
  const t = await getTranslator(locale, "loyalty");
  const titles = [
    t("csv.from"),
    t("csv.to"),
    ...COLUMNS.map((column) => t(`csv.${column}`)),
    t("csv.liability", { currency: currencyCode }),
  ];
  const line = (row: RollForward & { fromOn: string; toOn: string }, owed: string) => [
    row.fromOn,
    row.toOn,
    ...COLUMNS.map((column) => row[column]),
    owed,
  ];
  const rows = report.months.map((row) => line(row, ""));
  const owed = formatDecimal(liability.liabilityMinor, currencyCode);
  const text = toCsv([titles, ...rows, line({ ...report.total, fromOn, toOn }, owed)]);
  return { fileName: `points-${fromOn}-${toOn}.csv`, text };
}
