import { afterEach, beforeEach, expect, test } from "vitest";

import { recountAggregates } from "~/pipeline/projections/aggregates/recount.server";

import { givenCustomer, givenOrder, givenShop } from "../../tests/support/factories";
import { createTestDb, type TestDb } from "../../tests/support/test-db";
import { verifyShops } from "./verify";

let testDb: TestDb;
let printed: string[];

beforeEach(async () => {
  testDb = await createTestDb();
  printed = [];
  for (const id of ["s1", "s2"]) {
    await givenShop(testDb.db, { id, domain: `${id}.myshopify.com` });
    const { id: customerId } = await givenCustomer(testDb.db, { shopId: id });
    await givenOrder(testDb.db, { shopId: id, customerId });
    await recountAggregates(testDb.db, { shopId: id });
  }
});
afterEach(() => testDb.close());

const verify = (domain: string | null, limit = 20) =>
  verifyShops(testDb.db, { domain, limit, print: (line) => printed.push(line) });

test("says that all shops are equal to a count", async () => {
  expect(await verify(null)).toBe("equal");
  expect(printed).toEqual([
    "s1.myshopify.com: 0 differences",
    "s2.myshopify.com: 0 differences",
    "0 differences in 2 shops",
  ]);
});

test("names what differs, with both figures, and how many there are beyond the limit", async () => {
  await testDb.db.dayStats.updateMany({ where: { shopId: "s2" }, data: { netMinor: 1 } });
  await testDb.db.customerMonth.deleteMany({ where: { shopId: "s2" } });
  expect(await verify(null, 1)).toBe("different");
  expect(printed.join("\n")).toMatch(
    /s2\.myshopify\.com: 2 differences\n {2}CustomerMonth \S+ 2026-03: stored nothing, counted .*\n {2}… and 1 more/,
  );
});

test("looks at the shop it is told only", async () => {
  await testDb.db.dayStats.deleteMany({ where: { shopId: "s2" } });
  expect(await verify("s1.myshopify.com")).toBe("equal");
  expect(await verify("s2.myshopify.com")).toBe("different");
});

test("knows no other shop", async () => {
  expect(await verify("s3.myshopify.com")).toBe("unknown-shop");
  expect(printed[0]).toContain('"s3.myshopify.com"');
});
