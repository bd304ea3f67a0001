import { Prisma } from "~/generated/prisma/client";
import { type Db, toDbInstant, toMinor } from "~/platform/db.server";
import { rowsToJson, upsertSql } from "~/platform/sql.server";

import { flowExperiment, GLOBAL_EXPERIMENT } from "./schema";

export type ExperimentRow = {
  shopId: string;
  experimentKey: string;
  controlArm: string;
  windowDays: number;
  /** People per arm; 0 = a holdout, which is looked at month by month. */
  plannedCount: number;
  startedAt: Date;
  endedAt: Date | null;
};

type Key = { shopId: string; experimentKey: string };

/** Stores an experiment unless it has begun already. Safe to repeat. */
export async function insertExperiment(db: Db, row: Omit<ExperimentRow, "endedAt">): Promise<void> {
  const { shopId, experimentKey } = row;
  await db.experiment.upsert({
    where: { shopId_experimentKey: { shopId, experimentKey } },
    create: row,
    update: { shopId },
  });
}

export function findExperiment(db: Db, { shopId, experimentKey }: Key): Promise<ExperimentRow | null> {
  return db.experiment.findFirst({ where: { shopId, experimentKey } });
}

/** The comparisons of the shop's holdouts that have begun: of everything (`flowId` null), and of flows. */
export async function listHoldouts(
  db: Db,
  { shopId }: { shopId: string },
): Promise<{ key: string; flowId: string | null }[]> {
  const flows = await db.flow.findMany({ where: { shopId }, select: { id: true } });
  const flowIds = new Map(flows.map(({ id }) => [flowExperiment(id), id]));
  const keys = [GLOBAL_EXPERIMENT, ...flowIds.keys()];
  const rows = await db.experiment.findMany({
    where: { shopId, experimentKey: { in: keys } },
    select: { experimentKey: true },
  });
  return rows.map(({ experimentKey: key }) => ({ key, flowId: flowIds.get(key) ?? null }));
}

/** Ends comparisons, or begins them anew. Safe to repeat. */
export async function changeExperiments(
  db: Db,
  {
    shopId,
    keys,
    change,
  }: { shopId: string; keys: readonly string[]; change: { startedAt?: Date; endedAt: Date | null } },
): Promise<void> {
  if (keys.length === 0) return;
  await db.experiment.updateMany({ where: { shopId, experimentKey: { in: [...keys] } }, data: change });
}

const EXPOSURE_SQL = upsertSql({
  table: "ExperimentExposure",
  columns: ["shopId", "experimentKey", "customerId", "arm", "exposedAt"],
  key: ["shopId", "experimentKey", "customerId"],
  onConflict: "nothing",
});

export type ExposureRow = Key & { customerId: string; arm: string; exposedAt: Date };

/** Stores exposures; who is in an experiment already stays as they are. */
export async function insertExposures(db: Db, rows: readonly ExposureRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db.$executeRawUnsafe(EXPOSURE_SQL, rowsToJson(rows));
}

/** The arms of people in one experiment. */
export async function listArms(
  db: Db,
  { shopId, experimentKey, customerIds }: Key & { customerIds: readonly string[] },
): Promise<Map<string, string>> {
  const rows = await db.experimentExposure.findMany({
    where: { shopId, experimentKey, customerId: { in: [...customerIds] } },
    select: { customerId: true, arm: true },
  });
  return new Map(rows.map(({ customerId, arm }) => [customerId, arm]));
}

/**
 * What people brought within the window after they came into an experiment, by arm: revenue of valid orders, net of
 * refunds. Of those who bought nothing only the number is read: there are many of them.
 *
 * @param range of `exposedAt`: from inclusive, to exclusive.
 * @returns one figure per person, buyers first, in the order in which they came.
 */
export async function listOutcomes(
  db: Db,
  { shopId, experimentKey, windowDays, from, to }: Key & { windowDays: number; from: Date; to: Date },
): Promise<Map<string, number[]>> {
  const arms = await db.experimentExposure.groupBy({
    by: ["arm"],
    where: { shopId, experimentKey, exposedAt: { gte: from, lt: to } },
    _count: true,
  });
  const buyers = await listBuyers(db, { shopId, experimentKey, windowDays, from, to });
  const bought = Map.groupBy(buyers, ({ arm }) => arm);
  return new Map(
    arms.map(({ arm, _count: count }) => {
      const figures = (bought.get(arm) ?? []).map(({ revenueMinor }) => revenueMinor);
      const others = Math.max(0, count - figures.length);
      return [arm, [...figures, ...new Array<number>(others).fill(0)]];
    }),
  );
}

type Buyer = { arm: string; revenueMinor: number };

async function listBuyers(
  db: Db,
  { shopId, experimentKey, windowDays, from, to }: Key & { windowDays: number; from: Date; to: Date },
): Promise<Buyer[]> {
  const windowMs = windowDays * 86_400_000;
  const rows = await db.$queryRaw<
    { customerId: string; arm: string; exposedAt: Date; placedAt: Date; netMinor: bigint }[]
  >`
    SELECT e."customerId", e."arm", e."exposedAt", o."placedAt", o."netMinor" FROM "ExperimentExposure" e
    JOIN "Order" o ON o."shopId" = ${shopId} AND o."customerId" = e."customerId"
      AND o."placedAt" >= e."exposedAt" AND o."isValid" = ${true} AND o."deletedAt" IS NULL
      AND o."placedAt" < ${toDbInstant(new Date(to.getTime() + windowMs))}
    WHERE e."shopId" = ${shopId} AND e."experimentKey" = ${experimentKey}
      AND e."exposedAt" >= ${toDbInstant(from)} AND e."exposedAt" < ${toDbInstant(to)}
    ORDER BY e."exposedAt", e."customerId"`;
  const buyers = new Map<string, Buyer>();
  for (const { customerId, arm, exposedAt, placedAt, netMinor } of rows) {
    // The window is each person's own; the two databases add days in words of their own.
    if (new Date(placedAt).getTime() >= new Date(exposedAt).getTime() + windowMs) continue;
    const revenueMinor = (buyers.get(customerId)?.revenueMinor ?? 0) + toMinor(netMinor);
    buyers.set(customerId, { arm, revenueMinor });
  }
  return [...buyers.values()];
}

