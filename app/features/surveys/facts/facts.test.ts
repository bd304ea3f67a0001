import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { findConditionProblems } from "~/engine/facts/check.server";
import type { Comparison } from "~/engine/facts/condition";
import { presentFacts } from "~/engine/facts/presenter.server";
import { listMatching, loadFacts } from "~/engine/facts/queries.server";
import { getFact, registerFacts } from "~/engine/facts/registry.server";
import { factsIn, holds } from "~/engine/facts/rules";
import { DAY_MS } from "~/kit/duration";
import { Prisma } from "~/generated/prisma/client";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { GENERAL_SETTINGS_KEY } from "~/shops/schema";
import { writeSetting } from "~/shops/settings.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID, ZONE } from "../../../../tests/support/factories";
import { createTestDb, isOnSqlite, type TestDb } from "../../../../tests/support/test-db";
import { saveSurvey } from "../form/service.server";
import { insertAnswer } from "../repository.server";
import { type SurveyForm, SurveyFormSchema } from "../schema";
import { surveyFacts } from "./family.server";
import { factKeyOf, parseFactKey } from "./key";

const NOW = new Date("2026-03-02T12:00:00Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
const [ADA, BEN, CY] = ["s1_1", "s1_2", "s1_3"];
const PEOPLE = [ADA, BEN, CY];

let testDb: TestDb;
let db: RootDb;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  registerFacts([], [surveyFacts]);
  await givenShop(db);
  for (const legacyId of [1, 2, 3]) await givenCustomer(db, { legacyId });
});
afterEach(() => testDb.close());

type Answer = { days?: number; version?: number; isTest?: boolean; orderOf?: string | null };

async function answered(customerId: string | null, answerKey: string, answer: Answer = {}): Promise<string> {
  const { days = 1, version: questionVersion = 1, isTest = false, orderOf = customerId } = answer;
  const { id: orderId } = await givenOrder(db, { customerId: orderOf, placedAt: daysAgo(days), isTest });
  const row = { orderId, questionVersion, customerId, answerKey, comment: null, answeredAt: daysAgo(days) };
  expect(await insertAnswer(db, { shopId: SHOP_ID, ...row, place: "thank-you" })).toBe(true);
  return orderId;
}

const save = (question: Partial<SurveyForm["question"]> = {}, isEnabled = true) =>
  saveSurvey(db, {
    shopId: SHOP_ID,
    form: SurveyFormSchema.parse({
      isEnabled,
      question: { kind: "rating", words: { en: "", pl: "", ru: "" }, choices: [], ...question },
    }),
    now: NOW,
  });
const ask = (
  fact: string,
  operator: Comparison["operator"],
  operand: Comparison["operand"] = null,
): Comparison => ({
  ...{ kind: "fact", fact, parameters: {}, operator, operand },
});

/** Whom it is true of; asked of everybody at once, and of each by what is known of them: both must say the same. */
async function whoHas(condition: Comparison, at = NOW): Promise<string[]> {
  const scope = { shopId: SHOP_ID, zone: ZONE, at };
  const all = await listMatching(db, { ...scope, condition, afterCustomerId: null, limit: 10 });
  const values = await loadFacts(db, { ...scope, customerIds: PEOPLE, asked: factsIn(condition) });
  const each = PEOPLE.filter((id) => holds(condition, values.get(id) ?? (() => null), { at, zone: ZONE }));
  expect(all).toEqual(each);
  return all;
}

describe("a condition on an answer", () => {
  test("of a rating compares the last one of a person, as it was then", async () => {
    await answered(ADA, "5", { days: 10 });
    await answered(ADA, "2", { days: 3 });
    await answered(BEN, "4");
    const rating = "surveys.rating.1";
    expect(await whoHas(ask(rating, "at-most", 2))).toEqual([ADA]);
    expect(await whoHas(ask(rating, "at-most", 2), daysAgo(4))).toEqual([]);
    expect(await whoHas(ask(rating, "at-least", 4))).toEqual([BEN]);
    expect(await whoHas(ask(rating, "between", [2, 4]))).toEqual([ADA, BEN]);
    expect(await whoHas(ask(rating, "known"))).toEqual([ADA, BEN]);
    expect(await whoHas(ask(rating, "unknown"))).toEqual([CY]);
  });

  test("of yes or no, and of choices", async () => {
    await answered(ADA, "yes");
    await answered(BEN, "no");
    await answered(ADA, "ads", { version: 2 });
    await answered(BEN, "friends", { version: 2 });
    expect(await whoHas(ask("surveys.yes-no.1", "is-true"))).toEqual([ADA]);
    expect(await whoHas(ask("surveys.yes-no.1", "is-false"))).toEqual([BEN]);
    expect(await whoHas(ask("surveys.choices.2", "is", "ads"))).toEqual([ADA]);
    expect(await whoHas(ask("surveys.choices.2", "one-of", ["ads", "friends"]))).toEqual([ADA, BEN]);
    expect(await whoHas(ask("surveys.choices.2", "is-not", "ads"))).toEqual([BEN]);
  });

  test("knows no other version, no answer of another kind, no test order, and no other shop", async () => {
    await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
    await answered(ADA, "1", { version: 2 });
    await answered(BEN, "maybe");
    await answered(CY, "1", { isTest: true });
    const known = ask("surveys.rating.1", "known");
    expect(await whoHas(known)).toEqual([]);
    await answered(CY, "3", { days: 20 });
    expect(await whoHas(ask("surveys.rating.1", "equals", 3))).toEqual([CY]);
    const elsewhere = { shopId: "s2", zone: ZONE, at: NOW, condition: known };
    expect(await listMatching(db, { ...elsewhere, afterCustomerId: null, limit: 10 })).toEqual([]);
  });

  test("takes a guest's answer for that of whoever the order belongs to now", async () => {
    await answered(null, "1", { orderOf: BEN });
    await answered(null, "1");
    expect(await whoHas(ask("surveys.rating.1", "at-most", 1))).toEqual([BEN]);
  });

  test("is true of nobody once the answer is deleted", async () => {
    await answered(ADA, "1", { days: 100 });
    await inTransaction(db, (tx) => tx.surveyAnswer.deleteMany({ where: { shopId: SHOP_ID } }), {
      shopId: SHOP_ID,
    });
    expect(await whoHas(ask("surveys.rating.1", "known"))).toEqual([]);
  });
});

