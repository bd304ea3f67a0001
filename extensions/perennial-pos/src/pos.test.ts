// @vitest-environment jsdom
import { getExtension } from "@shopify/ui-extensions-tester";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { HoldView } from "../../shared/answers";
import { close, wordsOf } from "../../shared/host";
import { customerAnswer } from "../../shared/sample";

const tile = getExtension("pos.home.tile.render");
const till = getExtension("pos.home.modal.render");
const block = getExtension("pos.customer-details.block.render");

let posts: unknown[];
let answers: { get: { status?: number; body: unknown }[]; post: unknown };

function answer(_address: string, init: RequestInit = {}): Promise<Response> {
  if (init.method === "POST") {
    posts.push(JSON.parse(init.body as string));
    return Promise.resolve(Response.json(answers.post));
  }
  const next = answers.get.length > 1 ? answers.get.shift() : answers.get[0];
  return next
    ? Promise.resolve(Response.json(next.body, { status: next.status ?? 200 }))
    : Promise.reject(new TypeError("Failed to fetch"));
}

beforeEach(() => {
  posts = [];
  answers = { get: [{ body: customerAnswer() }], post: null };
  vi.stubGlobal("process", { ...process, env: { ...process.env, APP_URL: "https://app.example" } });
});
afterEach(() => vi.unstubAllGlobals());

function prepare(target: typeof till | typeof block) {
  target.setUp();
  target.fetch = answer as typeof fetch;
  Object.assign(target.shopify.i18n, wordsOf("perennial-pos", "en"));
  target.shopify.session.getSessionToken = () => Promise.resolve("token-1");
}
const text = () => document.body.textContent ?? "";
const shows = (wanted: string, timeout = 1_000) =>
  vi.waitFor(() => expect(text()).toContain(wanted), { timeout });
const heading = () => document.querySelector("s-banner, s-empty-state")?.getAttribute("heading") ?? null;
const HOLD: HoldView = {
  redemptionId: "r1",
  rewardId: "five",
  points: 500,
  state: "held",
  code: null,
  expiresOn: null,
};

test("the tile opens the till's page", async () => {
  tile.setUp();
  Object.assign(tile.shopify.i18n, wordsOf("perennial-pos", "en"));
  const present = vi.spyOn(tile.shopify.action, "presentModal");
  await tile.render();
  document.querySelector("s-tile")?.dispatchEvent(new Event("click"));
  expect(present).toHaveBeenCalledOnce();
  close(tile);
});

describe("the till's page", () => {
  afterEach(() => close(till));
  const open = async (customerId: number | null = 7) => {
    prepare(till);
    const customer = customerId === null ? undefined : { id: customerId };
    Object.assign(till.shopify.cart.current, { value: { ...till.shopify.cart.current.value, customer } });
    till.shopify.cart.addCartCodeDiscount = vi.fn(() => Promise.resolve());
    await till.render();
  };
  const redeem = () =>
    [...document.querySelectorAll("s-button")].filter((one) => one.textContent === "Redeem");

  test("asks for a customer when the cart has none", async () => {
    await open(null);
    expect(heading()).toBe("No customer in the cart");
  });

  test("shows the balance, redeems once for two taps, and puts the code into the cart", async () => {
    const issued: HoldView = { ...HOLD, state: "issued", code: "TILL-1", expiresOn: "2026-04-01" };
    answers.get = [
      { body: customerAnswer() },
      { body: customerAnswer({}, { availablePoints: 20, hold: HOLD }) },
      { body: customerAnswer({}, { availablePoints: 20, hold: issued }) },
    ];
    answers.post = { outcome: "redeemed", hold: HOLD };
    await open();
    await shows("5 euros off · 500 points");
    redeem()[0]?.dispatchEvent(new Event("click"));
    redeem()[0]?.dispatchEvent(new Event("click"));
    await shows("TILL-1", 5_000);
    await vi.waitFor(() => expect(heading()).toBe("The reward is in the cart."));
    expect(till.shopify.cart.addCartCodeDiscount).toHaveBeenCalledExactlyOnceWith("TILL-1");
    expect(posts).toMatchObject([{ rewardId: "five", idempotencyKey: expect.any(String) }]);
  });

  test("takes the most of an incremental reward, and says why when the programme says no", async () => {
    answers.post = { outcome: "refused", reason: "not-enough", params: {} };
    await open();
    await shows("Money off");
    redeem()[2]?.dispatchEvent(new Event("click"));
    await vi.waitFor(() => expect(heading()).toBe("There are not enough points for this reward."));
    expect(posts).toMatchObject([{ rewardId: "any", points: 400 }]);
  });

  test("says so when the customer is unknown, and tries again", async () => {
    answers.get = [{ status: 404, body: { error: "not-found" } }, { body: customerAnswer() }];
    await open();
    await vi.waitFor(() => expect(heading()).toBe("Perennial does not know this customer yet."));
    document.querySelector("s-button")?.dispatchEvent(new Event("click"));
    await shows("5 euros off");
  });
});

test("the block on a customer's page shows balance and tier", async () => {
  prepare(block);
  Object.assign(block.shopify.customer, { id: 7 });
  await block.render();
  await shows("520 points");
  expect(text()).toContain("VIP Gold");
  close(block);
});
