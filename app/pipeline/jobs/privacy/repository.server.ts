import { type Db, dialectOf, type Tx } from "~/platform/db.server";
import type { Person } from "~/kit/person";
import { keysOf, namesPerson } from "~/platform/privacy/named";
import { acrossShops } from "~/platform/tenant-guard.server";

export type WaitingJob = { id: string; payloadJson: string };

/** Due jobs of a shop that wait in graphile-worker's tables; those that name the person, or all. None on SQLite. */
export async function listWaitingPayloads(
  db: Db,
  { shopId, person }: { shopId: string; person: Person | null },
): Promise<WaitingJob[]> {
  if (dialectOf(db) !== "postgresql") return [];
  const rows = await db.$queryRaw<{ id: bigint | string; payloadJson: string | null; key: string | null }[]>`
    SELECT "id", "payload"->>'payloadJson' AS "payloadJson", "key" FROM graphile_worker._private_jobs
    WHERE "payload"->>'shopId' = ${shopId} AND "locked_at" IS NULL`;
  const known = person && { keys: keysOf({ shopId, person }), customerIds: person.customerIds };
  return rows
    .map(({ id, payloadJson, key }) => ({ id: String(id), payloadJson: payloadJson ?? "", key: key ?? "" }))
    .filter(({ payloadJson, key }) => !known || namesPerson(`${payloadJson} ${key}`, known));
}

/** Takes jobs that nobody has begun out of graphile-worker's tables. */
export async function deleteWaitingJobs(tx: Tx, { ids }: { ids: readonly string[] }): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`
    SELECT 1 FROM graphile_worker.complete_jobs(
      ARRAY(SELECT CAST(value AS bigint) FROM jsonb_array_elements_text(CAST(${JSON.stringify(ids)} AS jsonb)) value)
    )`;
}

/** Jobs that belong to no shop but name one by its domain. @returns how many were deleted. */
export async function deleteJobsOfDomain(tx: Tx, { domain }: { domain: string }): Promise<number> {
  if (domain === "") return 0;
  const { count } = await acrossShops("jobs of the app itself name shops by their domain", () =>
    tx.job.deleteMany({
      where: { shopId: null, OR: [{ dedupeKey: domain }, { payloadJson: { contains: `"${domain}"` } }] },
    }),
  );
  return count;
}
