import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { registerQuestions } from "~/engine/messaging/answers/question";
import { DAY_MS } from "~/kit/duration";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID, ZONE } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { presentQuestionPage } from "./form/presenter.server";
import { parseSurveyForm } from "./form/schema";
import { saveSurvey } from "./form/service.server";
import { surveysPrivacy } from "./privacy.server";
import { type AnswerRow, insertAnswer } from "./repository.server";
import { presentResults } from "./results/presenter.server";
import { type ResultsFilter, type SurveyForm, SurveyFormSchema } from "./schema";

const NOW = new Date("2026-03-02T12:00:00Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
const ADA = "s1_1";

let testDb: TestDb;
let db: RootDb;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
  await givenCustomer(db, { legacyId: 1, firstName: "Ada", lastName: "Lovelace" });
});
afterEach(async () => {
  registerQuestions([]);
  await testDb.close();
});

const form = (over: Partial<SurveyForm> = {}) => SurveyFormSchema.parse({ isEnabled: true, ...over });
const save = (over: Partial<SurveyForm> = {}) =>
  saveSurvey(db, { shopId: SHOP_ID, form: form(over), now: NOW });
const show = (filter: Partial<ResultsFilter> = {}) =>
  presentResults(db, {
    ...{ shopId: SHOP_ID, locale: "en", zone: ZONE, now: NOW },
    filter: { period: "90", page: 1, ...filter },
  });

/** Somebody bought and answered. */
async function answered(
  answerKey: string,
  { isTest = false, ...over }: Partial<AnswerRow> & { isTest?: boolean } = {},
): Promise<string> {
  const { customerId = ADA } = over;
  const { id: orderId } = await givenOrder(db, { customerId, placedAt: daysAgo(1), isTest });
  const row: AnswerRow = {
    ...{ orderId, questionVersion: 1, customerId, answerKey, comment: null, place: "thank-you" },
    ...{ answeredAt: daysAgo(1), ...over },
  };
  expect(await insertAnswer(db, { shopId: SHOP_ID, ...row })).toBe(true);
  expect(await insertAnswer(db, { shopId: SHOP_ID, ...row })).toBe(false);
  return orderId;
}

