import Database from "better-sqlite3";
import { decode } from "turbo-stream";
import { z } from "zod";

import type { System } from "../system/start-system";
import { askAsMerchant } from "./merchant";

const ROUTE = "routes/app.dashboard._index";

const ReadingsSchema = z.object({
  data: z.object({
    readings: z.array(z.object({ metric: z.string(), figure: z.object({ value: z.number().nullable() }) })),
  }),
});

/**
 * The figures of the dashboard over all time, as the page gets them: asked over HTTP with a session token, through
 * the tunnel, like the merchant's browser does.
 */
export async function readDashboard({ devStore }: System): Promise<Map<string, number | null>> {
  const response = await askAsMerchant(
    devStore,
    `/app/dashboard.data?window=all&_routes=${encodeURIComponent(ROUTE)}`,
  );
  if (!response.body) throw new Error("the dashboard answered without a body");
  const { value, done } = await decode(response.body);
  await done;
  const routes = z.record(z.unknown()).parse(value);
  const { data } = ReadingsSchema.parse(routes[ROUTE]);
  return new Map(data.readings.map(({ metric, figure }) => [metric, figure.value]));
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
export function readAppCounts(databaseUrl: string): AppCounts {
  const database = new Database(databaseUrl.replace(/^file:/, ""), { readonly: true, timeout: 15_000 });
  const count = (sql: string) =>
    database.prepare<[], { count: number }>(`SELECT count(*) AS "count" FROM ${sql}`).get()?.count ?? 0;
  const tags = database
    .prepare<[], { tag: string; count: number }>(
      `SELECT "intendedTag" AS "tag", count(*) AS "count" FROM "VipTag" WHERE "intendedTag" IS NOT NULL GROUP BY 1`,
    )
    .all();
  const counts: AppCounts = {
    orders: count(`"Order" WHERE "deletedAt" IS NULL`),
    customers: count(`"Customer" WHERE "deletedAt" IS NULL`),
    recoveryMails: count(`"Message" WHERE "purpose" = 'cart-recovery' AND "state" = 'sent'`),
    codesIssued: count(`"IssuedCode" WHERE "discountGid" IS NOT NULL`),
    codesRedeemed: count(`"IssuedCode" WHERE "state" = 'redeemed'`),
    ordersRecovered: count(`"Recovery" WHERE "recoveredOrderId" IS NOT NULL`),
    tagged: new Map(tags.map(({ tag, count: holders }) => [tag, holders])),
    decisions: count(`"Decision"`),
    deadLetters:
      count(`"InboxDelivery" WHERE "state" IN ('dead', 'refused')`) +
      count(`"Job" WHERE "state" = 'dead'`) +
      count(`"OutboxIntent" WHERE "state" IN ('dead', 'uncertain')`),
  };
  database.close();
  return counts;
}
