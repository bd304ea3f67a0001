import { Prisma } from "~/generated/prisma/client";
import { afterAll, beforeAll, expect, test } from "vitest";

import { completeParameters } from "~/engine/facts/rules";

import { SHOP_ID, ZONE } from "../../../../tests/support/factories";
import { createTestDb, isOnSqlite, type TestDb } from "../../../../tests/support/test-db";
import { customersRegistration } from "../registration.server";

/*
 * Asked of a few people, no fact may read all rows of a shop. SQLite tells how it would go about it; PostgreSQL decides
 * by the size of its tables, of which a test has none.
 */

let testDb: TestDb;
beforeAll(async () => {
  testDb = await createTestDb();
});
afterAll(() => testDb.close());

const FACTS = customersRegistration.facts ?? [];
const SCOPE = {
  shopId: SHOP_ID,
  zone: ZONE,
  at: new Date("2026-03-01T12:00:00Z"),
  customerIds: ["s1_1", "s1_2"],
};

/** Steps that neither read what an earlier one made, nor find rows by a person, an order or a checkout. */
function wideSteps(steps: readonly string[]): string[] {
  return steps.filter((step) => {
    if (step.startsWith("SCAN ")) return !/^SCAN (json_each|[a-z]$|\(subquery-\d+\)$)/.test(step);
    return step.startsWith("SEARCH ") && !/\b(customerId|id|orderId|checkoutToken)=\?/.test(step);
  });
}

test.runIf(isOnSqlite()).each(FACTS.map((fact) => [fact.key, fact] as const))(
  "%s of a few people is found by index",
  async (_key, fact) => {
    for (const days of [0, 30]) {
      const parameters = { ...completeParameters(fact.parameters ?? [], {}), days };
      const plan = await testDb.db.$queryRaw<{ detail: string }[]>(
        Prisma.sql`EXPLAIN QUERY PLAN ${fact.rows({ ...SCOPE, parameters })}`,
      );
      expect(plan.some(({ detail }) => detail.startsWith("SEARCH "))).toBe(true);
      expect(wideSteps(plan.map(({ detail }) => detail))).toEqual([]);
    }
  },
);
