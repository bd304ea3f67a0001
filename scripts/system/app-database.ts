import { setTimeout as sleep } from "node:timers/promises";

import { spoolPathOf } from "../../app/platform/sqlite/spool.server";
import { openSideDatabase } from "./side-database";

/** What somebody who watches the app from outside may see of its queue: in the database, without a word to the app. */
export type AppDatabase = {
  /** Work that could be done at `now` (simulated time), or is being done. */
  countDueWork: (now: Date) => Promise<number>;
  /** When the next waiting job is due after `now`; null = none waits. */
  nextDueAt: (now: Date) => Promise<Date | null>;
  /** What work there is, by kind, for a message about a system that does not come to rest. */
  describeWork: () => Promise<string>;
  close: () => Promise<void>;
};

const toDbInstant = (instant: Date) => instant.toISOString().replace("Z", "+00:00");

const DUE = `
  SELECT (SELECT count(*) FROM "Job" WHERE "state" = 'leased' OR ("state" = 'queued' AND "runAt" <= ?))
       + (SELECT count(*) FROM "InboxDelivery" WHERE "state" IN ('stored', 'retrying'))
       + (SELECT count(*) FROM "JobSchedule" WHERE "nextTickAt" <= ?) AS "count"`;
/** What the web process has accepted and the worker has not taken over yet; beside a SQLite file, and on PostgreSQL. */
const SPOOLED = `SELECT COALESCE(SUM("entryCount"), 0) AS "count" FROM "SpooledGroup"`;
const JOBS = `
  SELECT "name", "state", count(*) AS "count", max("lastError") AS "lastError" FROM "Job" GROUP BY "name", "state"`;
const SCHEDULES = `SELECT "name" AS "schedule", "nextTickAt" FROM "JobSchedule"`;
const INBOX = `SELECT "topic", "state", count(*) AS "count" FROM "InboxDelivery"
  WHERE "state" IN ('stored', 'retrying') GROUP BY "topic", "state"`;
const HANDED_OVER_JOBS = `
  SELECT "task_identifier", "locked_by", count(*) AS "count", max("attempts") AS "attempts", max("last_error") AS "lastError"
  FROM graphile_worker.jobs GROUP BY "task_identifier", "locked_by"`;
const ELSEWHERE = `
  SELECT (SELECT count(*) FROM perennial_spool.groups) + (SELECT count(*) FROM graphile_worker.jobs) AS "count"`;
const NEXT = `SELECT min("runAt") AS "runAt" FROM "Job" WHERE "state" = 'queued' AND "runAt" > ?`;

/** Opens the app's database for reading. */
export function openAppDatabase(url: string): AppDatabase {
  const database = openSideDatabase(url);
  const spoolPath = spoolPathOf(url);
  const spool = spoolPath === null ? null : openSideDatabase(`file:${spoolPath}`);
  const countOf = async (sql: string, values: readonly string[] = [], from = database) =>
    (await from.query<{ count: number }>(sql, values))[0]?.count ?? 0;
  return {
    countDueWork: async (now) => {
      // First the spool: what is taken out of it meanwhile is in the database.
      const elsewhere = spool ? await countOf(SPOOLED, [], spool) : await countOf(ELSEWHERE);
      return elsewhere + (await countOf(DUE, [toDbInstant(now), toDbInstant(now)]));
    },
    nextDueAt: async (now) => {
      const ask = () => database.query<{ runAt: string | Date | null }>(NEXT, [toDbInstant(now)]);
      const [row] = await whenReachable(ask);
      return row?.runAt ? instantOf(row.runAt) : null;
    },
    describeWork: async () => {
      const questions = spool ? [JOBS, INBOX, SCHEDULES] : [JOBS, INBOX, SCHEDULES, HANDED_OVER_JOBS];
      const rows = await Promise.all(questions.map((sql) => database.query<object>(sql, [])));
      return rows
        .flat()
        .map((row) => JSON.stringify(row))
        .join("\n");
    },
    close: async () => {
      await spool?.close();
      await database.close();
    },
  };
}

const PATIENCE_MS = 60_000;
const RETRY_MS = 100;

/** Asks again while the database is just being started anew. @throws what it said last, after a minute. */
async function whenReachable<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (const until = Date.now() + PATIENCE_MS; ; await sleep(RETRY_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}

/** PostgreSQL's driver takes a timestamp without a zone for one of the machine's. */
function instantOf(value: string | Date): Date {
  if (typeof value === "string") return new Date(value);
  return new Date(value.getTime() - value.getTimezoneOffset() * 60_000);
}
