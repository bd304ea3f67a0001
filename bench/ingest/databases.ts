import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import Database from "better-sqlite3";

import { SHOP_DOMAIN } from "./requests";

const MIGRATIONS = "prisma/sqlite/migrations";
const FAR_AWAY = "2099-01-01T00:00:00.000+00:00";

/**
 * Makes the peer's database: the tables it writes, with a session that needs no refresh. The indexes that serve only our
 * own queries are dropped: the peer does not pay for them.
 */
export function makePeerDatabase(path: string): void {
  const database = new Database(path);
  for (const entry of readdirSync(MIGRATIONS, { withFileTypes: true }).filter((found) =>
    found.isDirectory(),
  )) {
    database.exec(readFileSync(join(MIGRATIONS, entry.name, "migration.sql"), "utf8"));
  }
  const names = database
    .prepare<[], string>(
      `SELECT "name" FROM sqlite_master WHERE "type" = 'index' AND "sql" LIKE 'CREATE INDEX%'`,
    )
    .pluck()
    .all();
  for (const name of names) database.exec(`DROP INDEX "${name}"`);
  database
    .prepare(
      `INSERT INTO "Session" ("id", "shop", "state", "scope", "expires", "accessToken") VALUES (?, ?, '', ?, ?, 'token')`,
    )
    .run(`offline_${SHOP_DOMAIN}`, SHOP_DOMAIN, "read_orders,read_customers", FAR_AWAY);
  database.close();
}

/** Our app's database, seen from outside. */
export type AppInbox = {
  insertShop: () => void;
  /** Whether a delivery still waits to be applied. */
  isWaiting: () => boolean;
  /** Deliveries applied, orders there, and orders counted in the customers' aggregates, at one moment. */
  counts: () => AppliedCounts;
  close: () => void;
};

export type AppliedCounts = { projected: number; orders: number; counted: number };

export function openAppInbox(path: string): AppInbox {
  const database = new Database(path, { timeout: 15_000 });
  // What the door has accepted and the worker has not taken over yet.
  const spool = new Database(`${path}-spool`, { timeout: 15_000, readonly: true });
  const spooled = spool.prepare<[], number>(`SELECT EXISTS (SELECT 1 FROM "SpooledGroup")`).pluck();
  const waiting = database
    .prepare<[], number>(
      `SELECT EXISTS (SELECT 1 FROM "InboxDelivery" WHERE "shopId" = 'bench' AND "state" IN ('stored', 'retrying'))`,
    )
    .pluck();
  const counts = database.prepare<[], AppliedCounts>(
    `SELECT (SELECT COUNT(*) FROM "InboxDelivery" WHERE "state" = 'projected') AS "projected",
            (SELECT COUNT(*) FROM "Order" WHERE "isValid" = 1) AS "orders",
            (SELECT COALESCE(SUM("orderCount"), 0) FROM "CustomerStats") AS "counted"`,
  );
  return {
    insertShop: () => {
      const now = new Date().toISOString().replace("Z", "+00:00");
      database
        .prepare(
          `INSERT INTO "Shop" ("id", "domain", "name", "currencyCode", "ianaTimezone", "installedAt", "createdAt", "updatedAt")
           VALUES ('bench', ?, 'Bench', 'EUR', 'Europe/Warsaw', ?, ?, ?)`,
        )
        .run(SHOP_DOMAIN, now, now, now);
    },
    isWaiting: () => spooled.get() === 1 || waiting.get() === 1,
    counts: () => counts.get() ?? { projected: 0, orders: 0, counted: 0 },
    close: () => {
      spool.close();
      database.close();
    },
  };
}
