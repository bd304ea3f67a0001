import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { surveysRegistration } from "~/features/surveys/registration.server";
import { type SurveyForm, SurveyFormSchema } from "~/features/surveys/schema";
import { saveSurvey } from "~/features/surveys/form/service.server";
import { provideDb } from "~/platform/database.server";
import type { RootDb } from "~/platform/db.server";
import { action, loader } from "~/routes/api.survey.$place.$orderId";

import type { SurveyAnswer, SurveyTold } from "../../extensions/shared/answers";
import { buyerToken, staffToken } from "../support/extension-token";
import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../support/factories";
import { createTestDb, type TestDb } from "../support/test-db";
import { createWorld, type World } from "../support/world";

/* The question after a purchase, as the extension of the checkout asks it and answers it. */

const NOW = new Date("2026-03-02T12:00:00Z");
const ADA = "s1_1";

let testDb: TestDb;
let db: RootDb;
let world: World;
let number: string;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  provideDb(db);
  world = createWorld(db, [surveysRegistration], NOW);
  await givenShop(db);
  await givenCustomer(db, { legacyId: 1 });
  await givenCustomer(db, { legacyId: 2 });
  number = await bought(ADA);
  await save();
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

async function bought(
  customerId: string | null,
  over: Parameters<typeof givenOrder>[1] = {},
): Promise<string> {
  const { id } = await givenOrder(db, { customerId, placedAt: NOW, ...over });
  return id.replace("s1_", "");
}
const save = (over: Partial<SurveyForm> = {}) =>
  saveSurvey(db, { shopId: SHOP_ID, form: SurveyFormSchema.parse({ isEnabled: true, ...over }), now: NOW });

type Asking = {
  token?: string | null;
  place?: string;
  order?: string;
  locale?: string;
  body?: unknown;
  clientIp?: string;
};
let visitors = 0;

async function call(handler: unknown, asking: Asking) {
  const { token = buyerToken(1), place = "thank-you", order = number, locale = "en", body } = asking;
  const { clientIp = `198.51.100.${(visitors += 1) % 250}` } = asking;
  const headers = token === null ? {} : { Authorization: `Bearer ${token}` };
  const post =
    body === undefined
      ? {}
      : { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) };
  const url = `https://perennial.example/api/survey/${place}/${encodeURIComponent(order)}?locale=${locale}`;
  const request = new Request(url, { headers, ...post });
  const response = await (handler as (args: object) => Promise<Response>)({
    ...{ request, params: { place, orderId: order }, context: { clientIp } },
  });
  expect(response.headers.get("Access-Control-Allow-Origin")).toBe("*");
  return {
    status: response.status,
    body: (await response.json()) as SurveyAnswer & SurveyTold & { error?: string },
  };
}
const ask = (asking: Asking = {}) => call(loader, asking);
const tell = (asking: Asking = {}) => call(action, { body: { version: 1, answer: "5" }, ...asking });
const kept = () => db.surveyAnswer.findMany({ where: { shopId: SHOP_ID } });
const events = () => db.domainEvent.findMany({ where: { shopId: SHOP_ID, type: "survey.answered" } });

