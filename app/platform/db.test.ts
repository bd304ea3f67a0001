import { expect, test } from "vitest";

import { createTestDb, isOnSqlite } from "../../tests/support/test-db";
import { inTransaction, openDb, type Tx, toDbInstant, toMinor } from "./db.server";

test("an instant in raw SQL is stored as Prisma stores it, so both compare", async () => {
  const { db, close } = await createTestDb();
  const instant = new Date("2026-03-01T12:00:00.120Z");
  await db.jobSchedule.create({ data: { name: "prisma", lastTickAt: instant } });
  await db.$executeRaw`INSERT INTO "JobSchedule" ("name", "lastTickAt") VALUES ('parameter', ${instant}), ('text', ${toDbInstant(instant)})`;
  const rows = await db.$queryRaw`SELECT DISTINCT CAST("lastTickAt" AS TEXT) AS "at" FROM "JobSchedule"`;
  const at = isOnSqlite() ? "2026-03-01T12:00:00.120+00:00" : "2026-03-01 12:00:00.12";
  expect(rows).toEqual([{ at }]);
  await close();
});

test.each([
  [5n, 5],
  [-5n, -5],
  [7, 7],
  [null, 0],
  [undefined, 0],
  [9_007_199_254_740_991n, 9_007_199_254_740_991],
])("%s of the database is %i minor units", (value, minor) => {
  expect(toMinor(value)).toBe(minor);
});

test("an amount that a number cannot hold is an error, not a wrong amount", () => {
  expect(() => toMinor(9_007_199_254_740_992n)).toThrow("safe integer, got 9007199254740992");
  expect(() => toMinor(1.5)).toThrow(RangeError);
});

test("a list of more than a thousand ids is looked for, and changed, as any other", async () => {
  const { db, close } = await createTestDb();
  const names = Array.from({ length: 20_000 }, (_, n) => `n${String(n)}`);
  await db.jobSchedule.createMany({ data: names.map((name) => ({ name, lastTickAt: new Date(0) })) });
  const where = { name: { in: [...names, "other"] }, lastTickAt: new Date(0) };
  expect(await db.jobSchedule.findMany({ where })).toHaveLength(20_000);
  const { count } = await inTransaction(db, (tx) =>
    tx.jobSchedule.updateMany({ where, data: { lastTickAt: new Date(1) } }),
  );
  expect(count).toBe(20_000);
  await close();
});

test("a file in a folder that is not there is told at once", async () => {
  await expect(openDb("file:/nowhere/at/all.db")).rejects.toThrow("directory does not exist");
});

test("only the transaction that may be lost does not wait for the disk, however it ends", async () => {
  const { db, close } = await createTestDb();
  const waiting = async (tx: Tx) => {
    const rows = isOnSqlite()
      ? await tx.$queryRawUnsafe<object[]>("PRAGMA synchronous")
      : await tx.$queryRawUnsafe<object[]>("SHOW synchronous_commit");
    return String(Object.values(rows[0] ?? {})[0]);
  };
  const usual = await inTransaction(db, waiting);
  const [most, least] = isOnSqlite() ? ["2", "1"] : [usual, "off"];
  expect(usual).toBe(most);
  expect(await inTransaction(db, waiting, { mayBeLost: true })).toBe(least);
  expect(await inTransaction(db, waiting)).toBe(most);
  const failing = inTransaction(db, () => Promise.reject(new Error("no")), { mayBeLost: true });
  await expect(failing).rejects.toThrow("no");
  expect(await inTransaction(db, waiting)).toBe(most);
  await close();
});
