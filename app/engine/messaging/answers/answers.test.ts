import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { NOBODY } from "~/kit/person";
import { provideDb } from "~/platform/database.server";
import { inTransaction } from "~/platform/db.server";
import { action, loader } from "~/routes/a.$token";

import { givenCustomer, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";

import { messagingPrivacy } from "../privacy.server";
import { messagingRegistration } from "../registration.server";
import { answerUrl } from "./links.server";
import { offerAnswers } from "./offered.server";
import { countAnswers, listAnswered } from "./presenter.server";
import { registerQuestions } from "./question";
import { answerQuestion } from "./service.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const CUSTOMER_ID = `${SHOP_ID}_7`;
const QUESTION = { key: "leaving-reason", textNamespace: "cart-recovery", answers: ["price", "later"] };
const YEAR = {
  shopId: SHOP_ID,
  questionKey: QUESTION.key,
  from: new Date("2026-01-01"),
  to: new Date("2027-01-01"),
};
let open: TestDb;
let world: World;

beforeEach(async () => {
  open = await createTestDb();
  provideDb(open.db);
  world = createWorld(open.db, [{ ...messagingRegistration, questions: [QUESTION] }], NOW);
  await givenShop(open.db);
  await givenCustomer(open.db, { legacyId: 7, email: "ada@example.com" });
});
afterEach(async () => {
  world.close();
  await open.close();
});

async function givenMail({ id = "m1", customerId = CUSTOMER_ID as string | null, locale = "pl" } = {}) {
  await open.db.message.create({
    data: {
      ...{ id, shopId: SHOP_ID, customerId, locale, purpose: "flows", subjectId: "run-1", topic: "cart" },
      ...{ toAddress: "ada@example.com", subject: "", htmlBody: "", textBody: "", state: "sent" },
      ...{ messageId: `<${id}@example.com>`, createdAt: NOW },
    },
  });
  return (answerKey: string) =>
    answerUrl({ shopId: SHOP_ID, messageId: id, questionKey: QUESTION.key, answerKey }).split("/").at(-1)!;
}

const request = (method: string) => new Request("https://perennial.example/a/x", { method });
const get = (token: string) => loader({ params: { token }, request: request("GET"), context: {} });
const post = (token: string) => action({ params: { token }, request: request("POST"), context: {} });
const stored = () => open.db.messageAnswer.findMany({ where: { shopId: SHOP_ID } });
const events = () => open.db.domainEvent.findMany({ where: { shopId: SHOP_ID, type: "message.answered" } });

describe("the page of an answer", () => {
  test("asks in the language of the mail, offers the other answers, and a GET (of a scanner, say) answers nothing", async () => {
    const tokenOf = await givenMail();
    const response = await get(tokenOf("price"));
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html).toContain('<html lang="pl"');
    expect(html).toContain("Co Cię powstrzymało?");
    expect(html).toContain("Twoja odpowiedź: Cena.");
    expect(html).toContain(`action="/a/${tokenOf("later")}"`);
    expect(html).not.toContain("<script");
    expect(await stored()).toEqual([]);
  });

  test("says thank you once it was answered, whichever of the links is opened", async () => {
    const tokenOf = await givenMail({ locale: "en" });
    expect(await (await post(tokenOf("later"))).text()).toContain("I will buy later");
    expect(await (await get(tokenOf("price"))).text()).toContain("got your answer: I will buy later");
  });

  test.each(["", "x", "a.b", `${"A".repeat(5_000)}.x`])(
    "tells kindly of a link that is not ours: %.20s",
    async (token) => {
      expect((await get(token)).status).toBe(404);
      expect((await post(token)).status).toBe(404);
      expect(await stored()).toEqual([]);
    },
  );
});

