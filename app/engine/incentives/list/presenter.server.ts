import { hasScope } from "~/kit/scopes";
import { monthIn } from "~/kit/zone";
import { type Db, toMinor } from "~/platform/db.server";
import type { ShopRecord } from "~/shops/repository.server";
import { readSetting } from "~/shops/settings.server";

import { findBudget, SHOP_BUDGET } from "../budget/repository.server";
import { type IncentiveReport, presentIncentiveReport } from "../report/presenter.server";
import type { CodeState } from "../rules";
import {
  CODE_KINDS,
  CODE_TABS,
  type CodeFilter,
  INCENTIVE_SETTINGS_KEY,
  type IncentiveSettings,
  IncentiveSettingsSchema,
  NEEDED_SCOPES,
  type OfferKind,
  type OfferValue,
  OfferSchema,
} from "../schema";

const PAGE_SIZE = 25;

export type CodeItem = {
  id: string;
  code: string;
  kind: OfferKind;
  /** Null for codes of before offers were kept. */
  value: OfferValue | null;
  customer: { id: string; name: string } | null;
  state: Exclude<CodeState, "pooled">;
  budgetKey: string;
  /** ISO instants. */
  createdAt: string;
  expiresAt: string;
  /** What it cost, or is expected to. */
  costMinor: number;
};

export type Quota = {
  /** Codes at Shopify: of the whole shop when it told, and ours. */
  codeCount: number | null;
  ourCount: number;
  limit: number;
  readAt: string | null;
};

export type IncentivesPageData = {
  filter: CodeFilter;
  items: CodeItem[];
  totalCount: number;
  pageCount: number;
  report: IncentiveReport;
  quota: Quota;
  month: string;
  budget: { reservedMinor: number; spentMinor: number };
  settings: IncentiveSettings;
  /** Kinds that the store has not allowed yet. */
  missingKinds: OfferKind[];
  currencyCode: string;
  asOf: string;
};

type Shop = Pick<ShopRecord, "ianaTimezone" | "currencyCode" | "scopes">;

/** Read model of the incentives page. */
export async function presentIncentivesPage(
  db: Db,
  { shopId, shop, filter, now }: { shopId: string; shop: Shop; filter: CodeFilter; now: Date },
): Promise<IncentivesPageData> {
  const settings = await readSetting(db, {
    shopId,
    key: INCENTIVE_SETTINGS_KEY,
    schema: IncentiveSettingsSchema,
  });
  const month = monthIn(shop.ianaTimezone, now);
  const where = { shopId, state: { in: [...CODE_TABS[filter.tab]] } };
  const totalCount = await db.issuedCode.count({ where });
  const pageCount = Math.max(1, Math.ceil(totalCount / PAGE_SIZE));
  const page = Math.min(filter.page, pageCount);
  const rows = await db.issuedCode.findMany({
    where,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: PAGE_SIZE,
    skip: (page - 1) * PAGE_SIZE,
  });
  return {
    filter: { ...filter, page },
    items: await presentItems(db, { shopId, rows }),
    totalCount,
    pageCount,
    report: await presentIncentiveReport(db, { shopId, shop, grossMarginBp: settings.grossMarginBp, now }),
    quota: await presentQuota(db, { shopId, limit: settings.codeLimit }),
    month,
    budget: await findBudget(db, { shopId, month, budgetKey: SHOP_BUDGET }),
    settings,
    missingKinds: (Object.keys(NEEDED_SCOPES) as OfferKind[]).filter((kind) =>
      NEEDED_SCOPES[kind].some((scope) => !hasScope(shop.scopes, scope)),
    ),
    currencyCode: shop.currencyCode,
    asOf: now.toISOString(),
  };
}

type Row = NonNullable<Awaited<ReturnType<Db["issuedCode"]["findFirst"]>>>;

async function presentItems(
  db: Db,
  { shopId, rows }: { shopId: string; rows: readonly Row[] },
): Promise<CodeItem[]> {
  const people = await db.customer.findMany({
    where: { shopId, id: { in: rows.flatMap(({ customerId }) => customerId ?? []) } },
    select: { id: true, firstName: true, lastName: true, email: true },
  });
  const nameOf = new Map(
    people.map(({ id, firstName, lastName, email }) => [
      id,
      [firstName, lastName].filter(Boolean).join(" ") || (email ?? ""),
    ]),
  );
  return rows.map((row) => {
    const offer = OfferSchema.safeParse(JSON.parse(row.offerJson));
    const name = row.customerId === null ? undefined : nameOf.get(row.customerId);
    return {
      id: row.id,
      code: row.code,
      kind: row.kind as OfferKind,
      value: offer.success ? offer.data.value : null,
      customer: row.customerId !== null && name !== undefined ? { id: row.customerId, name } : null,
      state: row.state as CodeItem["state"],
      budgetKey: row.budgetKey,
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      costMinor: toMinor(row.costMinor ?? row.promisedMinor),
    };
  });
}

/** How full the shop is of codes. */
async function presentQuota(db: Db, { shopId, limit }: { shopId: string; limit: number }): Promise<Quota> {
  const reading = await db.discountReading.findFirst({ where: { shopId } });
  const ourCount = await db.issuedCode.count({
    where: {
      shopId,
      removedAt: null,
      kind: { in: [...CODE_KINDS] },
      OR: [{ discountGid: { not: null } }, { poolId: { not: null }, state: { not: "requested" } }],
    },
  });
  return {
    codeCount: reading?.codeCount ?? null,
    ourCount,
    limit,
    readAt: reading?.readAt.toISOString() ?? null,
  };
}
