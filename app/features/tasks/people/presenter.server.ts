import { findPeople, listCustomerNames } from "~/pipeline/projections/customers/queries.server";
import type { Db } from "~/platform/db.server";

import { listKnownAmong } from "../repository.server";
import type { FoundCustomer } from "../schema";

/** As many as a list to choose from can hold. */
const MOST_SHOWN = 20;

/** Customers whom a search means, by name, for a task to be about. */
export async function presentFoundCustomers(
  db: Db,
  { shopId, search }: { shopId: string; search: string },
): Promise<FoundCustomer[]> {
  const found = await findPeople(db, { shopId, query: search });
  const known = await listKnownAmong(db, { shopId, customerIds: found });
  const ids = found.filter((id) => known.has(id)).slice(0, MOST_SHOWN);
  const names = await listCustomerNames(db, { shopId, ids });
  return ids.map((id) => ({ id, label: names.get(id) || id })).sort((a, b) => a.label.localeCompare(b.label));
}
