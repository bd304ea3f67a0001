/**
 * `npm run seal:rotate`: seals anew, with the first of ENCRYPTION_KEYS, all that other keys have sealed, and what an
 * older version stored readable. The app may run meanwhile; broken off it goes on where it stood. When it is through, the old keys may be taken away.
 */
import { openDb } from "../../app/platform/db.server";
import { getEnv } from "../../app/platform/env.server";
import { openSpoolOf } from "../../app/platform/spool.server";
import { rotateAll } from "./rotation";

const { DATABASE_URL, ENCRYPTION_KEYS } = getEnv();
const db = await openDb(DATABASE_URL);
const current = ENCRYPTION_KEYS[0]?.id ?? "";
try {
  const counts = await rotateAll(db, { currentKeyId: current, onProgress: (line) => console.log(line) });
  // What the web process has accepted meanwhile and no worker has taken over yet.
  const spool = openSpoolOf(DATABASE_URL);
  counts.rowCount += await spool.reseal(current);
  await spool.close();
  console.log(`${counts.rowCount} rows were sealed anew with key "${current}".`);
} finally {
  await db.$disconnect();
}
