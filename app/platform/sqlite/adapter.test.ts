import { setTimeout as sleep } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { inTransaction, openDb, type RootDb, type Tx } from "../db.server";

const NOW = new Date("2026-03-01T12:00:00Z");

let testDb: TestDb;
let db: RootDb;
/** A second connection to the same file, as another process has. */
let other: RootDb;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  other = await openDb(testDb.url);
});
afterEach(async () => {
  await other.$disconnect();
  await testDb.close();
});

const put = (tx: Tx | RootDb, name: string) => tx.jobSchedule.create({ data: { name, lastTickAt: NOW } });
const names = async (from: RootDb) =>
  (await from.jobSchedule.findMany({ orderBy: { name: "asc" } })).map((row) => row.name);

/** A transaction that stays open until it is told how to end. */
function openTransaction(database: RootDb, work: (tx: Tx) => Promise<unknown>) {
  let end: (how: "commit" | "fail") => void = () => undefined;
  const told = new Promise<"commit" | "fail">((resolve) => (end = resolve));
  let entered: () => void = () => undefined;
  const isOpen = new Promise<void>((resolve) => (entered = resolve));
  const finished = inTransaction(database, async (tx) => {
    await work(tx);
    entered();
    if ((await told) === "fail") throw new Error("told to fail");
  }).then(
    () => "committed",
    () => "rolled back",
  );
  return { isOpen, end, finished };
}

describe("the root client beside an open transaction", () => {
  test("does not see what is not committed", async () => {
    const transaction = openTransaction(db, (tx) => put(tx, "inside"));
    await transaction.isOpen;
    expect(await names(db)).toEqual([]);
    expect(await names(other)).toEqual([]);
    transaction.end("commit");
    await transaction.finished;
    expect(await names(db)).toEqual(["inside"]);
  });

  test("keeps its writes when the transaction rolls back", async () => {
    const transaction = openTransaction(db, (tx) => put(tx, "inside"));
    await transaction.isOpen;
    const written = Promise.all([
      put(db, "model"),
      db.$executeRaw`INSERT INTO "JobSchedule" ("name", "lastTickAt") VALUES ('raw', ${NOW})`,
      db.$queryRaw`WITH n AS (SELECT 'with' AS "name") INSERT INTO "JobSchedule" ("name", "lastTickAt") SELECT "name", ${NOW} FROM n RETURNING "name"`,
    ]);
    transaction.end("fail");
    expect(await transaction.finished).toBe("rolled back");
    await written;
    expect(await names(db)).toEqual(["model", "raw", "with"]);
  });

  test("reads without waiting for it", async () => {
    const transaction = openTransaction(db, (tx) => put(tx, "inside"));
    await transaction.isOpen;
    expect(await db.$queryRaw`WITH n AS (SELECT 1 AS "one") SELECT "one" FROM n`).toEqual([{ one: 1n }]);
    transaction.end("fail");
    await transaction.finished;
  });
});

describe("inside a transaction", () => {
  test("a write or a second transaction on the root client is refused instead of waiting for itself", async () => {
    await expect(inTransaction(db, () => put(db, "past"))).rejects.toThrow("use its `tx`");
    await expect(inTransaction(db, () => inTransaction(db, (tx) => put(tx, "nested")))).rejects.toThrow(
      "use its `tx`",
    );
    expect(await names(db)).toEqual([]);
  });

  test("work that was begun there but runs after it is free to write", async () => {
    let later: Promise<unknown> = Promise.resolve();
    await inTransaction(db, async (tx) => {
      await put(tx, "inside");
      later = sleep(20).then(() => put(db, "later"));
    });
    await later;
    expect(await names(db)).toEqual(["inside", "later"]);
  });

  test("what was written is undone when the work throws", async () => {
    const work = inTransaction(db, async (tx) => {
      await put(tx, "inside");
      throw new RangeError("no");
    });
    await expect(work).rejects.toThrow(RangeError);
    expect(await names(db)).toEqual([]);
    await put(db, "the next one is not held up");
  });

  test("a commit that fails gives the turn back", async () => {
    const work = inTransaction(db, async (tx) => {
      await tx.$executeRaw`PRAGMA defer_foreign_keys = ON`;
      await tx.shopSetting.create({ data: { shopId: "nobody", key: "k", valueJson: "{}", updatedAt: NOW } });
    });
    await expect(work).rejects.toThrow();
    await put(db, "next");
    expect(await names(db)).toEqual(["next"]);
    expect(await db.shopSetting.count()).toBe(0);
  });
});

describe("two processes on one file", () => {
  test("a transaction that reads before it writes never finds its snapshot overtaken", async () => {
    await db.jobSchedule.create({ data: { name: "counter", lastTickAt: new Date(0) } });
    const addOne = (database: RootDb) =>
      inTransaction(database, async (tx) => {
        const { lastTickAt } = await tx.jobSchedule.findUniqueOrThrow({ where: { name: "counter" } });
        await sleep(0);
        const next = new Date(lastTickAt.getTime() + 1);
        await tx.jobSchedule.update({ where: { name: "counter" }, data: { lastTickAt: next } });
      });
    await Promise.all(Array.from({ length: 200 }, (_, index) => addOne(index % 2 ? db : other)));
    const { lastTickAt } = await db.jobSchedule.findUniqueOrThrow({ where: { name: "counter" } });
    expect(lastTickAt.getTime()).toBe(200);
  });

  test("a write waits for the other process without stopping this one", async () => {
    const transaction = openTransaction(other, (tx) => put(tx, "first"));
    await transaction.isOpen;
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 1);
    const waiting = put(db, "second");
    await sleep(50);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(5);
    transaction.end("commit");
    await waiting;
    expect(await names(db)).toEqual(["first", "second"]);
  });

  test("a process that writes without a break lets the other one in", async () => {
    let written = 0;
    let isOver = false;
    const busy = (async () => {
      while (!isOver && written < 400) {
        await inTransaction(other, async (tx) => {
          await put(tx, `busy-${written}`);
          await sleep(3);
        });
        written += 1;
      }
    })();
    for (let index = 0; index < 5; index += 1) await put(db, `guest-${index}`);
    const writtenMeanwhile = written;
    isOver = true;
    await busy;
    expect(writtenMeanwhile).toBeLessThan(100);
  });

  test("a write gives up when the file stays locked, and says so", async () => {
    const { createSqliteAdapter } = await import("./adapter.server");
    const transaction = openTransaction(other, (tx) => put(tx, "first"));
    await transaction.isOpen;
    const impatient = await createSqliteAdapter({ url: testDb.url, waitMs: 30 }).connect();
    const query = { sql: `DELETE FROM "JobSchedule"`, args: [], argTypes: [] };
    await expect(impatient.executeRaw(query)).rejects.toThrow("SocketTimeout");
    transaction.end("fail");
    await transaction.finished;
    expect(await impatient.executeRaw(query)).toBe(0);
    await impatient.dispose();
  });
});

test("the writing connection puts commits on disk, checks foreign keys and writes ahead", async () => {
  const settings = await inTransaction(db, async (tx) => {
    const read = async (name: string) => {
      const [row] = await tx.$queryRawUnsafe<Record<string, unknown>[]>(`PRAGMA ${name}`);
      return String(row?.[name]);
    };
    return [await read("synchronous"), await read("foreign_keys"), await read("journal_mode")];
  });
  expect(settings).toEqual(["2", "1", "wal"]);
});
