import { type Db, dialectOf } from "~/platform/db.server";

/** Jobs that wait, run or are dead, in whatever tables the queue has. */
export async function countOpenJobs(db: Db): Promise<number> {
  const count = await db.job.count();
  if (dialectOf(db) === "sqlite") return count;
  const rows = await db.$queryRaw<
    { count: bigint }[]
  >`SELECT COUNT(*) AS "count" FROM graphile_worker._private_jobs`;
  return count + Number(rows[0]?.count ?? 0);
}