/** How many people are in each arm by now. */
export async function countArms(db: Db, { shopId, experimentKey }: Key): Promise<Map<string, number>> {
  const arms = await db.experimentExposure.groupBy({
    by: ["arm"],
    where: { shopId, experimentKey },
    _count: true,
  });
  return new Map(arms.map(({ arm, _count }) => [arm, _count]));
}

/** When the `count`-th person came into each arm; arms with fewer are left out. */
export async function listWhenFull(
  db: Db,
  { shopId, experimentKey, count }: Key & { count: number },
): Promise<Map<string, Date>> {
  const full = new Map<string, Date>();
  for (const [arm, armCount] of await countArms(db, { shopId, experimentKey })) {
    if (armCount < count) continue;
    const row = await db.experimentExposure.findFirst({
      where: { shopId, experimentKey, arm },
      orderBy: [{ exposedAt: "asc" }, { customerId: "asc" }],
      skip: count - 1,
      select: { exposedAt: true },
    });
    if (row) full.set(arm, row.exposedAt);
  }
  return full;
}

export type TokenOrder = { orderId: string; netMinor: number; byCode: boolean; byClick: boolean };

/** What an order may carry a token of. */
export type TokenSource = { kind: "flow" | "campaign"; id: string };

/** The messages `m` of a source: their subject is a run, or a recipient. */
function ofSource(shopId: string, { kind, id }: TokenSource): Prisma.Sql {
  return kind === "flow"
    ? Prisma.sql`m."purpose" = ${"flows"}
        JOIN "FlowRun" r ON r."shopId" = ${shopId} AND r."id" = m."subjectId" AND r."flowId" = ${id}`
    : Prisma.sql`m."purpose" = ${"campaigns"}
        JOIN "CampaignRecipient" r ON r."shopId" = ${shopId} AND r."id" = m."subjectId" AND r."campaignId" = ${id}`;
}

/**
 * Valid orders in which a code from the budget of a source was used.
 *
 * @param range of when they were placed: from inclusive, to exclusive.
 */
export async function listCodeOrders(
  db: Db,
  { shopId, source, from, to }: { shopId: string; source: TokenSource; from: Date; to: Date },
): Promise<{ orderId: string; netMinor: number }[]> {
  const rows = await db.$queryRaw<{ id: string; netMinor: bigint }[]>`
    SELECT DISTINCT o."id", o."netMinor" FROM "IssuedCode" c
    JOIN "Order" o ON o."shopId" = ${shopId} AND o."id" = c."redeemedOrderId"
      AND o."isValid" = ${true} AND o."deletedAt" IS NULL
      AND o."placedAt" >= ${toDbInstant(from)} AND o."placedAt" < ${toDbInstant(to)}
    WHERE c."shopId" = ${shopId} AND c."budgetKey" = ${`${source.kind}:${source.id}`} AND c."state" = 'redeemed'`;
  return rows.map(({ id, netMinor }) => ({ orderId: id, netMinor: toMinor(netMinor) }));
}

/**
 * Valid orders that carry a token of a source: a code from its budget, or that came within the window after a click of
 * the same person in one of its messages.
 *
 * @param range of when they were placed: from inclusive, to exclusive.
 */
export async function listTokenOrders(
  db: Db,
  {
    shopId,
    source,
    windowDays,
    from,
    to,
  }: {
    shopId: string;
    source: TokenSource;
    windowDays: number;
    from: Date;
    to: Date;
  },
): Promise<TokenOrder[]> {
  const [fromAt, toAt] = [toDbInstant(from), toDbInstant(to)];
  const byCode = await listCodeOrders(db, { shopId, source, from, to });
  const windowMs = windowDays * 86_400_000;
  const since = toDbInstant(new Date(from.getTime() - windowMs));
  const clicked = await db.$queryRaw<{ id: string; netMinor: bigint; placedAt: Date; clickedAt: Date }[]>`
    SELECT o."id", o."netMinor", o."placedAt", k."clickedAt" FROM "MessageClick" k
    JOIN "Message" m ON m."shopId" = ${shopId} AND m."id" = k."messageId" AND ${ofSource(shopId, source)}
    JOIN "Order" o ON o."shopId" = ${shopId} AND o."customerId" = k."customerId"
      AND o."placedAt" >= k."clickedAt" AND o."isValid" = ${true} AND o."deletedAt" IS NULL
      AND o."placedAt" >= ${fromAt} AND o."placedAt" < ${toAt}
    WHERE k."shopId" = ${shopId} AND k."kind" = 'person'
      AND k."clickedAt" >= ${since} AND k."clickedAt" < ${toAt}`;
  const orders = new Map<string, TokenOrder>();
  for (const order of byCode) orders.set(order.orderId, { ...order, byCode: true, byClick: false });
  for (const { id, netMinor, placedAt, clickedAt } of clicked) {
    if (new Date(placedAt).getTime() >= new Date(clickedAt).getTime() + windowMs) continue;
    const known = orders.get(id);
    orders.set(id, {
      orderId: id,
      netMinor: toMinor(netMinor),
      byCode: known?.byCode ?? false,
      byClick: true,
    });
  }
  return [...orders.values()];
}