describe("whoever bought", () => {
  test("is asked in their language, answers, and sees from then on what they said", async () => {
    expect((await ask({ locale: "pl-PL" })).body).toEqual({
      ...{ state: "asking", version: 1, asksComment: true, text: "Jak oceniasz zakupy u nas?" },
      answers: expect.arrayContaining([{ key: "5", label: "5 – bardzo dobrze" }]) as unknown,
    });
    const told = await tell({ body: { version: 1, answer: "5", comment: " Thanks! " } });
    expect(told).toMatchObject({ status: 200, body: { outcome: "answered" } });
    for (const place of ["thank-you", "order-status"])
      expect((await ask({ place })).body).toEqual({
        ...{ state: "answered", text: "How satisfied are you with buying from us?", answer: "5 – very" },
        isTest: false,
      });
    expect(await kept()).toMatchObject([
      { orderId: `s1_${number}`, customerId: ADA, answerKey: "5", comment: "Thanks!", place: "thank-you" },
    ]);
  });

  test("need not be signed in for a day, and not longer", async () => {
    const anonymous = { token: buyerToken(null) };
    expect((await ask(anonymous)).body.state).toBe("asking");
    world.at("2026-03-03T12:00:00.001Z");
    expect((await ask(anonymous)).body).toEqual({ state: "nothing" });
    expect(await tell(anonymous)).toMatchObject({ status: 404, body: { error: "not-found" } });
    world.at("2026-03-03T12:00:00Z");
    expect(await tell(anonymous)).toMatchObject({ status: 200 });
    expect(await kept()).toMatchObject([{ customerId: ADA }]);
  });

  test("and whose order was cancelled is asked nothing, but sees what they answered before", async () => {
    const order = await bought(ADA, { cancelledAt: NOW, isValid: false });
    expect((await ask({ order })).body).toEqual({ state: "nothing" });
    expect(await tell({ order })).toMatchObject({ status: 409, body: { error: "closed" } });
    await tell();
    const cancelled = { cancelledAt: NOW, isValid: false };
    await db.order.updateMany({ where: { shopId: SHOP_ID, id: `s1_${number}` }, data: cancelled });
    expect((await ask()).body).toMatchObject({ state: "answered", answer: "5 – very" });
    expect(await kept()).toHaveLength(1);
  });

  test("as a guest answers for nobody in particular", async () => {
    const order = await bought(null);
    expect(await tell({ order, token: buyerToken(null) })).toMatchObject({ status: 200 });
    expect(await kept()).toMatchObject([{ customerId: null }]);
  });

  test("is asked before the app has heard of the order or of them, and told to send the answer again", async () => {
    for (const token of [buyerToken(1), buyerToken(404), buyerToken(null)]) {
      expect((await ask({ order: "404404", token })).body.state).toBe("asking");
      expect(await tell({ order: "404404", token })).toMatchObject({
        status: 409,
        body: { error: "on-its-way" },
      });
    }
    expect(await kept()).toEqual([]);
  });
});

