// @vitest-environment jsdom
import { getExtension } from "@shopify/ui-extensions-tester";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { OrderAnswer, SurveyAnswer } from "../../shared/answers";
import { close, type Language, wordsOf } from "../../shared/host";

const thankYou = getExtension("purchase.thank-you.block.render");
const orderStatus = getExtension("customer-account.order-status.block.render");

let paths: string[];
let surveyPaths: string[];
let answers: (OrderAnswer | "refused")[];
/** What the app says of the question, and to answers; the last one stays. */
let survey: SurveyAnswer;
let told: { status: number; body: object }[];
let sent: unknown[];

beforeEach(() => {
  paths = [];
  surveyPaths = [];
  survey = { state: "nothing" };
  told = [{ status: 200, body: { outcome: "answered", isTest: false } }];
  sent = [];
  vi.stubGlobal("process", { ...process, env: { ...process.env, APP_URL: "https://app.example" } });
});
afterEach(() => vi.unstubAllGlobals());

function answer(address: string, init: RequestInit = {}): Promise<Response> {
  const path = new URL(address).pathname;
  if (path.startsWith("/api/survey/")) return Promise.resolve(answerSurvey(path, init));
  paths.push(path);
  const next = answers.length > 1 ? answers.shift() : answers[0];
  return Promise.resolve(
    next === "refused" ? Response.json({ error: "not-found" }, { status: 404 }) : Response.json(next),
  );
}

function answerSurvey(path: string, { method, body }: RequestInit): Response {
  surveyPaths.push(path);
  if (method !== "POST") return Response.json(survey);
  sent.push(JSON.parse(String(body)));
  const next = told.length > 1 ? told.shift() : told[0];
  return Response.json(next?.body, { status: next?.status ?? 200 });
}

async function open(given: typeof answers, language: Language = "en") {
  answers = [...given];
  thankYou.setUp();
  thankYou.fetch = answer as typeof fetch;
  Object.assign(thankYou.shopify.i18n, wordsOf("perennial-checkout", language));
  thankYou.shopify.sessionToken.get = () => Promise.resolve("token-1");
  thankYou.shopify.orderConfirmation.value.order.id = "gid://shopify/OrderIdentity/77";
  await thankYou.render();
}
const text = () => document.body.textContent ?? "";

test("the thank-you page says that points are on their way until the app has heard of the order, then how many and from when", async () => {
  await open([{ state: "on-its-way" }, { state: "pending", points: 120, availableOn: "2026-04-01" }]);
  expect(document.querySelector("s-skeleton-paragraph")).not.toBeNull();
  await vi.waitFor(() => expect(text()).toContain("Your points for this order are on the way."));
  await vi.waitFor(() => expect(text()).toContain("This order brings you 120 points."), { timeout: 5_000 });
  expect(text()).toContain("You can use them from Apr 1, 2026.");
  expect(paths).toEqual(["/api/order/77", "/api/order/77"]);
  close(thankYou);
});

test.each([
  ["pl", "To zamówienie przyniosło Ci 22 punkty."],
  ["ru", "За этот заказ вы получили 22 балла."],
] as const)("in %s", async (language, sentence) => {
  await open([{ state: "earned", points: 22 }], language);
  await vi.waitFor(() => expect(text()).toContain(sentence));
  close(thankYou);
});

test.each([[{ state: "nothing" }], ["refused"]] as const)(
  "nothing is shown, and nothing asked again, for %j",
  async (given) => {
    await open([given]);
    await vi.waitFor(() => expect(document.querySelector("s-skeleton-paragraph")).toBeNull());
    expect(text()).toBe("");
    expect(paths).toHaveLength(1);
    close(thankYou);
  },
);

test("the page of the order shows the same", async () => {
  answers = [{ state: "earned", points: 1 }];
  orderStatus.setUp();
  orderStatus.fetch = answer as typeof fetch;
  Object.assign(orderStatus.shopify.i18n, wordsOf("perennial-checkout", "en"));
  orderStatus.shopify.sessionToken.get = () => Promise.resolve("token-1");
  Object.assign(orderStatus.shopify.order, { value: { id: "gid://shopify/Order/78", name: "#1" } });
  await orderStatus.render();
  await vi.waitFor(() => expect(text()).toContain("This order brought you 1 point."));
  expect(paths).toEqual(["/api/order/78"]);
  expect(surveyPaths).toEqual(["/api/survey/order-status/78"]);
  close(orderStatus);
});

