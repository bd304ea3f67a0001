import { afterEach, beforeEach, expect, test } from "vitest";

import { NOBODY } from "~/kit/person";
import { inTransaction } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { surveysPrivacy } from "./privacy.server";
import { insertAnswer } from "./repository.server";

const ADA = { ...NOBODY, customerIds: ["s1_1"], emails: ["ada@example.com"] };

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
  await givenShop(testDb.db);
});
afterEach(() => testDb.close());

test("an erasure takes what others wrote of the person, and leaves their answer", async () => {
  const said = { shopId: SHOP_ID, questionVersion: 1, customerId: "s1_2", answerKey: "1" };
  for (const [orderId, comment] of [
    ["s1_11", "ada@example.com told me"],
    ["s1_12", "A friend told me"],
  ] as const)
    await insertAnswer(testDb.db, {
      ...{ ...said, orderId, comment, place: "thank-you", answeredAt: new Date("2026-11-30T12:00:00Z") },
    });
  for (const _ of ["once", "again"]) {
    for (let cursor: string | null | undefined; cursor !== null;)
      ({ cursor } = await inTransaction(
        testDb.db,
        (tx) => surveysPrivacy.redact(tx, { shopId: SHOP_ID, person: ADA, cursor: cursor ?? null }),
        { shopId: SHOP_ID },
      ));
    const rows = await testDb.db.surveyAnswer.findMany({
      where: { shopId: SHOP_ID },
      orderBy: { orderId: "asc" },
    });
    expect(rows.map(({ customerId, answerKey, comment }) => [customerId, answerKey, comment])).toEqual([
      ["s1_2", "1", null],
      ["s1_2", "1", "A friend told me"],
    ]);
  }
});

test("no period takes answers away: they are the merchant's, as orders are", () => {
  expect(surveysPrivacy.retention).toEqual([]);
});
