import { Prisma } from "~/generated/prisma/client";
import { type Db, dialectOf } from "~/platform/db.server";
import { idsIn, type Sql } from "~/platform/sql.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import { QUEUE } from "../repository.server";

/**
 * A condition: a job of one of these kinds waits or runs under the key that a column has. On PostgreSQL one that is due
 * has left our table: it is among graphile-worker's, also while it runs.
 *
 * @param key The column, with the name of its table.
 */
export function hasOpenJob(db: Db, { names, key }: { names: readonly string[]; key: Sql }): Sql {
  const isOurs = Prisma.sql`EXISTS (
    SELECT 1 FROM "Job" j WHERE j."name" IN ${idsIn(names)} AND j."dedupeKey" = ${key} AND j."state" <> 'dead')`;
  if (dialectOf(db) !== "postgresql") return isOurs;
  const handedOver = names.map((name) => Prisma.sql`${`${name}|`} || ${key}`);
  // One whose tries are used up is nobody's any more.
  return Prisma.sql`(${isOurs} OR EXISTS (
    SELECT 1 FROM graphile_worker._private_jobs g WHERE g."key" IN (${Prisma.join(handedOver)})
      AND (g."locked_at" IS NOT NULL OR g."attempts" < g."max_attempts")))`;
}

/** Whether a job of a kind waits or runs under a key. */
export async function isJobOpen(
  db: Db,
  { name, dedupeKey }: { name: string; dedupeKey: string },
): Promise<boolean> {
  const rows = await acrossShops(
    QUEUE,
    () => db.$queryRaw<unknown[]>`
      SELECT 1 FROM (SELECT CAST(${dedupeKey} AS TEXT) AS "key") k
      WHERE ${hasOpenJob(db, { names: [name], key: Prisma.sql`k."key"` })}`,
  );
  return rows.length > 0;
}
