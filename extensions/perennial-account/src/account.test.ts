// @vitest-environment jsdom
import { getExtension } from "@shopify/ui-extensions-tester";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { MemberAnswer } from "../../shared/answers";
import { close, type LANGUAGES, wordsOf } from "../../shared/host";
import { memberAnswer } from "../../shared/sample";

const block = getExtension("customer-account.profile.block.render");
const page = getExtension("customer-account.page.render");

type Call = { path: string; method: string; body: unknown; token: string | null };
let calls: Call[];
/** What the app answers, by path; the last answer stays. */
let answers: Record<string, { status?: number; body: unknown }[]>;

function answerFrom(address: string, init: RequestInit = {}): Promise<Response> {
  const path = new URL(address, "https://app.example").pathname;
  const text = typeof init.body === "string" ? init.body : "null";
  const token = new Headers(init.headers).get("Authorization");
  calls.push({ path, method: init.method ?? "GET", body: JSON.parse(text) as unknown, token });
  const queue = answers[path] ?? [];
  const next = queue.length > 1 ? queue.shift() : queue[0];
  if (!next) return Promise.reject(new TypeError("Failed to fetch"));
  return Promise.resolve(Response.json(next.body, { status: next.status ?? 200 }));
}

beforeEach(() => {
  calls = [];
  answers = {};
  vi.stubGlobal("process", { ...process, env: { ...process.env, APP_URL: "https://app.example" } });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

async function open(target: typeof block | typeof page, language: (typeof LANGUAGES)[number] = "en") {
  target.setUp();
  target.fetch = answerFrom as typeof fetch;
  Object.assign(target.shopify.i18n, wordsOf("perennial-account", language));
  target.shopify.sessionToken.get = () => Promise.resolve("token-1");
  await target.render();
}
const member = (answer: MemberAnswer) => (answers["/api/member"] = [{ body: answer }]);
const text = () => document.body.textContent ?? "";
const shows = (wanted: string) => vi.waitFor(() => expect(text()).toContain(wanted));
const button = (label: string): Element[] =>
  [...document.body.querySelectorAll<Element>("s-button")].filter((one) => one.textContent === label);
const isDisabled = (one: Element) => one.hasAttribute("disabled");

describe("the block on the profile", () => {
  afterEach(() => close(block));

  test("shows the balance, what is on its way, what runs out and the tier, and leads to the page", async () => {
    member(memberAnswer());
    await open(block);
    await shows("520 points");
    expect(text()).toContain("30 points on the way");
    expect(text()).toContain("100 points can be used until Dec 31, 2026");
    expect(text()).toContain("VIP Gold");
    expect(document.querySelector("s-link")?.getAttribute("href")).toBe("extension:perennial-account-page/");
    expect(calls).toEqual([{ path: "/api/member", method: "GET", body: null, token: "Bearer token-1" }]);
  });

  test("shows that it is loading, and nothing at all where there is no programme", async () => {
    member(memberAnswer({}, { rewards: [], earnRules: [], availablePoints: 0 }));
    await open(block);
    expect(document.querySelector("s-skeleton-paragraph")).not.toBeNull();
    await vi.waitFor(() => expect(document.querySelector("s-section")).toBeNull());
    expect(text()).toBe("");
  });

  test("keeps showing points of a programme that is over", async () => {
    member(memberAnswer({}, { rewards: [], earnRules: [] }));
    await open(block);
    await shows("520 points");
  });

  test("says why when nobody answers, and tries again when asked to", async () => {
    await open(block);
    await shows("There was no answer.");
    member(memberAnswer());
    button("Try again")[0]?.dispatchEvent(new Event("click"));
    await shows("520 points");
  });

  test.each([
    ["pl", "521 punktów", "22 punkty"],
    ["ru", "521 балл", "22 балла"],
  ] as const)("speaks %s with its plural forms", async (language, many, few) => {
    member(memberAnswer({}, { availablePoints: 521, pendingPoints: 22 }));
    await open(block, language);
    await shows(many);
    expect(text()).toContain(few);
  });
});

describe("the page", () => {
  afterEach(() => close(page));

  test("lists rewards, ways to earn and the history; what cannot be afforded says what is missing", async () => {
    member(memberAnswer());
    await open(page);
    await shows("5 euros off");
    expect(text()).toContain("280 points to go");
    expect(text()).toContain("Order: 1 point for every €1.00");
    expect(text()).toContain("+120");
    expect(text()).toContain("−20");
    const redeem = button("Redeem");
    expect(redeem.map(isDisabled)).toEqual([false, true, false]);
  });

  test("redeems once however often it is clicked, waits for the code and shows it", async () => {
    const hold = {
      redemptionId: "r1",
      rewardId: "five",
      points: 500,
      state: "held",
      code: null,
      expiresOn: null,
    } as const;
    const issued = { ...hold, state: "issued", code: "LOYAL-1", expiresOn: "2026-04-01" } as const;
    answers["/api/member"] = [
      { body: memberAnswer() },
      { body: memberAnswer({}, { availablePoints: 20, hold }) },
      { body: memberAnswer({}, { availablePoints: 20, hold: issued }) },
    ];
    answers["/api/redeem"] = [{ body: { outcome: "redeemed", hold } }];
    await open(page);
    await shows("5 euros off");
    const [redeem] = button("Redeem");
    redeem?.dispatchEvent(new Event("click"));
    redeem?.dispatchEvent(new Event("click"));
    await shows("Your reward is being made");
    await vi.waitFor(() => expect(text()).toContain("LOYAL-1"), { timeout: 5_000 });
    expect(text()).toContain("Valid until Apr 1, 2026.");
    const asked = calls.filter(({ path }) => path === "/api/redeem");
    expect(asked).toMatchObject([
      { method: "POST", body: { rewardId: "five", idempotencyKey: expect.any(String) } },
    ]);
  });

  test("lets an incremental reward be had for whole steps", async () => {
    member(memberAnswer());
    answers["/api/redeem"] = [{ status: 422, body: { outcome: "refused", reason: "hold-open", params: {} } }];
    await open(page);
    await shows("Worth €4.00");
    const field = document.querySelector("s-number-field") as unknown as HTMLInputElement;
    Object.assign(field, { value: "250" });
    field.dispatchEvent(new Event("change"));
    await shows("Worth €2.00");
    button("Redeem")[2]?.dispatchEvent(new Event("click"));
    await vi.waitFor(() =>
      expect(document.querySelector("s-banner")?.getAttribute("heading")).toContain("still open"),
    );
    expect(calls.find(({ path }) => path === "/api/redeem")?.body).toMatchObject({
      rewardId: "any",
      points: 200,
    });
  });

  test("follows points that come while the page is open", async () => {
    const hold = {
      redemptionId: "r1",
      rewardId: "any",
      points: 500,
      code: "PTS-1",
      expiresOn: null,
    } as const;
    const rewards = memberAnswer().member.rewards.map((reward) => ({ ...reward, affordable: false }));
    const without = { availablePoints: 0, hold: { ...hold, state: "issued" as const }, rewards };
    answers["/api/member"] = [
      { body: memberAnswer({}, without) },
      { body: memberAnswer({}, { availablePoints: 500, hold: null }) },
    ];
    answers["/api/cancel"] = [{ body: { outcome: "cancelled" } }];
    answers["/api/redeem"] = [{ body: { outcome: "redeemed" } }];
    await open(page);
    await shows("PTS-1");
    const back = [...document.body.querySelectorAll<Element>("s-button")].find((one) =>
      /back|cancel/i.test(one.textContent ?? ""),
    );
    back?.dispatchEvent(new Event("click"));
    await vi.waitFor(() => expect(text()).not.toContain("PTS-1"));
    expect(document.querySelector("s-number-field")?.getAttribute("value")).toBe("400");
    button("Redeem").at(-1)?.dispatchEvent(new Event("click"));
    await vi.waitFor(() =>
      expect(calls.find(({ path }) => path === "/api/redeem")?.body).toMatchObject({ points: 400 }),
    );
    close(page);
  });

  test("gives a reward back", async () => {
    const hold = {
      redemptionId: "r1",
      rewardId: "five",
      points: 500,
      state: "issued",
      code: "LOYAL-1",
      expiresOn: "2026-04-01",
    } as const;
    answers["/api/member"] = [{ body: memberAnswer({}, { hold }) }, { body: memberAnswer() }];
    answers["/api/cancel"] = [{ body: { outcome: "cancelled" } }];
    await open(page);
    await shows("LOYAL-1");
    expect(button("Redeem").every(isDisabled)).toBe(true);
    button("Give it back for 500 points")[0]?.dispatchEvent(new Event("click"));
    await vi.waitFor(() => expect(text()).not.toContain("LOYAL-1"));
    expect(calls.find(({ path }) => path === "/api/cancel")?.body).toEqual({ redemptionId: "r1" });
  });

  test("shows the personal link and the way to the preferences where there are such", async () => {
    member(
      memberAnswer({ referralUrl: "https://shop.example/r/ada", preferencesUrl: "https://app.example/p/x" }),
    );
    await open(page);
    await shows("https://shop.example/r/ada");
    expect(document.querySelector("s-link")?.getAttribute("href")).toBe("https://app.example/p/x");
  });

  test("with nothing yet says so", async () => {
    member(memberAnswer({ history: [] }, { availablePoints: 0, pendingPoints: 0, nextExpiry: null }));
    await open(page);
    await shows("Your first points will be listed here.");
    expect(text()).toContain("0 points");
  });
});
