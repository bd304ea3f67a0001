import {
  type AggregateDifference,
  compareAggregates,
} from "~/pipeline/projections/aggregates/recount.server";
import type { RootDb } from "~/platform/db.server";
import { acrossShops } from "~/platform/tenant-guard.server";

export type Verification = "equal" | "different" | "unknown-shop";

/**
 * Compares the aggregates of one shop, or of all, one after another; at most `limit` differences of a shop are printed.
 *
 * The database compares; memory holds the differences of one shop at a time.
 */
export async function verifyShops(
  db: RootDb,
  { domain, limit, print }: { domain: string | null; limit: number; print: (line: string) => void },
): Promise<Verification> {
  const shops = await acrossShops("a command over all shops, or the one it is told", () =>
    db.shop.findMany({
      where: domain === null ? {} : { domain },
      orderBy: { domain: "asc" },
      select: { id: true, domain: true },
    }),
  );
  if (domain !== null && shops.length === 0) {
    print(`no shop has the domain "${domain}": expected one like example.myshopify.com`);
    return "unknown-shop";
  }
  let total = 0;
  for (const shop of shops) {
    const differences = await listLasting(db, shop.id);
    total += differences.length;
    print(`${shop.domain}: ${differences.length} ${differences.length === 1 ? "difference" : "differences"}`);
    for (const { table, key, stored, recounted } of differences.slice(0, limit))
      print(`  ${table} ${key}: stored ${stored ?? "nothing"}, counted ${recounted ?? "nothing"}`);
    if (differences.length > limit) print(`  … and ${differences.length - limit} more`);
  }
  print(`${total} differences in ${shops.length} ${shops.length === 1 ? "shop" : "shops"}`);
  return total === 0 ? "equal" : "different";
}

/** Differences that are still there at a second look. */
async function listLasting(db: RootDb, shopId: string): Promise<AggregateDifference[]> {
  const first = await compareAggregates(db, { shopId });
  if (first.length === 0) return [];
  const again = new Set(
    (await compareAggregates(db, { shopId })).map((difference) => JSON.stringify(difference)),
  );
  return first.filter((difference) => again.has(JSON.stringify(difference)));
}
