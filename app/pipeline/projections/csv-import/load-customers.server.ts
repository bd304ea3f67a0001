import type { Tx } from "~/platform/db.server";

import { applyChanges } from "../batch/apply.server";
import type { ProjectedShop } from "../batch/mapping-input";
import type { RowGroup } from "./batches";
import type { Columns, CustomerColumn } from "./columns";
import { type ImportedCustomer, mapImportedCustomer } from "./customer-mapping";
import { type LoadContext, type Loaded, NO_RANGE, problemOf } from "./load-orders.server";
import { findCustomersByEmail, findKnownCustomers } from "./repository/known.server";
import type { RowProblem } from "./schema";

type Identified = { customer: ImportedCustomer; id: string; gid: string };

/**
 * Brings customers of a file into our tables; nobody reacts to them.
 *
 * What Shopify itself told of a customer stays, and who was deleted or erased stays so. Safe to repeat by their ids.
 */
export async function loadCustomers(
  tx: Tx,
  groups: readonly RowGroup[],
  { shop, header, now, readAt }: LoadContext,
): Promise<Loaded> {
  const columns = header.columns as Columns<CustomerColumn>;
  const problems: RowProblem[] = [];
  const customers = groups.flatMap(([row]) => {
    try {
      return [mapImportedCustomer(row, { columns, readAt })];
    } catch (error) {
      problems.push(problemOf(error, row.line));
      return [];
    }
  });
  const { identified, nobody } = await identify(tx, { shop, customers });
  const known = await findKnownCustomers(tx, { shopId: shop.id, ids: identified.map(({ id }) => id) });
  const fresh = identified.filter(({ id }) => known.get(id) !== "told-by-shopify");
  await applyChanges(tx, {
    shop,
    changes: fresh.map(({ customer, id, gid }) => customer.changeFor({ id, gid })),
    now,
    silent: true,
  });
  const takenCount = fresh.filter(({ id }) => !known.has(id)).length;
  return {
    takenCount,
    knownCount: identified.length - takenCount,
    anonymousCount: 0,
    problems: [...problems, ...nobody],
    range: NO_RANGE,
  };
}

/** By Shopify's id; in files without it, by the address. */
async function identify(
  tx: Tx,
  { shop, customers }: { shop: ProjectedShop; customers: readonly ImportedCustomer[] },
): Promise<{ identified: Identified[]; nobody: RowProblem[] }> {
  const emails = customers.flatMap(({ legacyId, email }) => (legacyId === null && email ? [email] : []));
  const found = await findCustomersByEmail(tx, { shopId: shop.id, emails });
  const nobody: RowProblem[] = [];
  const identified = customers.flatMap((customer): Identified[] => {
    const { legacyId, email, line } = customer;
    if (legacyId !== null)
      return [{ customer, id: `${shop.id}_${legacyId}`, gid: `gid://shopify/Customer/${legacyId}` }];
    const row = found.get(email ?? "");
    if (row) return [{ customer, ...row }];
    // The address itself is not kept: the line tells where it is.
    nobody.push({ line, column: "Email", value: null, reason: "nobody", params: {} });
    return [];
  });
  return { identified, nobody };
}
