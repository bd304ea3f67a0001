import Database from "better-sqlite3";

import type { System } from "../../../scripts/system/start-system";

/** A point for every cent at once, and 5 off for 500 of them. */
const PROGRAMME = {
  ...{ isEnabled: true, holdingDays: 0, outlierTimes: null },
  velocity: { pointsPerDay: null, earningsPerDay: null },
  order: { points: 1, perMinor: 1 },
  rewards: [
    {
      ...{ id: "five-off", title: "5 off", kind: "amount", costPoints: 500, valueMinor: 500 },
      titles: { pl: "5 zniżki", ru: "Скидка 5" },
    },
    {
      id: "dear",
      title: "A trip around the world",
      kind: "amount",
      costPoints: 900_000,
      valueMinor: 100_000,
    },
  ],
};

/** The programme as a merchant has set it up, since now. */
export function switchProgrammeOn({ databaseUrl, devStore }: System): void {
  const now = devStore.store.clock.now().toISOString();
  const database = new Database(databaseUrl.slice("file:".length), { timeout: 15_000 });
  try {
    database
      .prepare(
        `INSERT INTO "ShopSetting" ("shopId", "key", "valueJson", "updatedAt")
         SELECT "id", 'loyalty', ?, ? FROM "Shop" WHERE 1 = 1
         ON CONFLICT ("shopId", "key") DO UPDATE SET "valueJson" = excluded."valueJson"`,
      )
      .run(JSON.stringify({ ...PROGRAMME, earningSince: now }), now.replace("Z", "+00:00"));
  } finally {
    database.close();
  }
}

/** Earnings that wait under the hash of an address for their account. */
export function countWaitingLots({ databaseUrl }: System): number {
  const database = new Database(databaseUrl.slice("file:".length), { readonly: true });
  try {
    const row = database
      .prepare(
        `SELECT COUNT(*) AS "count" FROM "PointsLot" WHERE "guestKey" IS NOT NULL AND "customerId" IS NULL`,
      )
      .get() as { count: number };
    return row.count;
  } finally {
    database.close();
  }
}
