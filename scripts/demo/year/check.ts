import { z } from "zod";

import { openSideDatabase } from "../../system/side-database";
import type { System } from "../../system/start-system";
import type { Pair } from "../check";
import { readAsMerchant } from "../merchant";
import { pointsTold } from "../recipes";

const RollForwardSchema = z.object({
  opening: z.number(),
  earned: z.number(),
  adjusted: z.number(),
  writtenOff: z.number(),
  redeemed: z.number(),
  expired: z.number(),
  clawedBack: z.number(),
  forfeited: z.number(),
  closing: z.number(),
});
type RollForward = z.infer<typeof RollForwardSchema>;

const ReportSchema = z.object({
  report: z.object({
    total: RollForwardSchema,
    months: z.array(RollForwardSchema.extend({ month: z.string() })),
    mismatchCount: z.number(),
  }),
});

/** The year's liability report as the merchant reads it, held against itself, against the ledger and against the store. */
export async function compareYear(system: System, { redemptions }: { redemptions: number }): Promise<Pair[]> {
  const { report } = ReportSchema.parse(
    await readAsMerchant(system.devStore, reportUrl(system), "routes/app.loyalty.report._index"),
  );
  printMonths([...report.months, { month: "in all", ...report.total }]);
  const ledger = await readLedger(system.databaseUrl);
  const { total, months } = report;
  return [
    ...months.map((month) =>
      pair(`${month.month}: opening and changes make closing`, changed(month), month.closing),
    ),
    ...months
      .slice(1)
      .map((month, index) =>
        pair(
          `${month.month}: opens as the month before closed`,
          month.opening,
          months[index]?.closing ?? NaN,
        ),
      ),
    pair("the year: opening and changes make closing", changed(total), total.closing),
    pair("points of people, by their lots", total.closing, ledger.outstanding),
    pair("kept sums that differ from the replay", report.mismatchCount, 0),
    pair("points that can be spent, as told to the store", ledger.available, toldInAll(system)),
    pair("rewards taken", ledger.redemptions, redemptions),
    ...(["earned", "redeemed", "expired", "clawedBack"] as const).map((part) => ({
      ...{
        name: `something was ${part}`,
        app: String(total[part]),
        store: "not 0",
        isSame: total[part] !== 0,
      },
    })),
  ];
}

function reportUrl({ devStore }: System): string {
  const to = devStore.store.clock.now();
  const from = new Date(Date.UTC(to.getUTCFullYear() - 1, to.getUTCMonth(), 1));
  const month = (instant: Date) => instant.toISOString().slice(0, 7);
  return `/app/loyalty/report.data?from=${month(from)}&to=${month(to)}`;
}

const changed = ({
  opening,
  earned,
  adjusted,
  writtenOff,
  redeemed,
  expired,
  clawedBack,
  forfeited,
}: RollForward) => opening + earned + adjusted + writtenOff + redeemed + expired + clawedBack + forfeited;

const pair = (name: string, app: number, store: number): Pair => ({
  ...{ name, app: String(app), store: String(store), isSame: app === store },
});

function toldInAll({ devStore: { store } }: System): number {
  return [...store.customers.values()].reduce((sum, customer) => sum + pointsTold(customer), 0);
}

async function readLedger(databaseUrl: string) {
  const database = openSideDatabase(databaseUrl);
  const [books] = await database.query<{ outstanding: number; available: number }>(
    `SELECT sum("pending" + "available" + "held" + "debt") AS "outstanding", sum("available") AS "available" FROM "PointsLot"`,
  );
  const [taken] = await database.query<{ count: number }>(
    `SELECT count(*) AS "count" FROM "PointsRedemption"`,
  );
  await database.close();
  return {
    outstanding: Number(books?.outstanding ?? 0),
    available: Number(books?.available ?? 0),
    redemptions: Number(taken?.count ?? 0),
  };
}

function printMonths(months: readonly (RollForward & { month: string })[]): void {
  console.table(months.map(({ month, ...sums }) => ({ month, ...sums })));
}
