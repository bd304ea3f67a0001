import { findBudget } from "~/engine/incentives/budget/repository.server";
import { presentCodeOutcomes } from "~/engine/incentives/presenter.server";
import { monthIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";
import { readSetting } from "~/shops/settings.server";

import { listPeople } from "../repository.server";
import { nameOfTier } from "../rules";
import { VIP_SETTINGS_KEY, VipSettingsSchema } from "../schema";

import { BUDGET } from "./deliver.server";
import {
  ENTITLEMENT_STATES,
  type EntitlementState,
  type Perk,
  type PerkItem,
  type PerkQuery,
  type PerksPageData,
} from "./schema";

const PAGE_SIZE = 25;

type Asked = {
  shopId: string;
  shop: { currencyCode: string; ianaTimezone: string };
  query: PerkQuery;
  now: Date;
};

/** Read model of the perks page: who got what, when, whether it arrived, and what it costs. */
export async function presentPerks(db: Db, { shopId, shop, query, now }: Asked): Promise<PerksPageData> {
  const counts = await countByState(db, { shopId });
  const total =
    query.state === "all"
      ? Object.values(counts).reduce((sum, count) => sum + count, 0)
      : counts[query.state];
  const pageCount = Math.max(1, Math.ceil(total / PAGE_SIZE));
  const page = Math.min(query.page, pageCount);
  const rows = await db.vipEntitlement.findMany({
    where: { shopId, ...(query.state === "all" ? {} : { state: query.state }) },
    orderBy: [{ promisedAt: "desc" }, { id: "desc" }],
    take: PAGE_SIZE,
    skip: (page - 1) * PAGE_SIZE,
  });
  const month = monthIn(shop.ianaTimezone, now);
  return {
    query: { ...query, page },
    items: await presentItems(db, { shopId, rows }),
    pageCount,
    counts,
    month: { name: month, ...(await findBudget(db, { shopId, month, budgetKey: BUDGET })) },
    currencyCode: shop.currencyCode,
    asOf: now.toISOString(),
  };
}

async function countByState(
  db: Db,
  { shopId }: { shopId: string },
): Promise<Record<EntitlementState, number>> {
  const groups = await db.vipEntitlement.groupBy({ by: ["state"], where: { shopId }, _count: true });
  const countOf = (state: EntitlementState) => groups.find((group) => group.state === state)?._count ?? 0;
  const [promised, delivered, failed, withdrawn] = ENTITLEMENT_STATES;
  return {
    promised: countOf(promised),
    delivered: countOf(delivered),
    failed: countOf(failed),
    withdrawn: countOf(withdrawn),
  };
}

type Row = NonNullable<Awaited<ReturnType<Db["vipEntitlement"]["findFirst"]>>>;

async function presentItems(
  db: Db,
  { shopId, rows }: { shopId: string; rows: readonly Row[] },
): Promise<PerkItem[]> {
  const settings = await readSetting(db, { shopId, key: VIP_SETTINGS_KEY, schema: VipSettingsSchema });
  const people = await listPeople(db, { shopId, customerIds: rows.map(({ customerId }) => customerId) });
  const codeIds = rows.flatMap(({ codeId }) => codeId ?? []);
  const codes = await presentCodeOutcomes(db, { shopId, codeIds });
  return rows.map((row) => {
    const person = people.get(row.customerId);
    const code = row.codeId === null ? undefined : codes.get(row.codeId);
    return {
      id: row.id,
      customer: person ? { id: row.customerId, name: person.name || (person.email ?? "") } : null,
      tierName: nameOfTier(row.tierId, settings),
      perk: JSON.parse(row.perkJson) as Perk,
      periodKey: row.periodKey,
      state: row.state as EntitlementState,
      reason: row.reason,
      promisedAt: row.promisedAt.toISOString(),
      changedAt: row.changedAt.toISOString(),
      code: code?.code ?? null,
      isUsed: code?.state === "redeemed",
      messageId: row.messageId,
      costMinor: code?.costMinor ?? null,
    };
  });
}