describe("an editor", () => {
  const offered = async () =>
    (await presentFacts(db, { shopId: SHOP_ID })).map(({ key, type, choices, naming }) => ({
      ...{ key, type, choices: [...choices] },
      ...{ label: naming?.label, values: naming?.values, isOffered: naming?.isOffered },
    }));

  test("is offered the question once it is asked or was answered, in the words of the merchant's language", async () => {
    expect(await offered()).toMatchObject([{ key: "surveys.rating.1", isOffered: false }]);
    await save();
    expect(await offered()).toMatchObject([
      {
        ...{ key: "surveys.rating.1", type: "number", choices: [], isOffered: true },
        label: "Answer after a purchase: “How satisfied are you with buying from us?”",
      },
    ]);
    await writeSetting(db, {
      shopId: SHOP_ID,
      key: GENERAL_SETTINGS_KEY,
      value: { language: "pl" },
      now: NOW,
    });
    expect(await offered()).toMatchObject([{ label: "Odpowiedź po zakupie: „Jak oceniasz zakupy u nas?”" }]);
    await answered(ADA, "5");
    await save({}, false);
    expect(await offered()).toMatchObject([{ isOffered: true }]);
  });

  test("is offered what was asked before, too, with the choices by their names", async () => {
    await save();
    await answered(ADA, "5");
    const named = (en: string) => ({ en, pl: "", ru: "" });
    const choices = [
      { id: "1", words: named("Friends") },
      { id: "2", words: named("An ad") },
    ];
    await save({ kind: "choices", words: named("How did you hear of us?"), choices });
    expect(await offered()).toMatchObject([
      {
        ...{ key: "surveys.choices.2", type: "text", choices: ["1", "2"], isOffered: true },
        ...{ values: { "1": "Friends", "2": "An ad" } },
        label: "Answer after a purchase: “How did you hear of us?”",
      },
      {
        ...{ key: "surveys.rating.1", isOffered: true },
        label: "Answer after a purchase, asked before: “How satisfied are you with buying from us?”",
      },
    ]);
  });
});

test("a key says what it is about, and nothing else is one", () => {
  for (const kind of ["rating", "yes-no", "choices"] as const)
    expect(parseFactKey(factKeyOf({ kind, version: 12 }))).toEqual({ kind, version: 12 });
  for (const key of [
    "surveys.rating.0",
    "surveys.rating",
    "surveys.stars.1",
    "surveys.rating.1.x",
    "rating.1",
  ])
    expect(parseFactKey(key)).toBeNull();
  expect(findConditionProblems(ask("surveys.stars.1", "known"))).toMatchObject([{ code: "unknown-fact" }]);
  expect(findConditionProblems(ask("surveys.rating.7", "at-most", 2))).toEqual([]);
});

test.runIf(isOnSqlite())(
  "the answers of a few people are found by index, those of a shop by the answers",
  async () => {
    for (const customerIds of [[ADA, BEN], null]) {
      const scope = { shopId: SHOP_ID, zone: ZONE, at: NOW, parameters: {}, customerIds };
      const plan = await db.$queryRaw<{ detail: string }[]>(
        Prisma.sql`EXPLAIN QUERY PLAN ${getFact("surveys.rating.1").rows(scope)}`,
      );
      const steps = plan.map(({ detail }) => detail).filter((step) => / [oa] USING/.test(step));
      expect(steps).toEqual(
        customerIds
          ? [
              expect.stringMatching(/^SEARCH o .*customerId=\?/),
              expect.stringMatching(/^SEARCH a .*orderId=\?/),
            ]
          : [expect.stringMatching(/^SEARCH a .*questionKey=\?/), expect.stringMatching(/^SEARCH o .*id=\?/)],
      );
    }
  },
);
