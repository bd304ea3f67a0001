/**
 * Compares every stored aggregate with a count of the raw orders, in the database itself.
 *
 * `npm run verify-aggregates [-- --shop example.myshopify.com]` over DATABASE_URL: prints what differs and ends with 1
 * when anything does. The app may run meanwhile: what differs is looked at twice, so that a write in between is no
 * difference.
 */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";

import { verifyShops } from "./verify-aggregates/verify";
import { openDb } from "~/platform/db.server";

const { values } = parseArgs({
  options: { shop: { type: "string" }, limit: { type: "string", default: "20" } },
});
if (existsSync(".env")) process.loadEnvFile(".env");
const url = process.env.DATABASE_URL;
if (!url) {
  process.stderr.write(
    "DATABASE_URL is not set: file:./perennial.db or postgresql://user:password@host:5432/name\n",
  );
  process.exit(2);
}

const db = await openDb(url);
const outcome = await verifyShops(db, {
  domain: values.shop ?? null,
  limit: Number(values.limit),
  print: (line) => process.stdout.write(`${line}\n`),
});
await db.$disconnect();
process.exit(outcome === "equal" ? 0 : outcome === "different" ? 1 : 2);
