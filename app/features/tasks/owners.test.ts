import { afterEach, beforeEach, expect, test } from "vitest";

import { Prisma } from "~/generated/prisma/client";
import type { RootDb } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, isOnSqlite, type TestDb } from "../../../tests/support/test-db";
import { presentOwners } from "./list/presenter.server";
import { latestOfOwners, listLatestOfOwners } from "./repository.server";

let testDb: TestDb;
let db: RootDb;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
  await givenShop(db, { id: "s2", domain: "two.myshopify.com" });
});
afterEach(() => testDb.close());

async function givenTasks(owners: readonly (string | null)[], shopId = SHOP_ID): Promise<void> {
  await db.task.createMany({
    data: owners.map((owner, at) => ({
      ...{ id: `${shopId}-${String(at).padStart(4, "0")}`, shopId, title: "Call", owner },
      ...{ state: "open", origin: "staff", originKey: `form:${at}`, createdAt: new Date(0) },
    })),
  });
}

test("each owner is found once, by the task they had last, those who had one last first", async () => {
  await givenTasks(["Olga", null, "Jan", " olga", "Ewa", null, "Ola"]);
  await givenTasks(["Adam"], "s2");
  const listed = (limit: number) => listLatestOfOwners(db, { shopId: SHOP_ID, limit });
  expect(await listed(10)).toEqual(["s1-0006", "s1-0004", "s1-0003", "s1-0002"]);
  expect(await listed(2)).toEqual(["s1-0006", "s1-0004"]);
  expect((await presentOwners(db, { shopId: SHOP_ID })).map(({ name }) => name.trim()).sort()).toEqual([
    "Ewa",
    "Jan",
    "Ola",
    "olga",
  ]);
});

test("nobody is found where no task has an owner", async () => {
  expect(await listLatestOfOwners(db, { shopId: SHOP_ID, limit: 10 })).toEqual([]);
  await givenTasks([null, null]);
  expect(await listLatestOfOwners(db, { shopId: SHOP_ID, limit: 10 })).toEqual([]);
});

test.runIf(isOnSqlite())("the tasks of a shop are stepped through by an index, and not read", async () => {
  const query = latestOfOwners({ shopId: SHOP_ID, limit: 100 });
  const plan = await db.$queryRaw<{ detail: string }[]>(Prisma.sql`EXPLAIN QUERY PLAN ${query}`);
  const steps = plan.map(({ detail }) => detail).filter((detail) => /^(SCAN|SEARCH) t\b/.test(detail));
  expect(steps).toHaveLength(3);
  for (const step of steps)
    expect(step).toMatch(/^SEARCH t USING COVERING INDEX \S+ownerHash\S+ \(shopId=\?/);
});
