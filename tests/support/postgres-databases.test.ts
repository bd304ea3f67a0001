import { expect, test } from "vitest";

import { createTestDb, isOnSqlite } from "./test-db";

const NOW = new Date("2026-03-01T12:00:00Z");

/** Only a server's databases are used again; SQLite's files are thrown away. */
test.skipIf(isOnSqlite())("a database that is used again is empty and as it was migrated", async () => {
  const first = await createTestDb();
  await first.db.jobSchedule.create({ data: { name: "a", lastTickAt: NOW } });
  await first.close();
  const second = await createTestDb();
  expect(second.url).toBe(first.url);
  expect(await second.db.jobSchedule.count()).toBe(0);
  await second.db.$executeRawUnsafe('ALTER TABLE "JobSchedule" ADD COLUMN "extra" text');
  await second.close();
  const third = await createTestDb();
  const columns = await third.db.$queryRawUnsafe<{ column_name: string }[]>(
    "SELECT column_name FROM information_schema.columns WHERE table_name = 'JobSchedule'",
  );
  expect(columns.map((row) => row.column_name).sort()).toEqual(["lastTickAt", "name", "nextTickAt"]);
  await third.close();
});

test("databases that are open at the same time know nothing of each other", async () => {
  const [one, other] = [await createTestDb(), await createTestDb()];
  await one.db.jobSchedule.create({ data: { name: "a", lastTickAt: NOW } });
  expect([await one.db.jobSchedule.count(), await other.db.jobSchedule.count()]).toEqual([1, 0]);
  await Promise.all([one.close(), other.close()]);
});
