import { monthIn } from "~/kit/zone";
import { listCustomerNames } from "~/pipeline/projections/customers/queries.server";
import { type Db, toMinor } from "~/platform/db.server";
import type { ShopRecord } from "~/shops/repository.server";

import { readProgramme } from "../programme.server";
import {
  PromiseSchema,
  REFERRAL_TABS,
  type ReferralFilter,
  type ReferralState,
  type Reward,
  type Signal,
} from "../schema";

const PAGE_SIZE = 25;

type Person = { id: string; name: string };

export type ReferralItem = {
  id: string;
  order: { name: string; netMinor: number } | null;
  /** Null: a guest. */
  friend: Person | null;
  /** Null: erased. */
  advocate: Person | null;
  state: ReferralState;
  /** Why it was refused, or what became of the reward. */
  reason: string | null;
  signals: Signal[];
  isApproved: boolean;
  note: string | null;
  reward: Reward;
  /** Rewards of the advocate in this month. */
  monthCount: number;
  /** ISO instants. */
  createdAt: string;
  dueAt: string | null;
  rewardedAt: string | null;
};

export type ReferralsPageData = {
  isEnabled: boolean;
  filter: ReferralFilter;
  items: ReferralItem[];
  pageCount: number;
  /** By state, of all. */
  counts: Record<ReferralState, number>;
  /** What the valid orders (METRICS) of referrals that were not refused are worth after refunds. */
  netMinor: number;
  caps: { month: number | null; lifetime: number | null };
  currencyCode: string;
  asOf: string;
};

type Shop = Pick<ShopRecord, "ianaTimezone" | "currencyCode">;

/** Read model of the referrals page. */
export async function presentReferralsPage(
  db: Db,
  { shopId, shop, filter, now }: { shopId: string; shop: Shop; filter: ReferralFilter; now: Date },
): Promise<ReferralsPageData> {
  const { isEnabled, monthlyCap, lifetimeCap } = await readProgramme(db, { shopId });
  const groups = await db.referral.groupBy({ by: ["state"], where: { shopId }, _count: true });
  const counts = { seen: 0, held: 0, "in-review": 0, rewarded: 0, refused: 0 };
  for (const { state, _count } of groups) counts[state as ReferralState] = _count;
  const states = REFERRAL_TABS[filter.tab];
  const totalCount = states.reduce((sum, state) => sum + counts[state], 0);
  const pageCount = Math.max(1, Math.ceil(totalCount / PAGE_SIZE));
  const page = Math.min(filter.page, pageCount);
  const rows = await db.referral.findMany({
    where: { shopId, state: { in: [...states] } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: PAGE_SIZE,
    skip: (page - 1) * PAGE_SIZE,
  });
  return {
    isEnabled,
    filter: { ...filter, page },
    items: await presentItems(db, { shopId, rows, month: monthIn(shop.ianaTimezone, now) }),
    pageCount,
    counts,
    netMinor: await sumNet(db, { shopId }),
    caps: { month: monthlyCap, lifetime: lifetimeCap },
    currencyCode: shop.currencyCode,
    asOf: now.toISOString(),
  };
}

type Row = NonNullable<Awaited<ReturnType<Db["referral"]["findFirst"]>>>;

async function presentItems(
  db: Db,
  { shopId, rows, month }: { shopId: string; rows: readonly Row[]; month: string },
): Promise<ReferralItem[]> {
  const orders = await db.order.findMany({
    where: { shopId, id: { in: rows.map(({ orderId }) => orderId) } },
    select: { id: true, name: true, netMinor: true, customerId: true },
  });
  const orderOf = new Map(orders.map((order) => [order.id, order]));
  const advocateIds = rows.map(({ customerId }) => customerId);
  const ids = [...advocateIds, ...orders.flatMap(({ customerId }) => customerId ?? [])];
  const names = await listCustomerNames(db, { shopId, ids });
  const rewards = await db.referral.groupBy({
    by: ["customerId"],
    where: { shopId, state: "rewarded", rewardedMonth: month, customerId: { in: advocateIds } },
    _count: true,
  });
  const monthCounts = new Map(rewards.map(({ customerId, _count }) => [customerId, _count]));
  const personOf = (id: string | null | undefined): Person | null => {
    const name = id ? names.get(id) : undefined;
    return id && name !== undefined ? { id, name } : null;
  };
  return rows.map((row) => {
    const order = orderOf.get(row.orderId);
    return {
      id: row.id,
      order: order ? { name: order.name, netMinor: toMinor(order.netMinor) } : null,
      friend: personOf(order?.customerId),
      advocate: personOf(row.customerId),
      state: row.state as ReferralState,
      reason: row.reason,
      signals: JSON.parse(row.signalsJson) as Signal[],
      isApproved: row.approvedAt !== null,
      note: row.reviewNote,
      reward: PromiseSchema.parse(JSON.parse(row.rewardJson)).reward,
      monthCount: monthCounts.get(row.customerId) ?? 0,
      createdAt: row.createdAt.toISOString(),
      dueAt: row.dueAt?.toISOString() ?? null,
      rewardedAt: row.rewardedAt?.toISOString() ?? null,
    };
  });
}

async function sumNet(db: Db, { shopId }: { shopId: string }): Promise<number> {
  const [row] = await db.$queryRaw<{ sum: bigint | number | null }[]>`
    SELECT SUM(o."netMinor") AS "sum" FROM "Referral" r
    JOIN "Order" o ON o."shopId" = ${shopId} AND o."id" = r."orderId" AND o."isValid" AND o."deletedAt" IS NULL
    WHERE r."shopId" = ${shopId} AND r."state" <> 'refused'`;
  return toMinor(row?.sum);
}
