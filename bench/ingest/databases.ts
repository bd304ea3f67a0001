import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import Database from "better-sqlite3";
import pg from "pg";

import { SHOP_DOMAIN } from "./requests";

const FAR_AWAY = "2099-01-01T00:00:00.000+00:00";
const INSERT_SESSION = `INSERT INTO "Session" ("id", "shop", "state", "scope", "expires", "accessToken") VALUES (?, ?, '', ?, ?, 'token')`;
const SESSION = [`offline_${SHOP_DOMAIN}`, SHOP_DOMAIN, "read_orders,read_customers", FAR_AWAY];

/** A statement with `$1`, `$2` … for its `?`. */
function numbered(sql: string): string {
  let count = 0;
  return sql.replace(/\?/g, () => `$${++count}`);
}

function migrations(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries
    .map(({ name }) => name)
    .sort()
    .map((name) => readFileSync(join(folder, name, "migration.sql"), "utf8"));
}

/**
 * Makes the peer's database: the tables it writes, with a session that needs no refresh. The indexes that serve only our
 * own queries are dropped: the peer does not pay for them.
 */
export function makePeerFile(path: string): void {
  const database = new Database(path);
  for (const sql of migrations("prisma/sqlite/migrations")) database.exec(sql);
  const names = database
    .prepare<[], string>(
      `SELECT "name" FROM sqlite_master WHERE "type" = 'index' AND "sql" LIKE 'CREATE INDEX%'`,
    )
    .pluck()
    .all();
  for (const name of names) database.exec(`DROP INDEX "${name}"`);
  database.prepare(INSERT_SESSION).run(...SESSION);
  database.close();
}

/** The same for a database of PostgreSQL that has the tables. */
export async function preparePeerServer(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT i.indexrelid::regclass::text AS "name" FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
       WHERE NOT i.indisunique AND t.relnamespace = 'public'::regnamespace`,
    );
    for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
    await client.query(numbered(INSERT_SESSION), SESSION);
  } finally {
    await client.end();
  }
}

/** Our app's database, seen from outside. */
export type AppInbox = {
  insertShop: () => Promise<void>;
  /** Whether a delivery still waits to be applied. */
  isWaiting: () => Promise<boolean>;
  /** Whether a job of usual urgency is due: a reaction to what was applied. */
  isReacting: () => Promise<boolean>;
  /** Deliveries applied, orders there, and orders counted in the customers' aggregates, at one moment. */
  counts: () => Promise<AppliedCounts>;
  close: () => Promise<void>;
};

export type AppliedCounts = { projected: number; orders: number; counted: number };

const INSERT_SHOP = `
  INSERT INTO "Shop" ("id", "domain", "name", "currencyCode", "ianaTimezone", "installedAt", "createdAt", "updatedAt")
  VALUES ('bench', ?, 'Bench', 'EUR', 'Europe/Warsaw', ?, ?, ?)`;
const WAITING = `
  SELECT COUNT(*) AS "count" FROM (
    SELECT 1 FROM "InboxDelivery" WHERE "shopId" = 'bench' AND "state" IN ('stored', 'retrying') LIMIT 1) AS "waiting"`;
/** What the door has accepted and the worker has not taken over yet. */
const SPOOLED = `SELECT COUNT(*) AS "count" FROM (SELECT 1 FROM perennial_spool.groups LIMIT 1) AS "spooled"`;
/** Reactions, without what they had carried out in the world outside: nobody is there to be asked. */
const REACTING = `
  SELECT COUNT(*) AS "count" FROM "Job" WHERE "name" LIKE '%.on-order' AND "state" IN ('queued', 'leased')`;
const COUNTS = `
  SELECT (SELECT COUNT(*) FROM "InboxDelivery" WHERE "state" = 'projected') AS "projected",
         (SELECT COUNT(*) FROM "Order" WHERE "isValid") AS "orders",
         (SELECT COALESCE(SUM("orderCount"), 0) FROM "CustomerStats") AS "counted"`;

function shopValues(): string[] {
  const now = new Date().toISOString().replace("Z", "+00:00");
  return [SHOP_DOMAIN, now, now, now];
}

/** @param path of the SQLite file; the web process has made the spool beside it. */
export function openAppFile(path: string): AppInbox {
  const database = new Database(path, { timeout: 15_000 });
  // What the door has accepted and the worker has not taken over yet.
  const spool = new Database(`${path}-spool`, { timeout: 15_000, readonly: true });
  const spooled = spool.prepare<[], number>(`SELECT EXISTS (SELECT 1 FROM "SpooledGroup")`).pluck();
  const waiting = database.prepare<[], number>(WAITING).pluck();
  const reacting = database.prepare<[], number>(REACTING).pluck();
  const counts = database.prepare<[], AppliedCounts>(COUNTS);
  return {
    insertShop: () => Promise.resolve(void database.prepare(INSERT_SHOP).run(...shopValues())),
    isWaiting: () => Promise.resolve(spooled.get() === 1 || waiting.get() !== 0),
    isReacting: () => Promise.resolve(reacting.get() !== 0),
    counts: () => Promise.resolve(counts.get() ?? { projected: 0, orders: 0, counted: 0 }),
    close: () => {
      spool.close();
      database.close();
      return Promise.resolve();
    },
  };
}

/** @param url `postgresql://…` of our app's database. */
export function openAppServer(url: string): AppInbox {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const handedOver = `
    SELECT COUNT(*) AS "count" FROM graphile_worker.jobs j WHERE j.task_identifier LIKE '%.on-order'`;
  const numbers = async <Row extends Record<string, unknown>>(sql: string) => {
    const [row] = (await pool.query<Row>(sql)).rows;
    return Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, Number(value)]));
  };
  return {
    insertShop: async () => void (await pool.query(numbered(INSERT_SHOP), shopValues())),
    isWaiting: async () => (await numbers(SPOOLED)).count !== 0 || (await numbers(WAITING)).count !== 0,
    isReacting: async () => (await numbers(REACTING)).count !== 0 || (await numbers(handedOver)).count !== 0,
    counts: async () => (await numbers(COUNTS)) as AppliedCounts,
    close: () => pool.end(),
  };
}
