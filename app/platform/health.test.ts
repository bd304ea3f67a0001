import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { createTestDb, type TestDb } from "../../tests/support/test-db";
import type { RootDb } from "./db.server";
import { checkDatabase, createPulse } from "./health.server";

describe("the database", () => {
  let testDb: TestDb;
  beforeEach(async () => {
    testDb = await createTestDb();
    await testDb.db.$executeRaw`
      CREATE TABLE "_prisma_migrations" (
        "migration_name" TEXT NOT NULL, "finished_at" TEXT, "rolled_back_at" TEXT
      )`;
    await testDb.db.$executeRaw`
      INSERT INTO "_prisma_migrations" ("migration_name", "finished_at", "rolled_back_at") VALUES
        ('0001_first', '2026-01-01', NULL), ('0002_broken_off', NULL, NULL), ('0003_taken_back', '2026-01-01', '2026-01-02')`;
  });
  afterEach(() => testDb.close());
  const check = (...expected: string[]) => checkDatabase(testDb.db, () => expected)();

  test("is ready with the migrations of this release", async () => {
    expect(await check("0001_first")).toBeNull();
  });

  test.each(["0002_broken_off", "0003_taken_back", "0004_new"])(
    "is not ready while %s is not applied",
    async (name) => {
      expect(await check("0001_first", name)).toBe(`migration ${name} is not applied: run "npm run migrate"`);
    },
  );

  test("becomes ready once they are applied, without a restart, and stays so with those of a newer release", async () => {
    const isReady = checkDatabase(testDb.db, () => ["0004_new"]);
    expect(await isReady()).not.toBeNull();
    await testDb.db.$executeRaw`
      INSERT INTO "_prisma_migrations" ("migration_name", "finished_at") VALUES ('0004_new', '2026-01-03'), ('0005_newer', '2026-01-03')`;
    expect(await isReady()).toBeNull();
    expect(await isReady()).toBeNull();
  });

  test("that this release has migrations for is found by its folder", async () => {
    expect(await checkDatabase(testDb.db)()).toMatch(/^migration \d{14}_\w+ is not applied/);
  });

  test("that was never migrated is not ready", async () => {
    await testDb.db.$executeRaw`DROP TABLE "_prisma_migrations"`;
    expect(await check()).toMatch(/^the database does not answer: /);
  });
});

describe("a database that is away", () => {
  afterEach(() => vi.useRealTimers());
  const answering = (answer: () => Promise<unknown>) => ({ $queryRaw: answer }) as unknown as RootDb;

  test("is told of by its code only, never by its address", async () => {
    const error = Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:5432"), { code: "ECONNREFUSED" });
    const db = answering(() => Promise.reject(error));
    expect(await checkDatabase(db, () => [])()).toBe("the database does not answer: ECONNREFUSED");
  });

  test("is given a second to answer, and not a millisecond more", async () => {
    vi.useFakeTimers();
    const after = (ms: number) =>
      answering(() => new Promise((resolve) => setTimeout(() => resolve([]), ms)));
    const inTime = checkDatabase(after(999), () => [])();
    const late = checkDatabase(after(1_001), () => [])();
    await vi.advanceTimersByTimeAsync(1_001);
    expect(await inTime).toBeNull();
    expect(await late).toBe("the database does not answer within 1 s");
  });
});

test("a loop has a pulse for 30 s after it last came round", async () => {
  let ms = 0;
  const pulse = createPulse(() => ms);
  ms = 30_000;
  expect(await pulse.check()).toBeNull();
  ms = 30_001;
  expect(await pulse.check()).toBe("the worker has not looked for jobs for 30 s");
  pulse.beat();
  expect(await pulse.check()).toBeNull();
});
