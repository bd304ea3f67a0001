import { afterAll, beforeAll, expect, test } from "vitest";

import { FEATURES } from "~/composition-features.server";
import type { Comparison } from "~/engine/facts/condition";
import { matchingIds } from "~/engine/facts/queries.server";
import { completeFact, registerFacts } from "~/engine/facts/registry.server";
import { listZoneMoves } from "~/engine/flows/repository.server";
import { presentCodeBuyers, presentIncentiveReport } from "~/engine/incentives/report/presenter.server";
import { listCodeIdsTouchedBy } from "~/engine/incentives/standing/repository.server";
import { deleteUnwilling } from "~/features/browsing/repository/visitors.server";
import { findLastReminder, hasNewerCheckout } from "~/features/cart-recovery/person/repository.server";
import { presentLedger } from "~/features/loyalty/members/presenter.server";
import { presentOrderDrill } from "~/features/retention/drill/presenter.server";
import { presentWinbackRate } from "~/features/winback/presenter.server";
import { Prisma } from "~/generated/prisma/client";
import type { Db, RootDb } from "~/platform/db.server";

import { givenOrder, givenShop, SHOP_ID, ZONE } from "../support/factories";
import { planOf, readForEachRow, readsOfWholeShop, rememberingQuestions } from "../support/query-plans";
import { createTestDb, isOnSqlite, type TestDb } from "../support/test-db";

/*
 * What a shop has of one thing is found for each of another, not looked through: at 100,000 customers it is the difference
 * between a second and an hour, for which SQLite lets nobody else in. PostgreSQL decides by the size of its tables.
 */

const NOW = new Date("2026-03-01T12:00:00Z");

let testDb: TestDb;
beforeAll(async () => {
  testDb = await createTestDb();
  await givenShop(testDb.db);
  await givenOrder(testDb.db, { legacyId: 1, discountCodes: ["TEN", "TWENTY"] });
  registerFacts(
    FEATURES.flatMap(({ facts = [] }) => facts),
    FEATURES.flatMap(({ factFamilies = [] }) => factFamilies),
  );
});
afterAll(() => testDb.close());

/** Of a family, one of each kind. */
const OF_FAMILIES = [
  ...["rating", "yes-no", "choices"].map((kind) => `surveys.${kind}.1`),
  ...["text", "number", "date", "yes-no", "choice"].map((kind) => `fields.${kind}.size`),
];
const FACTS = [...FEATURES.flatMap(({ facts = [] }) => facts.map(({ key }) => key)), ...OF_FAMILIES];

test.runIf(isOnSqlite()).each(FACTS)("%s is not looked through once for each customer", async (fact) => {
  const { definition, asked } = completeFact({ fact, parameters: {} });
  const about = { kind: "fact", fact, parameters: asked.parameters } as const;
  const condition: Comparison =
    definition.type === "set"
      ? { ...about, operator: "has", operand: "x" }
      : { ...about, operator: "known", operand: null };
  const ids = matchingIds({ shopId: SHOP_ID, zone: ZONE, at: NOW, condition });
  for (const statement of [
    Prisma.sql`SELECT COUNT(*) FROM (${ids}) m`,
    Prisma.sql`SELECT m."id" FROM "Customer" m JOIN (${ids}) k ON k."id" = m."id" WHERE m."shopId" = ${SHOP_ID}`,
  ]) {
    expect(readForEachRow(await planOf(testDb.db, statement))).toEqual([]);
  }
});

const shopId = SHOP_ID;
const shop = { ianaTimezone: ZONE, currencyCode: "PLN", historySinceAt: null };
const ALL_TIME = { from: null, to: null };
const READ: Record<string, (db: Db) => Promise<unknown>> = {
  "the report of incentives": (db) =>
    presentIncentiveReport(db, { shopId, shop, grossMarginBp: null, now: NOW }),
  "the list of those who buy with codes only": (db) =>
    presentCodeBuyers(db, { shopId, shop, page: 1, now: NOW }),
  "a member's postings": (db) => presentLedger(db, { shopId, customerId: "s1_1", page: 1 }),
  "browsers that are to be forgotten": (db) => deleteUnwilling(db, { shopId }),
  "the orders behind a figure": (db) =>
    presentOrderDrill(db, { shopId, shop, selection: { kind: "range", range: ALL_TIME }, page: 1, now: NOW }),
  "the winback rate": (db) =>
    presentWinbackRate(db, { shopId, zone: ZONE, from: new Date(0), to: NOW, now: NOW }),
};

test.runIf(isOnSqlite()).each(Object.keys(READ))(
  "%s: no table is looked through for each row",
  async (name) => {
    const { db, questions } = rememberingQuestions(testDb.db);
    await READ[name]?.(db);
    expect(questions).not.toEqual([]);
    for (const question of questions) {
      expect(readForEachRow(await planOf(testDb.db, question))).toEqual([]);
    }
  },
);

const AT = { shopId, checkoutId: "s1_c1", at: NOW };
const PERSON = { customerId: "s1_1", email: "ada@example.com", customerEmail: "ada@work.example" };
const LOOKED_UP: Record<string, (db: RootDb) => Promise<unknown>> = {
  "moves of the shop to another zone": (db) => listZoneMoves(db, { shopId, from: new Date(0), to: NOW }),
  "codes that an order carries": (db) => listCodeIdsTouchedBy(db, { shopId, orderId: `${shopId}_1` }),
  "a newer checkout of a person": (db) => hasNewerCheckout(db, { ...AT, person: PERSON, activeAt: NOW }),
  "the last reminder of a person": (db) => findLastReminder(db, { ...AT, person: PERSON }),
};

test.runIf(isOnSqlite()).each(Object.keys(LOOKED_UP))(
  "%s: found without all that the shop has",
  async (name) => {
    const { db } = testDb;
    expect(await readsOfWholeShop(db, async () => LOOKED_UP[name]?.(db))).toEqual([]);
  },
);
