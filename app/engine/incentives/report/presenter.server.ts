import { addMonths, monthIn } from "~/kit/zone";
import { type Db, toMinor } from "~/platform/db.server";
import type { ShopRecord } from "~/shops/repository.server";

import { countCodeBuyers, listCodeBuyers, listCosts, listGiven, sumRevenue } from "./repository.server";

/** Months that the report goes back, the running one included. */
const MONTHS = 12;

export type CostRow = {
  /** YYYY-MM, of the order; of gift cards and credit, when they were given. */
  month: string;
  /** A flow, a campaign, or a feature. */
  budgetKey: string;
  usedCount: number;
  costMinor: number;
  /** Used, but the store did not say for how much: not in the cost. */
  unknownCount: number;
  /** Of the orders they were used in, net of refunds; 0 for money that was given. */
  netMinor: number;
  /** What is left of that after the goods; null = the margin of the shop is not known. */
  marginMinor: number | null;
};

export type Dependence = {
  /** Net revenue of valid orders since `sinceMonth`, and of those with any code. */
  netMinor: number;
  withCodeMinor: number;
  /** Customers with two valid orders or more, and those of them who never bought without a code. */
  repeatBuyerCount: number;
  onlyWithCodeCount: number;
};

export type IncentiveReport = {
  sinceMonth: string;
  /** Newest month first. */
  costs: CostRow[];
  dependence: Dependence;
};

type Shop = Pick<ShopRecord, "ianaTimezone">;

/** What incentives cost by month and flow, and how much the shop depends on codes. */
export async function presentIncentiveReport(
  db: Db,
  {
    shopId,
    shop,
    grossMarginBp,
    now,
  }: { shopId: string; shop: Shop; grossMarginBp: number | null; now: Date },
): Promise<IncentiveReport> {
  const sinceMonth = addMonths(monthIn(shop.ianaTimezone, now), 1 - MONTHS);
  const used = await listCosts(db, { shopId, sinceMonth });
  const given = await listGiven(db, { shopId, sinceMonth });
  const costs = new Map<string, CostRow>();
  for (const row of [...used, ...given]) {
    const key = `${row.month} ${row.budgetKey}`;
    const before = costs.get(key);
    costs.set(key, addUp(row, before, grossMarginBp));
  }
  return {
    sinceMonth,
    costs: [...costs.values()].sort(
      (a, b) =>
        b.month.localeCompare(a.month) || b.costMinor - a.costMinor || a.budgetKey.localeCompare(b.budgetKey),
    ),
    dependence: {
      ...(await sumRevenue(db, { shopId, sinceMonth })),
      ...(await countCodeBuyers(db, { shopId })),
    },
  };
}

function addUp(
  row: Omit<CostRow, "marginMinor">,
  before: CostRow | undefined,
  grossMarginBp: number | null,
): CostRow {
  const usedCount = row.usedCount + (before?.usedCount ?? 0);
  const costMinor = row.costMinor + (before?.costMinor ?? 0);
  const unknownCount = row.unknownCount + (before?.unknownCount ?? 0);
  const netMinor = row.netMinor + (before?.netMinor ?? 0);
  // The goods cost their share of the price before the discount.
  const goodsMinor =
    grossMarginBp === null ? 0 : Math.round(((netMinor + costMinor) * (10_000 - grossMarginBp)) / 10_000);
  const marginMinor = grossMarginBp === null ? null : netMinor - goodsMinor;
  return {
    month: row.month,
    budgetKey: row.budgetKey,
    usedCount,
    costMinor,
    unknownCount,
    netMinor,
    marginMinor,
  };
}

export type CodeBuyers = {
  buyers: { id: string; name: string; orderCount: number; netMinor: number }[];
  totalCount: number;
  page: number;
  pageCount: number;
  currencyCode: string;
  asOf: string;
};

const PAGE_SIZE = 50;

/** Customers who bought twice or more, and never without a code: as many as the report says. */
export async function presentCodeBuyers(
  db: Db,
  {
    shopId,
    shop,
    page,
    now,
  }: { shopId: string; shop: Pick<ShopRecord, "currencyCode">; page: number; now: Date },
): Promise<CodeBuyers> {
  const { onlyWithCodeCount: totalCount } = await countCodeBuyers(db, { shopId });
  const pageCount = Math.max(1, Math.ceil(totalCount / PAGE_SIZE));
  const shown = Math.min(page, pageCount);
  const rows = await listCodeBuyers(db, { shopId, limit: PAGE_SIZE, offset: (shown - 1) * PAGE_SIZE });
  const people = await db.customer.findMany({
    where: { shopId, id: { in: rows.map(({ customerId }) => customerId) } },
    select: { id: true, firstName: true, lastName: true, email: true },
  });
  const nameOf = new Map(
    people.map(({ id, firstName, lastName, email }) => [
      id,
      [firstName, lastName].filter(Boolean).join(" ") || (email ?? ""),
    ]),
  );
  return {
    buyers: rows.map(({ customerId, orderCount, netMinor }) => ({
      id: customerId,
      name: nameOf.get(customerId) ?? "",
      orderCount: Number(orderCount),
      netMinor: toMinor(netMinor),
    })),
    totalCount,
    page: shown,
    pageCount,
    currencyCode: shop.currencyCode,
    asOf: now.toISOString(),
  };
}
