// @vitest-environment jsdom
import { getExtension } from "@shopify/ui-extensions-tester";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { OrderAnswer } from "../../shared/answers";
import { close, type Language, wordsOf } from "../../shared/host";

const thankYou = getExtension("purchase.thank-you.block.render");
const orderStatus = getExtension("customer-account.order-status.block.render");

let paths: string[];
let answers: (OrderAnswer | "refused")[];

beforeEach(() => {
  paths = [];
  vi.stubGlobal("process", { ...process, env: { ...process.env, APP_URL: "https://app.example" } });
});
afterEach(() => vi.unstubAllGlobals());

function answer(address: string): Promise<Response> {
  paths.push(new URL(address).pathname);
  const next = answers.length > 1 ? answers.shift() : answers[0];
  return Promise.resolve(
    next === "refused" ? Response.json({ error: "not-found" }, { status: 404 }) : Response.json(next),
  );
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
  close(orderStatus);
});
