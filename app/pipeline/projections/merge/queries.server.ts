import type { Db } from "~/platform/db.server";

/** A customer that was merged into another, with what went along. */
export type MergedCustomer = {
  mergeId: string;
  customerId: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  mergedAt: Date;
  /** Merged into this very customer, not into one that was merged into this one later. */
  isDirect: boolean;
  /** Rows that an undo would give back, by table. */
  counts: { table: string; count: number }[];
};

/** Who was merged into a customer and was not taken back, the latest first. */
export async function listMergedInto(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<MergedCustomer[]> {
  const people = await db.customer.findMany({
    where: { shopId, mergedIntoId: customerId },
    select: { id: true, firstName: true, lastName: true, email: true },
  });
  const merges = await db.customerMerge.findMany({
    where: { shopId, fromCustomerId: { in: people.map(({ id }) => id) }, undoneAt: null },
    orderBy: [{ mergedAt: "desc" }, { id: "desc" }],
    select: { id: true, fromCustomerId: true, toCustomerId: true, mergedAt: true },
  });
  const counts = await db.customerMergeMove.groupBy({
    by: ["mergeId", "table"],
    where: { shopId, mergeId: { in: merges.map(({ id }) => id) } },
    _count: true,
    orderBy: [{ mergeId: "asc" }, { table: "asc" }],
  });
  return merges.flatMap(({ id: mergeId, fromCustomerId, toCustomerId, mergedAt }) => {
    const person = people.find(({ id }) => id === fromCustomerId);
    if (!person) return [];
    const { id, ...named } = person;
    const own = counts.filter((one) => one.mergeId === mergeId);
    return [
      {
        ...named,
        mergeId,
        customerId: id,
        mergedAt,
        isDirect: toCustomerId === customerId,
        counts: own.map(({ table, _count }) => ({ table, count: _count })),
      },
    ];
  });
}
