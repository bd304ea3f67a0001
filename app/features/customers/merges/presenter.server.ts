import { listMergedInto, type MergedCustomer } from "~/pipeline/projections/merge/queries.server";
import type { Db } from "~/platform/db.server";

import { displayName } from "../rules/naming";
import { MOVED_KINDS, type MergedPerson, type MovedKind } from "./schema";

const KIND_BY_TABLE: Readonly<Record<string, MovedKind>> = {
  Order: "orders",
  Checkout: "checkouts",
  Message: "messages",
  IssuedCode: "codes",
  Decision: "decisions",
};

/** Who was merged into a customer, and what an undo would give back; the latest merge first. */
export async function presentMerges(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<MergedPerson[]> {
  const merged = await listMergedInto(db, { shopId, customerId });
  return merged.map((person) => ({
    mergeId: person.mergeId,
    customerId: person.customerId,
    name: displayName(person),
    email: person.email,
    mergedAt: person.mergedAt.toISOString(),
    canUndo: person.isDirect,
    moved: movedOf(person),
  }));
}

function movedOf({ counts }: MergedCustomer): MergedPerson["moved"] {
  const byKind = new Map<MovedKind, number>();
  for (const { table, count } of counts) {
    const kind = KIND_BY_TABLE[table] ?? "other";
    byKind.set(kind, (byKind.get(kind) ?? 0) + count);
  }
  return MOVED_KINDS.flatMap((kind) => {
    const count = byKind.get(kind);
    return count === undefined ? [] : [{ kind, count }];
  });
}
