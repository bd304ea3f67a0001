import { dayIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";

import { BY_DUE, presentOwners, presentTasks } from "../list/presenter.server";
import { canDelete, toldStaff } from "../rules";
import type { CustomerTasks, NoteItem, Origin } from "../schema";

/** As much of each as a page of one customer shows. */
const MOST_TASKS = 50;
const MOST_NOTES = 200;

type Asked = { shopId: string; customerId: string; zone: string; staffId: string | null; now: Date };

/** What there is to do about a customer, soonest first, and what was noted of them, latest first. */
export async function presentCustomerTasks(
  db: Db,
  { shopId, customerId, zone, staffId, now }: Asked,
): Promise<CustomerTasks> {
  const today = dayIn(zone, now);
  const open = { shopId, customerId, state: "open" };
  const rows = await db.task.findMany({ where: open, orderBy: BY_DUE, take: MOST_TASKS });
  return {
    customerId,
    tasks: await presentTasks(db, rows, { shopId, today, staffId }),
    taskCount: await db.task.count({ where: open }),
    notes: await presentNotes(db, { shopId, customerId, staffId }),
    noteCount: await db.customerNote.count({ where: { shopId, customerId } }),
    owners: await presentOwners(db, { shopId }),
    today,
  };
}

async function presentNotes(
  db: Db,
  { shopId, customerId, staffId }: Pick<Asked, "shopId" | "customerId" | "staffId">,
): Promise<NoteItem[]> {
  const rows = await db.customerNote.findMany({
    where: { shopId, customerId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: MOST_NOTES,
  });
  return rows.map(({ id, body, origin, authorId, createdAt }) => ({
    ...{ id, body, origin: origin as Origin, createdAt: createdAt.toISOString() },
    author: toldStaff(authorId, staffId),
    canDelete: canDelete({ origin, authorId }, staffId),
  }));
}
