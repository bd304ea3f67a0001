import type { Db } from "~/platform/db.server";

export type AccessEntry = {
  id: string;
  staffId: string | null;
  page: string;
  customerId: string | null;
  accessedAt: Date;
};

/** Writes down that somebody looked. */
export async function insertAccess(db: Db, entry: AccessEntry & { shopId: string }): Promise<void> {
  await db.accessLogEntry.create({ data: entry });
}

export function countAccess(db: Db, { shopId }: { shopId: string }): Promise<number> {
  return db.accessLogEntry.count({ where: { shopId } });
}

/** A page of a shop's log, newest first. */
export function listAccess(
  db: Db,
  { shopId, limit, offset }: { shopId: string; limit: number; offset: number },
): Promise<AccessEntry[]> {
  return db.accessLogEntry.findMany({
    where: { shopId },
    orderBy: [{ accessedAt: "desc" }, { id: "desc" }],
    take: limit,
    skip: offset,
    select: { id: true, staffId: true, page: true, customerId: true, accessedAt: true },
  });
}
