import { startOfDay } from "~/kit/day-start";
import { addDays, dayIn } from "~/kit/zone";
import { type Db, toMinor } from "~/platform/db.server";
import { readSetting } from "~/shops/settings.server";

import { listPeople } from "../repository.server";
import { nameOfTier } from "../rules";
import { VIP_SETTINGS_KEY, type VipSettings, VipSettingsSchema } from "../schema";

import {
  type Flow,
  type MovementPerson,
  type MovementQuery,
  type MovementsPageData,
  NO_TIER,
} from "./schema";

const PAGE_SIZE = 25;

type Asked = {
  shopId: string;
  shop: { currencyCode: string; ianaTimezone: string };
  query: MovementQuery;
  now: Date;
};

/** Read model of the movements: how many went from which tier to which and why, and who they are. */
export async function presentMovements(
  db: Db,
  { shopId, shop, query, now }: Asked,
): Promise<MovementsPageData> {
  const settings = await readSetting(db, { shopId, key: VIP_SETTINGS_KEY, schema: VipSettingsSchema });
  const since = addDays(dayIn(shop.ianaTimezone, now), -Number(query.period) + 1);
  const movedAt = { gte: startOfDay(shop.ianaTimezone, since) };
  const flows = await listFlows(db, { shopId, movedAt });
  const where = { shopId, movedAt, ...narrow("fromTierId", query.from), ...narrow("toTierId", query.to) };
  const peopleCount = await db.vipMove.count({ where });
  const pageCount = Math.max(1, Math.ceil(peopleCount / PAGE_SIZE));
  const page = Math.min(query.page, pageCount);
  return {
    query: { ...query, page },
    tiers: tiersIn(flows, settings),
    flows,
    totalCount: flows.reduce((sum, { count }) => sum + count, 0),
    people: await presentPeople(db, { shopId, where, skip: (page - 1) * PAGE_SIZE }),
    peopleCount,
    pageCount,
    currencyCode: shop.currencyCode,
    since,
    asOf: now.toISOString(),
  };
}

function narrow(column: "fromTierId" | "toTierId", tier: string | null) {
  return tier === null ? {} : { [column]: tier === NO_TIER ? null : tier };
}

async function listFlows(
  db: Db,
  { shopId, movedAt }: { shopId: string; movedAt: { gte: Date } },
): Promise<Flow[]> {
  const groups = await db.vipMove.groupBy({
    by: ["fromTierId", "toTierId", "reason"],
    where: { shopId, movedAt },
    _count: true,
  });
  const flows = new Map<string, Flow>();
  for (const { fromTierId, toTierId, reason, _count: count } of groups) {
    const [from, to] = [fromTierId ?? NO_TIER, toTierId ?? NO_TIER];
    const flow = flows.get(`${from} ${to}`) ?? { from, to, count: 0, reasons: [] };
    flow.count += count;
    flow.reasons.push({ reason, count });
    flows.set(`${from} ${to}`, flow);
  }
  return [...flows.values()].sort(
    (a, b) => b.count - a.count || `${a.from}${a.to}`.localeCompare(`${b.from}${b.to}`),
  );
}

function tiersIn(flows: readonly Flow[], settings: VipSettings): MovementsPageData["tiers"] {
  const known = settings.tiers.map(({ id }) => id);
  const met = flows.flatMap(({ from, to }) => [from, to]).filter((id) => id !== NO_TIER);
  return [...new Set([...known, ...met])].map((id) => ({ id, name: nameOfTier(id, settings) }));
}

type Where = NonNullable<Parameters<Db["vipMove"]["count"]>[0]>["where"];

async function presentPeople(
  db: Db,
  { shopId, where, skip }: { shopId: string; where: Where; skip: number },
): Promise<MovementPerson[]> {
  const rows = await db.vipMove.findMany({
    where: { ...where, shopId },
    orderBy: [{ movedAt: "desc" }, { id: "desc" }],
    take: PAGE_SIZE,
    skip,
  });
  const people = await listPeople(db, { shopId, customerIds: rows.map(({ customerId }) => customerId) });
  return rows.map((row) => {
    const person = people.get(row.customerId);
    return {
      id: row.id,
      customer: person ? { id: row.customerId, name: person.name || (person.email ?? "") } : null,
      from: row.fromTierId ?? NO_TIER,
      to: row.toTierId ?? NO_TIER,
      reason: row.reason,
      movedAt: row.movedAt.toISOString(),
      orderCount: row.orderCount,
      netMinor: toMinor(row.netMinor),
    };
  });
}