describe("an answer", () => {
  test("is kept once per order, however often and at once it comes, and told once; the first stands", async () => {
    const answers = await Promise.all(
      ["5", "1", "3"].map((answer) => tell({ body: { version: 1, answer } })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.map(({ body }) => body.outcome).sort()).toEqual([
      ...["answered", "answered-before", "answered-before"],
    ]);
    const [first] = await kept();
    await tell({ body: { version: 1, answer: first?.answerKey === "2" ? "4" : "2" } });
    expect(await kept()).toEqual([first]);
    const told = await events();
    expect(told.map(({ payloadJson }) => JSON.parse(payloadJson) as unknown)).toEqual([
      {
        ...{ orderId: `s1_${number}`, customerId: ADA, questionKey: "after-purchase" },
        ...{ answerKey: first?.answerKey, place: "thank-you" },
      },
    ]);
  });

  test("of a test order is taken and told as a test, and nobody else hears of it", async () => {
    const order = await bought(ADA, { isTest: true, isValid: false });
    expect((await ask({ order })).body.state).toBe("asking");
    expect(await tell({ order })).toMatchObject({ status: 200, body: { outcome: "answered", isTest: true } });
    expect(await tell({ order })).toMatchObject({ body: { outcome: "answered-before", isTest: true } });
    expect((await ask({ order })).body).toMatchObject({
      state: "answered",
      answer: "5 – very",
      isTest: true,
    });
    expect(await kept()).toMatchObject([{ orderId: `s1_${order}`, answerKey: "5" }]);
    expect(await events()).toEqual([]);
    expect(await tell()).toMatchObject({ body: { outcome: "answered", isTest: false } });
    expect(await events()).toHaveLength(1);
  });

  test("has its comment sealed where it is kept, and none where none is asked for", async () => {
    await tell({ body: { version: 1, answer: "5", comment: "The parcel smelled of roses" } });
    const [row] = await db.$queryRaw<{ count: bigint }[]>`
      SELECT COUNT(*) AS "count" FROM "SurveyAnswer" WHERE "shopId" = ${SHOP_ID} AND "comment" LIKE '%roses%'`;
    expect(Number(row?.count)).toBe(0);
    await save({ asksComment: false });
    const order = await bought(ADA);
    await tell({ order, body: { version: 1, answer: "5", comment: "More" } });
    const rows = await kept();
    expect(rows.map(({ comment }) => comment).sort()).toEqual(["The parcel smelled of roses", null]);
  });

  test("to a question that was changed meanwhile is one to what was shown", async () => {
    await tell();
    await save({ question: { kind: "yes-no", words: { en: "", pl: "", ru: "" }, choices: [] } });
    const order = await bought(ADA);
    expect(await tell({ order, body: { version: 1, answer: "4" } })).toMatchObject({ status: 200 });
    expect((await ask({ order })).body).toMatchObject({ state: "answered", answer: "4" });
    const next = await bought(ADA);
    expect((await ask({ order: next })).body).toMatchObject({ state: "asking", version: 2 });
    expect(await tell({ order: next, body: { version: 2, answer: "yes" } })).toMatchObject({ status: 200 });
    const rows = await kept();
    expect(rows.map((row) => [row.questionVersion, row.answerKey]).sort()).toEqual([
      [1, "4"],
      [1, "5"],
      [2, "yes"],
    ]);
  });

  test.each([
    ["no JSON", "{", "body"],
    ["no answer", { version: 1 }, "answer"],
    ["an answer nobody offers", { version: 1, answer: "6" }, '"6" is none of 1, 2, 3, 4, 5'],
    ["a comment that is too long", { version: 1, answer: "5", comment: "x".repeat(501) }, "comment"],
    ["somebody else's id", { version: 1, answer: "5", customerId: "s1_2" }, "body"],
    ["a book", { version: 1, answer: "5", comment: "x".repeat(5_000) }, "body"],
  ])("that is %s is told where it is wrong, and not kept", async (_which, body, place) => {
    const answer = await tell({ body });
    expect([answer.status, answer.body.error]).toEqual([400, expect.stringContaining(place)]);
    expect(await kept()).toEqual([]);
  });

  test("may be as long as it says", async () => {
    const comment = "я".repeat(500);
    expect(await tell({ body: { version: 1, answer: "5", comment } })).toMatchObject({ status: 200 });
    expect(await kept()).toMatchObject([{ comment }]);
  });

  test("that comes too often from one place is asked to wait", async () => {
    const clientIp = "203.0.113.9";
    for (let count = 0; count < 20; count += 1) await tell({ clientIp });
    expect(await tell({ clientIp })).toMatchObject({ status: 429, body: { error: "too-often" } });
    expect(await tell()).toMatchObject({ status: 200 });
  });
});

describe("nobody is asked, and no answer is kept", () => {
  const closed = { status: 409, body: { error: "closed" } };

  test("while the question is switched off, and on a page that does not ask", async () => {
    await save({ places: ["order-status"] });
    expect([(await ask()).body, await tell()]).toMatchObject([{ state: "nothing" }, closed]);
    expect((await ask({ place: "order-status" })).body.state).toBe("asking");
    await save({ isEnabled: false });
    expect([(await ask()).body, await tell()]).toMatchObject([{ state: "nothing" }, closed]);
    expect(await kept()).toEqual([]);
  });

  test.each([
    ["of somebody else", () => ({ token: buyerToken(2) }), 404],
    ["of a guest, by somebody who is signed in", async () => ({ order: await bought(null) }), 404],
    ["by whoever is signed in and unknown", () => ({ token: buyerToken(404) }), 404],
    ["that is no number", () => ({ order: "1 OR 1=1" }), 404],
    ["on a page there is none of", () => ({ place: "cart" }), 404],
  ])("about an order %s", async (_which, asking, status) => {
    const given = await asking();
    expect((await ask(given)).body).toEqual({ state: "nothing" });
    expect(await tell(given)).toMatchObject({ status, body: { error: "not-found" } });
    expect(await kept()).toEqual([]);
  });

  test("about an order that was deleted: it is not there", async () => {
    await db.order.updateMany({ where: { shopId: SHOP_ID }, data: { deletedAt: NOW } });
    expect(await tell()).toMatchObject({ status: 409, body: { error: "on-its-way" } });
  });

  test("by another store's customers", async () => {
    await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
    const token = buyerToken(1, { claims: { dest: "other.myshopify.com" } });
    expect((await ask({ token })).body).toEqual({ state: "nothing" });
    expect(await tell({ token })).toMatchObject(closed);
    expect(await kept()).toEqual([]);
  });

  test("by whoever cannot say who they are", async () => {
    const forged = buyerToken(1).replace(/.$/, (last) => (last === "A" ? "B" : "A"));
    for (const token of [null, forged, staffToken(), buyerToken(1, { claims: { aud: "other" } })]) {
      expect((await ask({ token })).status).toBe(401);
      expect((await tell({ token })).status).toBe(401);
    }
    expect(await kept()).toEqual([]);
  });
});