describe("results", () => {
  test("are nothing while nobody has answered", async () => {
    expect(await show()).toMatchObject({ isEmpty: true, isEnabled: false, items: [], former: [], mails: [] });
  });

  test("are shares with their counts, an average, and the newest answers with who gave them", async () => {
    await save();
    await answered("5", { answeredAt: daysAgo(3), comment: "Lovely" });
    await answered("4", { answeredAt: daysAgo(2), customerId: null });
    const orderId = await answered("5");
    const { current, items, isEmpty } = await show();
    expect(isEmpty).toBe(false);
    expect(current).toMatchObject({
      totalCount: 3,
      isFew: true,
      text: "How satisfied are you with buying from us?",
    });
    expect(current.answers.map(({ label, count }) => `${label}: ${count}`)).toEqual([
      ...["1 – not at all: 0", "2: 0", "3 – so-so: 0", "4: 1", "5 – very: 2"],
    ]);
    expect(current.average?.value).toBeCloseTo(14 / 3);
    expect(items.map(({ label, comment, customer }) => [label, comment, customer?.name ?? null])).toEqual([
      ["5 – very", null, "Ada Lovelace"],
      ["4", null, null],
      ["5 – very", "Lovely", "Ada Lovelace"],
    ]);
    expect(items[0]).toMatchObject({
      orderId,
      orderName: expect.any(String) as string,
      customer: { id: ADA },
    });
  });

  test("of a guest's order are those of whoever it belongs to now", async () => {
    await save();
    const orderId = await answered("5", { customerId: null });
    await db.order.update({ where: { id: orderId }, data: { customerId: ADA } });
    expect((await show()).items).toMatchObject([{ customer: { id: ADA } }]);
  });

  test("are of as many days as were asked for, today among them, the first of them whole", async () => {
    await save();
    // The last of 30 days is 2 March, so the first is 1 February: in Warsaw it begins at 23:00 UTC the day before.
    await answered("1", { answeredAt: new Date("2026-01-31T22:59:59.999Z") });
    await answered("2", { answeredAt: new Date("2026-01-31T23:00:00Z") });
    expect((await show({ period: "30" })).items.map(({ label }) => label)).toEqual(["2"]);
    expect((await show({ period: "all" })).current.totalCount).toBe(2);
    expect(await show({ period: "30" })).toMatchObject({ isEmpty: false });
  });

  test("of another question are told apart, in the words of then", async () => {
    await save();
    await answered("5");
    await save({ question: { kind: "yes-no", words: { en: "All well?", pl: "", ru: "" }, choices: [] } });
    await answered("yes", { questionVersion: 2 });
    await answered("3", { questionVersion: 77 });
    const { current, former, items } = await show();
    expect([current.text, current.totalCount, current.average]).toEqual(["All well?", 1, null]);
    expect(former.map(({ key, totalCount }) => [key, totalCount])).toEqual([
      ["version-77", 1],
      ["version-1", 1],
    ]);
    expect(former[0]?.text).toBe("A question that was asked long ago");
    expect(former[1]?.text).toBe("How satisfied are you with buying from us?");
    expect(items.map(({ label }) => label).sort()).toEqual(["3", "5 – very", "Yes"]);
  });

  test("of test orders are listed as such, and count in no number, also of a question that was changed", async () => {
    await save();
    await answered("1", { isTest: true, comment: "Does it work?" });
    const only = await show();
    expect([only.isEmpty, only.current.totalCount, only.current.average, only.pageCount]).toEqual([
      ...[false, 0, null, 1],
    ]);
    expect(only.items).toMatchObject([{ isTest: true, label: "1 – not at all", comment: "Does it work?" }]);
    await save({ question: { kind: "rating", words: { en: "Happy?", pl: "", ru: "" }, choices: [] } });
    await answered("5", { questionVersion: 2 });
    const { current, former, items } = await show();
    expect(current).toMatchObject({ text: "Happy?", totalCount: 1, average: { value: 5 } });
    expect(current.answers.map(({ count }) => count)).toEqual([0, 0, 0, 0, 1]);
    expect([former, items.map(({ isTest }) => isTest).sort()]).toEqual([[], [false, true]]);
  });

  test("of test orders take their places on the pages", async () => {
    await save();
    for (let count = 0; count < 26; count += 1) await answered("5", { isTest: true });
    expect(await show({ page: 2 })).toMatchObject({ pageCount: 2, items: [{ isTest: true }] });
  });

  test("of an order that is gone count", async () => {
    await save();
    const orderId = await answered("5");
    await db.order.delete({ where: { id: orderId } });
    expect(await show()).toMatchObject({ current: { totalCount: 1 }, items: [{ isTest: false }] });
  });

  test("come in pages of 25; a page there is none of is the last", async () => {
    await save();
    for (let count = 0; count < 26; count += 1) await answered("5", { answeredAt: daysAgo(count + 1) });
    const last = await show({ page: 9 });
    expect([last.filter.page, last.pageCount, last.items.length]).toEqual([2, 2, 1]);
  });

  test("of the questions in mails stand beside them", async () => {
    const question = { key: "order-rating", textNamespace: "lifecycle", answers: ["1", "2", "3", "4", "5"] };
    registerQuestions([question]);
    const given = { shopId: SHOP_ID, questionKey: "order-rating", customerId: ADA, subjectId: null };
    for (const [messageId, answerKey] of [["m1", "4"] as const, ["m2", "5"] as const])
      await db.messageAnswer.create({ data: { ...given, messageId, answerKey, answeredAt: daysAgo(5) } });
    const { mails, isEmpty } = await show();
    expect(isEmpty).toBe(false);
    expect(mails).toMatchObject([
      { text: "How satisfied are you with your order?", totalCount: 2, average: { value: 4.5 } },
    ]);
    expect((await show({ period: "all" })).mails).toHaveLength(1);
    const later = new Date(NOW.getTime() + 100 * DAY_MS);
    const shown = await presentResults(db, {
      ...{ shopId: SHOP_ID, locale: "pl", zone: ZONE, now: later, filter: { period: "30", page: 1 } },
    });
    expect([shown.mails, shown.isEmpty]).toEqual([[], false]);
  });
});

describe("the question's form", () => {
  const page = () => presentQuestionPage(db, { shopId: SHOP_ID, locale: "en" });

  test("is off with usual words in all languages until it is saved, and comes back as it was saved", async () => {
    const fresh = await page();
    expect([fresh.form.isEnabled, fresh.hasAnswers]).toEqual([false, false]);
    expect(fresh.usual.ru.kinds.rating.text).toBe("Насколько вы довольны покупкой у нас?");
    const written = form({ places: ["order-status"], asksComment: false });
    expect(await saveSurvey(db, { shopId: SHOP_ID, form: written, now: NOW })).toEqual({ outcome: "saved" });
    await answered("5");
    expect(await page()).toMatchObject({ form: written, hasAnswers: true });
  });

  test("that nobody could have sent is unreadable, at its place", () => {
    expect(parseSurveyForm("{")).toEqual({ ok: false, errors: { form: "unreadable" } });
    expect(parseSurveyForm(JSON.stringify({ question: { kind: "stars" }, places: [] }))).toEqual({
      ok: false,
      errors: { "question.kind": "unreadable", "question.words": "unreadable", places: "no-place" },
    });
  });
});

test("who is erased leaves the answer behind, without its words and its name", async () => {
  await save();
  const orderId = await answered("2", { comment: "Call me Ada" });
  const person = { customerIds: [ADA], orderIds: [orderId], checkoutIds: [], emails: [], phones: [] };
  const told = await surveysPrivacy.exportOf(db, { shopId: SHOP_ID, person: person as never });
  expect(told).toMatchObject([{ table: "SurveyAnswer", rows: [{ comment: "Call me Ada" }] }]);
  const erase = { shopId: SHOP_ID, person: person as never, cursor: null, now: NOW };
  await inTransaction(db, (tx) => surveysPrivacy.redact(tx, erase), { shopId: SHOP_ID });
  const [row] = await db.surveyAnswer.findMany({ where: { shopId: SHOP_ID } });
  expect(row).toMatchObject({ answerKey: "2", comment: null });
  expect(row?.customerId).not.toBe(ADA);
  expect((await show()).current.totalCount).toBe(1);
});