describe("the question after a purchase", () => {
  const ASKING: SurveyAnswer = {
    ...{ state: "asking", version: 3, text: "How did you hear about us?", asksComment: true },
    answers: [
      { key: "1", label: "From friends" },
      { key: "2", label: "By searching" },
    ],
  };
  const found = (tag: string) => document.querySelector<HTMLElement & Record<string, unknown>>(tag);
  const shows = (wanted: string, timeout = 1_000) =>
    vi.waitFor(() => expect(text()).toContain(wanted), { timeout });
  async function choose(key: string) {
    const list = found("s-choice-list");
    if (list) list["values"] = [key];
    list?.dispatchEvent(new Event("change"));
    await vi.waitFor(() => expect(found("s-button")?.hasAttribute("disabled")).toBe(false));
  }
  async function say(comment: string) {
    const area = found("s-text-area");
    if (area) area["value"] = comment;
    area?.dispatchEvent(new Event("input"));
    await Promise.resolve();
  }
  const send = () => found("s-button")?.dispatchEvent(new Event("click"));
  afterEach(() => close(thankYou));

  test("is asked in the merchant's words, under the points; nothing can be sent before something is chosen", async () => {
    survey = ASKING;
    await open([{ state: "earned", points: 22 }]);
    await shows("By searching");
    expect(text().indexOf("22 points")).toBeLessThan(text().indexOf("From friends"));
    expect(found("s-choice-list")?.getAttribute("label")).toBe("How did you hear about us?");
    expect(found("s-button")?.hasAttribute("disabled")).toBe(true);
    send();
    expect(sent).toEqual([]);
    expect(surveyPaths).toEqual(["/api/survey/thank-you/77"]);
  });

  test("is sent with its comment, once however often it is clicked, and then shown", async () => {
    survey = ASKING;
    await open([{ state: "nothing" }]);
    await shows("By searching");
    expect(found("s-text-area")).toBeNull();
    await choose("2");
    await vi.waitFor(() =>
      expect(found("s-text-area")?.getAttribute("label")).toBe("Would you like to add something?"),
    );
    await say("  In the garden ");
    send();
    send();
    await shows("Thank you for your answer: By searching");
    expect(sent).toEqual([{ version: 3, answer: "2", comment: "In the garden" }]);
    expect(found("s-choice-list")).toBeNull();
  });

  test("is sent again while the app has not heard of the order", async () => {
    survey = { ...ASKING, asksComment: false };
    told = [
      { status: 409, body: { error: "on-its-way" } },
      { status: 200, body: { outcome: "answered", isTest: false } },
    ];
    await open([{ state: "nothing" }]);
    await shows("From friends");
    await choose("1");
    expect(found("s-text-area")).toBeNull();
    send();
    await shows("Thank you for your answer: From friends", 4_000);
    expect(sent).toEqual([1, 2].map(() => ({ version: 3, answer: "1" })));
  });

  test.each([
    ["en", "This was a test order: your answer has arrived, but does not count."],
    ["pl", "To zamówienie testowe: odpowiedź dotarła, ale nie jest liczona."],
    ["ru", "Это тестовый заказ: ответ получен, но в результатах не учитывается."],
  ] as const)(
    "about a test order is thanked for, and said not to count, in %s",
    async (language, sentence) => {
      survey = { ...ASKING, asksComment: false };
      told = [{ status: 200, body: { outcome: "answered", isTest: true } }];
      await open([{ state: "nothing" }], language);
      await shows("From friends");
      await choose("1");
      expect(text()).not.toContain(sentence);
      send();
      await shows(sentence);
      expect(text()).toContain(": From friends");
      close(thankYou);
      survey = {
        state: "answered",
        text: "How did you hear about us?",
        answer: "From friends",
        isTest: true,
      };
      await open([{ state: "nothing" }], language);
      await shows(sentence);
    },
  );

  test("that could not be sent says so, and can be sent again", async () => {
    survey = ASKING;
    told = [
      { status: 429, body: { error: "too-often" } },
      { status: 200, body: { outcome: "answered-before", isTest: false } },
    ];
    await open([{ state: "nothing" }]);
    await shows("From friends");
    await choose("1");
    send();
    await shows("Your answer could not be sent. Please try again.");
    send();
    await shows("Thank you for your answer: From friends");
  });

  test.each([
    ["pl", "Dziękujemy za odpowiedź: Tak"],
    ["ru", "Спасибо за ответ: Tak"],
  ] as const)("that was answered before is shown with its answer, in %s", async (language, sentence) => {
    survey = { state: "answered", text: "Udało się?", answer: "Tak", isTest: false };
    await open([{ state: "nothing" }], language);
    await shows(sentence);
    expect(found("s-section")?.getAttribute("heading")).toBe("Udało się?");
    expect(found("s-button")).toBeNull();
  });
});
