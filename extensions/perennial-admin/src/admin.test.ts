// @vitest-environment jsdom
import { getExtension } from "@shopify/ui-extensions-tester";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { close, wordsOf } from "../../shared/host";
import { customerAnswer } from "../../shared/sample";
import { nextStepOf } from "./next-step";

const NOW = new Date("2026-03-01T12:00:00Z");

describe("the next step", () => {
  const none = { hold: null, nextExpiry: null, rewards: [] };
  const hold = {
    redemptionId: "r",
    rewardId: "five",
    points: 5,
    state: "issued",
    code: "C",
    expiresOn: "2026-04-01",
  } as const;
  const reward = (affordable: boolean) =>
    ({ id: "a", title: "Tea", kind: "product", costPoints: 600, affordable }) as const;

  test.each([
    ["an open reward", customerAnswer({}, { hold }), { kind: "use-reward", on: "2026-04-01" }],
    [
      "points that end on the 30th day",
      customerAnswer({}, { nextExpiry: { points: 5, on: "2026-03-30" } }),
      { kind: "points-expire" },
    ],
    [
      "points that end on the 31st day",
      customerAnswer({}, { nextExpiry: { points: 5, on: "2026-04-01" } }),
      { kind: "can-redeem" },
    ],
    [
      "twice the usual gap",
      customerAnswer({ lastOrderAt: "2026-01-20T12:00:00Z", typicalGapDays: 20 }, none),
      { kind: "overdue", days: 40, usualDays: 20 },
    ],
    [
      "a day less than that",
      customerAnswer({ lastOrderAt: "2026-01-21T12:00:00Z", typicalGapDays: 20 }, none),
      { kind: "nothing" },
    ],
    [
      "a reward they can have",
      customerAnswer({}, { ...none, rewards: [reward(true)] }),
      { kind: "can-redeem", title: "Tea" },
    ],
    [
      "a reward they cannot",
      customerAnswer({}, { ...none, rewards: [reward(false)] }),
      { kind: "near-reward", missing: 80 },
    ],
    ["no order yet", customerAnswer({ orderCount: 0, lastOrderAt: null }, none), { kind: "first-order" }],
  ])("with %s", (_with, answer, step) => {
    expect(nextStepOf(answer, NOW)).toMatchObject(step);
  });
});

describe("the block on a customer's page in the admin", () => {
  const block = getExtension("admin.customer-details.block.render");
  let answer: () => Promise<Response>;
  let asked: string[];
  beforeEach(async () => {
    asked = [];
    block.setUp();
    block.fetch = ((address: string) => {
      asked.push(address);
      return answer();
    }) as typeof fetch;
    Object.assign(block.shopify.i18n, wordsOf("perennial-admin", "en"));
    Object.assign(block.shopify.data, { selected: [{ id: "gid://shopify/Customer/7" }] });
  });
  afterEach(() => close(block));
  const text = () => document.body.textContent ?? "";

  test("shows points, tier, orders and the next step, and leads to the customer in the app", async () => {
    answer = () => Promise.resolve(Response.json(customerAnswer()));
    await block.render();
    expect(document.querySelector("s-spinner")).not.toBeNull();
    await vi.waitFor(() => expect(text()).toContain("520 points"));
    expect(text()).toContain("VIP Gold");
    expect(text()).toContain("3 orders, €210.00 net");
    expect(document.querySelector("s-link")?.getAttribute("href")).toBe("app:/app/customers/s1_7");
    expect(asked).toEqual(["/api/customer/7?locale="]);
  });

  test("says that a customer is not known yet, and offers to try again when nobody answers", async () => {
    answer = () => Promise.resolve(Response.json({ error: "not-found" }, { status: 404 }));
    await block.render();
    await vi.waitFor(() => expect(text()).toContain("does not know this customer yet"));
    close(block);
    block.setUp();
    Object.assign(block.shopify.i18n, wordsOf("perennial-admin", "en"));
    Object.assign(block.shopify.data, { selected: [{ id: "gid://shopify/Customer/7" }] });
    block.fetch = (() => Promise.reject(new TypeError("Failed to fetch"))) as typeof fetch;
    await block.render();
    await vi.waitFor(() => expect(text()).toContain("Perennial did not answer."));
    block.fetch = (() => Promise.resolve(Response.json(customerAnswer()))) as typeof fetch;
    document.querySelector("s-button")?.dispatchEvent(new Event("click"));
    await vi.waitFor(() => expect(text()).toContain("520 points"));
  });
});
