import { afterAll, beforeAll, expect, test } from "vitest";

import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createSqliteAdapter } from "./adapter.server";
import { byPrimaryKeys } from "./primary-keys";

let testDb: TestDb;
beforeAll(async () => {
  testDb = await createTestDb();
});
afterAll(() => testDb.close());

/** How SQLite goes about a statement that Prisma hands to its adapter. */
async function planOf(sql: string): Promise<string[]> {
  const connection = await createSqliteAdapter({ url: testDb.url, waitMs: 100 }).connect();
  const count = sql.split("?").length - 1;
  const args = Array.from({ length: count }, () => "s1");
  const argTypes = args.map(() => ({ scalarType: "string" as const, arity: "scalar" as const }));
  const { rows } = await connection.queryRaw({ sql: `EXPLAIN QUERY PLAN ${sql}`, args, argTypes });
  await connection.dispose();
  return rows.map((row) => String(row.at(-1)));
}

const from = (table: string, condition: string) =>
  `SELECT \`main\`.\`${table}\`.\`shopId\` FROM \`main\`.\`${table}\` WHERE ${condition.replaceAll("$", `\`main\`.\`${table}\`.`)}`;

test.each([
  ["Customer", "($`shopId` = ? AND $`id` IN (?,?,?,?))", /\(id=\?\)/],
  [
    "Order",
    "($`shopId` = ? AND $`isValid` = ? AND $`id` IN (?,?,?,?) AND $`deletedAt` IS NULL)",
    /\(id=\?\)/,
  ],
  ["OrderDiscount", "($`shopId` = ? AND $`orderId` IN (?,?,?)) ORDER BY $`codeKey` ASC", /\(orderId=\?\)/],
  ["OrderDiscount", "($`shopId` = ? AND $`orderId` = ?)", /\(orderId=\?\)/],
  ["PointsPosting", "($`shopId` = ? AND $`entryId` IN (?,?,?))", /\(entryId=\?\)/],
  [
    "ReferralMark",
    "($`shopId` = ? AND $`side` = ? AND $`referralId` IN (?,?,?))",
    /\(referralId=\? AND side=\?\)/,
  ],
])(
  "rows of %s that are named by their keys are found by them, not among all of the shop's",
  async (...given) => {
    const [table, condition, plan] = given;
    expect((await planOf(from(table, condition)))[0]).toMatch(plan);
  },
);

test.each([
  "($`shopId` = ? AND $`customerId` IN (?,?,?))",
  "($`shopId` = ? AND ($`id` IN (?,?) OR $`gid` IN (?)))",
  "$`shopId` = ?",
])("%s is left as it is", (condition) => {
  expect(byPrimaryKeys(from("Order", condition))).toBe(from("Order", condition));
});
