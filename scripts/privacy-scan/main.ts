/**
 * Looks for what is left of a person in every column of every table, sealed values opened.
 *
 *   npm run privacy:scan -- --email ada@example.com --phone +48123456789 --text "Lovelace"
 *
 * Ends with 0 when nothing was found, 1 when something was, 2 when it was not asked for anything. Prints places, never
 * values.
 */
import { parseArgs } from "node:util";

import { openDb } from "../../app/platform/db.server";
import { getEnv } from "../../app/platform/env.server";
import { findTexts, listTables } from "../../app/platform/privacy/scan.server";
import { openSpoolOf } from "../../app/platform/spool.server";

const { values: options } = parseArgs({
  options: {
    email: { type: "string", multiple: true, default: [] },
    phone: { type: "string", multiple: true, default: [] },
    /** A name, an address, a number of Shopify. */
    text: { type: "string", multiple: true, default: [] },
  },
});

async function main(): Promise<number> {
  const marks = [...options.email, ...options.phone, ...options.text].filter((mark) => mark.trim() !== "");
  if (marks.length === 0) {
    console.error("Say what to look for: --email, --phone or --text, each as often as you like.");
    return 2;
  }
  const db = await openDb(getEnv().DATABASE_URL);
  try {
    const tables = await listTables(db);
    const findings = await findTexts(db, marks);
    const waiting = await countSpooled();
    if (waiting > 0)
      console.log(`${waiting} deliveries still wait to be taken over: look again when the worker has.`);
    for (const { table, column, rowCount } of findings) console.log(`${table}.${column}: ${rowCount} rows`);
    console.log(`${tables.length} tables looked through, ${findings.length} columns name the person.`);
    return findings.length === 0 ? 0 : 1;
  } finally {
    await db.$disconnect();
  }
}

/** Deliveries in the spool are sealed as groups; what they say is in the tables as soon as a worker runs. */
async function countSpooled(): Promise<number> {
  const spool = openSpoolOf(getEnv().DATABASE_URL);
  const count = await spool.count();
  await spool.close();
  return count;
}

process.exitCode = await main();
