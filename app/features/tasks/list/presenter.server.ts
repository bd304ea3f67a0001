import { dayIn } from "~/kit/zone";
import { listCustomerNames } from "~/pipeline/projections/customers/queries.server";
import type { Db } from "~/platform/db.server";

import { listLatestOfOwners } from "../repository.server";
import { dueGroupOf, toldStaff } from "../rules";
import {
  type KnownOwner,
  NOBODY,
  type Origin,
  TASK_STATES,
  type TaskItem,
  type TaskQuery,
  type TasksPageData,
  type TaskState,
} from "../schema";
import { taskMarkOf } from "../task-mark.server";

const PAGE_SIZE = 25;
const MOST_OWNERS = 100;

type Asked = { shopId: string; zone: string; staffId: string | null; query: TaskQuery; now: Date };

/** Read model of the tasks page: open ones by when they are due, the others by when they were settled. */
export async function presentTasksPage(
  db: Db,
  { shopId, zone, staffId, query, now }: Asked,
): Promise<TasksPageData> {
  const where = { shopId, ...narrow(query.owner) };
  const counts = await countByState(db, where);
  const pageCount = Math.max(1, Math.ceil(counts[query.state] / PAGE_SIZE));
  const page = Math.min(query.page, pageCount);
  const rows = await db.task.findMany({
    where: { ...where, shopId, state: query.state },
    orderBy: query.state === "open" ? BY_DUE : BY_SETTLED,
    take: PAGE_SIZE,
    skip: (page - 1) * PAGE_SIZE,
  });
  const today = dayIn(zone, now);
  return {
    query: { ...query, page },
    items: await presentTasks(db, rows, { shopId, today, staffId }),
    counts,
    pageCount,
    owners: await presentOwners(db, { shopId }),
    today,
    asOf: now.toISOString(),
  };
}

/** What has no day comes last; of one day, what was asked for first. */
export const BY_DUE = [
  { dueOn: { sort: "asc" as const, nulls: "last" as const } },
  { createdAt: "asc" as const },
  { id: "asc" as const },
];
const BY_SETTLED = [{ settledAt: "desc" as const }, { id: "desc" as const }];

function narrow(owner: string | null): { ownerHash?: string | null } {
  if (owner === null) return {};
  return { ownerHash: owner === NOBODY ? null : owner };
}

async function countByState(
  db: Db,
  { shopId, ...narrowed }: { shopId: string; ownerHash?: string | null },
): Promise<Record<TaskState, number>> {
  const groups = await db.task.groupBy({ by: ["state"], where: { ...narrowed, shopId }, _count: true });
  const counts = { open: 0, done: 0, dropped: 0 };
  for (const { state, _count } of groups) {
    const known = TASK_STATES.find((one) => one === state);
    if (known) counts[known] = _count;
  }
  return counts;
}

/** Who has had a task lately, as they were last written; by name. */
export async function presentOwners(db: Db, { shopId }: { shopId: string }): Promise<KnownOwner[]> {
  const ids = await listLatestOfOwners(db, { shopId, limit: MOST_OWNERS });
  const rows = await db.task.findMany({
    where: { shopId, id: { in: ids } },
    select: { owner: true, ownerHash: true },
  });
  return rows
    .flatMap(({ owner: name, ownerHash: key }) => (name && key ? [{ name, key }] : []))
    .sort((a, b) => a.name.localeCompare(b.name));
}

type TaskRow = Awaited<ReturnType<Db["task"]["findMany"]>>[number];

/** Rows of tasks with the names of whom they are about. */
export async function presentTasks(
  db: Db,
  rows: readonly TaskRow[],
  { shopId, today, staffId }: { shopId: string; today: string; staffId: string | null },
): Promise<TaskItem[]> {
  const names = await listCustomerNames(db, {
    shopId,
    ids: rows.flatMap(({ customerId }) => customerId ?? []),
  });
  return rows.map((row) => {
    const name = row.customerId === null ? undefined : names.get(row.customerId);
    return {
      id: row.id,
      title: row.title,
      detail: row.detail,
      dueOn: row.dueOn,
      due: row.state === "open" ? dueGroupOf(row.dueOn, today) : null,
      owner: row.owner,
      state: row.state as TaskState,
      origin: row.origin as Origin,
      customer: row.customerId === null || name === undefined ? null : { id: row.customerId, name },
      mark: taskMarkOf(row),
      createdAt: row.createdAt.toISOString(),
      settledAt: row.settledAt?.toISOString() ?? null,
      settledBy: toldStaff(row.settledBy, staffId),
    };
  });
}