describe("an answer", () => {
  test("is kept, logged and told on", async () => {
    await post((await givenMail())("price"));
    expect(await stored()).toEqual([
      {
        ...{ shopId: SHOP_ID, messageId: "m1", questionKey: "leaving-reason", answerKey: "price" },
        ...{ customerId: CUSTOMER_ID, subjectId: "run-1", answeredAt: NOW },
      },
    ]);
    expect((await events()).map(({ payloadJson }) => JSON.parse(payloadJson) as unknown)).toEqual([
      {
        ...{ messageId: "m1", customerId: CUSTOMER_ID, purpose: "flows", subjectId: "run-1" },
        ...{ questionKey: "leaving-reason", answerKey: "price" },
      },
    ]);
    const [line] = await open.db.decision.findMany({ where: { shopId: SHOP_ID } });
    expect(line).toMatchObject({ feature: "messaging", outcome: "finished", reason: "answered" });
  });

  test("is one per mail: the first stands, twice and at once", async () => {
    const tokenOf = await givenMail();
    const say = (answer: string) => answerQuestion(open.db, { token: tokenOf(answer), now: NOW });
    const results = await Promise.all([say("price"), say("later"), say("later")]);
    expect(results.filter(({ outcome }) => outcome === "answered")).toHaveLength(1);
    expect(await stored()).toHaveLength(1);
    expect(await events()).toHaveLength(1);
  });

  test("to what the question does not offer, to a question nobody asks and to an erased mail is none", async () => {
    const tokenOf = await givenMail();
    const say = (answer: string) => answerQuestion(open.db, { token: tokenOf(answer), now: NOW });
    expect(await say("weather")).toEqual({ outcome: "unknown" });
    await open.db.message.updateMany({ where: { shopId: SHOP_ID }, data: { toAddress: "" } });
    expect(await say("price")).toEqual({ outcome: "unknown" });
    registerQuestions([]);
    expect(await say("price")).toEqual({ outcome: "unknown" });
    expect(await stored()).toEqual([]);
  });
});

describe("the report", () => {
  test("counts every answer that is offered, by months of the shop's zone, and lists who gave it", async () => {
    for (const [id, at] of [
      ["m1", "2026-03-31T21:59:59Z"],
      ["m2", "2026-03-31T22:00:00Z"],
      ["m3", "2027-01-01T00:00:00Z"],
    ] as const) {
      const tokenOf = await givenMail({ id });
      await answerQuestion(open.db, { token: tokenOf("price"), now: new Date(at) });
    }
    expect(await countAnswers(open.db, { ...YEAR, zone: "Europe/Warsaw" })).toEqual({
      totalCount: 2,
      answers: [
        {
          answerKey: "price",
          count: 2,
          byMonth: [
            { month: "2026-03", count: 1 },
            { month: "2026-04", count: 1 },
          ],
        },
        { answerKey: "later", count: 0, byMonth: [] },
      ],
    });
    const people = await listAnswered(open.db, { ...YEAR, answerKey: "price", limit: 10 });
    expect(people.map(({ messageId }) => messageId)).toEqual(["m2", "m1"]);
  });

  test("keeps the count of an erased person and forgets whose it was", async () => {
    await post((await givenMail())("price"));
    const person = { ...NOBODY, customerIds: [CUSTOMER_ID] };
    await inTransaction(open.db, async (tx) => {
      let cursor: string | null = null;
      do ({ cursor } = await messagingPrivacy.redact(tx, { shopId: SHOP_ID, person, cursor }));
      while (cursor !== null);
    });
    const [row] = await stored();
    expect(row?.customerId).not.toBe(CUSTOMER_ID);
    expect((await countAnswers(open.db, { ...YEAR, zone: "UTC" })).totalCount).toBe(1);
  });
});

test("templates are offered the answers in their language, in English where we do not speak it", async () => {
  const link = (question: string, answer: string) => `https://app.example/a/${question}-${answer}`;
  const german = await offerAnswers(["leaving-reason", "unknown"], { language: "de", link });
  expect(german).toEqual({
    leaving_reason: {
      answers: [
        { label: "The price", url: "https://app.example/a/leaving-reason-price" },
        { label: "I will buy later", url: "https://app.example/a/leaving-reason-later" },
      ],
    },
  });
  const { leaving_reason: polish } = await offerAnswers(["leaving-reason"], { language: "pl-PL", link });
  expect(polish?.answers[0]?.label).toBe("Cena");
});
