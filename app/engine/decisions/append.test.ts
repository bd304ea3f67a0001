import { afterEach, beforeEach, expect, test } from "vitest";

import { inTransaction, openDb, type RootDb } from "~/platform/db.server";

import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { appendDecision, type NewDecision } from "./append.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const DECISION: NewDecision = {
  shopId: "s1",
  feature: "cart-recovery",
  outcome: "skipped",
  reason: "no-email",
  params: { amountMinor: 4_000, currencyCode: "EUR", note: null },
  customerId: "s1_1",
  subjectKind: "checkout",
  subjectId: "s1_c1",
  dedupeKey: "recovery:s1_c1",
  nextTryAt: new Date("2026-03-02T12:00:00Z"),
  now: NOW,
};

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
});
afterEach(() => testDb.close());

const append = (over: Partial<NewDecision> = {}, db: RootDb = testDb.db) =>
  inTransaction(db, (tx) => appendDecision(tx, { ...DECISION, ...over }));
const all = () => testDb.db.decision.findMany();

test("a decision is kept with all that its sentence needs", async () => {
  await append();
  const { now: decidedAt, params: _params, ...kept } = DECISION;
  expect(await all()).toMatchObject([
    { ...kept, decidedAt, paramsJson: '{"amountMinor":4000,"currencyCode":"EUR","note":null}' },
  ]);
});

test("one about nobody and nothing in particular is kept too", async () => {
  await inTransaction(testDb.db, (tx) =>
    appendDecision(tx, {
      shopId: "s1",
      feature: "vip",
      outcome: "stopped",
      reason: "programme-off",
      customerId: null,
      dedupeKey: "k",
      now: NOW,
    }),
  );
  expect(await all()).toMatchObject([
    { customerId: null, subjectKind: null, subjectId: null, nextTryAt: null, paramsJson: "{}" },
  ]);
});

test("the same decision again changes nothing: the first word stands", async () => {
  await append();
  await append({ outcome: "sent", reason: "sent-with-code" });
  expect(await all()).toMatchObject([{ outcome: "skipped", reason: "no-email" }]);
});

test("two processes that decide the same at once write it down once", async () => {
  const other = await openDb(testDb.url);
  await Promise.all(Array.from({ length: 10 }, (_, index) => append({}, index % 2 ? other : testDb.db)));
  await other.$disconnect();
  expect(await all()).toHaveLength(1);
});

test("another shop's decision of the same name is another decision", async () => {
  await append();
  await append({ shopId: "s2" });
  expect(await all()).toHaveLength(2);
});

test("a decision of a transaction that rolls back was never taken", async () => {
  const work = inTransaction(testDb.db, async (tx) => {
    await appendDecision(tx, DECISION);
    throw new RangeError("no");
  });
  await expect(work).rejects.toThrow("no");
  expect(await all()).toEqual([]);
});
