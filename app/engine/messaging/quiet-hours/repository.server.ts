import type { Db } from "~/platform/db.server";

import { zoneOfPlace } from "./zone";

/**
 * The zones of customers by where they live; who is not in it lives by the shop's clock, as far as anybody knows.
 *
 * The same clock that quiet hours go by, so that what waits for nine in the morning does not wait once more.
 */
export async function readCustomerZones(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const places = await db.customer.findMany({
    where: { shopId, id: { in: [...customerIds] }, countryCode: { not: null } },
    select: { id: true, countryCode: true, provinceCode: true },
  });
  return new Map(
    places.flatMap(({ id, ...place }) => {
      const zone = zoneOfPlace(place, "");
      return zone === "" ? [] : [[id, zone] as const];
    }),
  );
}
