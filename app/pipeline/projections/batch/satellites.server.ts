import type { Db } from "~/platform/db.server";

import { loadCarts, saveCarts } from "../carts/repository.server";
import { loadDiscounts, saveDiscounts } from "../discounts/repository.server";
import { loadReturns, saveReturns } from "../returns/repository.server";

import type { AnyChange } from "./change";
import type { Satellites } from "./satellites";

/** The stored satellites that the changes are about. */
export async function loadSatellites(
  db: Db,
  { shopId, changes }: { shopId: string; changes: readonly AnyChange[] },
): Promise<Satellites> {
  const idsOf = (resource: "return" | "cart") => [
    ...new Set(changes.flatMap((change) => (change.resource === resource ? [change.id] : []))),
  ];
  const discounts = changes.filter((change) => change.resource === "discount");
  return {
    returns: await loadReturns(db, { shopId, ids: idsOf("return") }),
    carts: await loadCarts(db, { shopId, ids: idsOf("cart") }),
    discounts: await loadDiscounts(db, { shopId, changes: discounts }),
  };
}

/** Ids of the orders that the returns are of: their customers are told with the events. */
export function orderIdsOfReturns({ returns }: Satellites, changes: readonly AnyChange[]): string[] {
  const told = changes.flatMap((change) => (change.resource === "return" ? [change.orderId] : []));
  const stored = [...returns.values()].map(({ row }) => row.orderId);
  return [...told, ...stored].filter((id) => typeof id === "string");
}

/** Stores the changed satellites. */
export async function saveSatellites(
  db: Db,
  { shopId, satellites }: { shopId: string; satellites: Satellites },
): Promise<void> {
  await saveReturns(db, { shopId, states: [...satellites.returns.values()] });
  await saveCarts(db, { shopId, states: [...satellites.carts.values()] });
  await saveDiscounts(db, { shopId, states: [...satellites.discounts.values()] });
}
