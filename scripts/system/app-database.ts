import Database from "better-sqlite3";

/** What somebody who watches the app from outside may see of its queue: through the file, without a word to the app. */
export type AppDatabase = {
  /** Work that could be done at `now` (simulated time), or is being done. */
  countDueWork: (now: Date) => number;
  /** When the next waiting job is due after `now`; null = none waits. */
  nextDueAt: (now: Date) => Date | null;
  close: () => void;
};

const toDbInstant = (instant: Date) => instant.toISOString().replace("Z", "+00:00");

/** Opens the app's SQLite file for reading. */
export function openAppDatabase(path: string): AppDatabase {
  const database = new Database(path, { readonly: true, timeout: 15_000 });
  const due = database.prepare<[string], { count: number }>(
    `SELECT (SELECT count(*) FROM "Job" WHERE "state" = 'leased' OR ("state" = 'queued' AND "runAt" <= ?))
          + (SELECT count(*) FROM "InboxDelivery" WHERE "state" IN ('stored', 'retrying')) AS "count"`,
  );
  const next = database.prepare<[string], { runAt: string | null }>(
    `SELECT min("runAt") AS "runAt" FROM "Job" WHERE "state" = 'queued' AND "runAt" > ?`,
  );
  return {
    countDueWork: (now) => due.get(toDbInstant(now))?.count ?? 0,
    nextDueAt: (now) => {
      const runAt = next.get(toDbInstant(now))?.runAt;
      return runAt ? new Date(runAt) : null;
    },
    close: () => database.close(),
  };
}
