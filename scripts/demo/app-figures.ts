import { z } from "zod";

import { openSideDatabase } from "../system/side-database";
import type { System } from "../system/start-system";
import { readAsMerchant } from "./merchant";

const ROUTE = "routes/app.dashboard._index";

const ReadingsSchema = z.object({
  readings: z.array(z.object({ metric: z.string(), figure: z.object({ value: z.number().nullable() }) })),
});

/**
 * The figures of the dashboard over all time, as the page gets them: asked over HTTP with a session token, through
 * the tunnel, like the merchant's browser does.
 */
export async function readDashboard({ devStore }: System): Promise<Map<string, number | null>> {
  const data = await readAsMerchant(devStore, "/app/dashboard.data?window=all", ROUTE);
  const { readings } = ReadingsSchema.parse(data);
  return new Map(readings.map(({ metric, figure }) => [metric, figure.value]));
}

export type AppCounts = {
  orders: number;
  customers: number;
  recoveryMails: number;
  codesIssued: number;
  codesRedeemed: number;
  ordersRecovered: number;
  /** Customers that should carry a tag, by tag. */
  tagged: Map<string, number>;
  decisions: number;
  deadLetters: number;
};

/** What the app's own tables say, read from the side. */
export async function readAppCounts(databaseUrl: string): Promise<AppCounts> {
  const database = openSideDatabase(databaseUrl);
  const count = async (sql: string) =>
    (await database.query<{ count: number }>(`SELECT count(*) AS "count" FROM ${sql}`))[0]?.count ?? 0;
  const tags = await database.query<{ tag: string; count: number }>(
    `SELECT "intendedTag" AS "tag", count(*) AS "count" FROM "VipTag" WHERE "intendedTag" IS NOT NULL GROUP BY 1`,
  );
  const counts: AppCounts = {
    orders: await count(`"Order" WHERE "deletedAt" IS NULL`),
    customers: await count(`"Customer" WHERE "deletedAt" IS NULL`),
    recoveryMails: await count(
      `"Message" WHERE "templateKey" LIKE 'checkout-reminder-%' AND "state" = 'sent'`,
    ),
    codesIssued: await count(`"IssuedCode" WHERE "discountGid" IS NOT NULL AND "removedAt" IS NULL`),
    codesRedeemed: await count(`"IssuedCode" WHERE "state" = 'redeemed'`),
    ordersRecovered: await count(`"Recovery" WHERE "recoveredOrderId" IS NOT NULL`),
    tagged: new Map(tags.map(({ tag, count: holders }) => [tag, holders])),
    decisions: await count(`"Decision"`),
    deadLetters:
      (await count(`"InboxDelivery" WHERE "state" IN ('dead', 'refused')`)) +
      (await count(`"Job" WHERE "state" = 'dead'`)) +
      (await count(`"OutboxIntent" WHERE "state" IN ('dead', 'uncertain')`)),
  };
  await database.close();
  return counts;
}
