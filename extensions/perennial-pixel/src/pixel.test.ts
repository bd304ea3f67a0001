import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import { parse } from "smol-toml";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { BatchSchema } from "~/features/browsing/schema";
import { isInSample as isInSampleOfApp } from "~/features/browsing/traffic/rules/sample";

import { bundleScript } from "../../../dev-store/bundle-script";
import { type Batch, cartTokenOf, markIn, numberOf } from "./batch";
import { isInSample } from "./sample";
import { Sender } from "./sender";

const YES = { analytics: true, marketing: true };
const NO = { analytics: true, marketing: false };
const PAGE = "sh-page-1";
const VIEW = { kind: "product-viewed", product: "1" } as const;

let sent: Batch[];
beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
});
afterEach(() => vi.useRealTimers());

const open = (start: Partial<ConstructorParameters<typeof Sender>[2]> = {}) =>
  new Sender("shop-1", (body) => sent.push(JSON.parse(body) as Batch), {
    ...{ consent: YES, mark: null, cart: null, samplePercent: 100 },
    ...start,
  });

describe("what is sent", () => {
  test("is what happened together, in a shape the app takes", () => {
    const sender = open({ cart: "c1", mark: "a.b" });
    sender.open("browser-1", PAGE);
    sender.tell("browser-1", VIEW);
    sender.tell("browser-1", { kind: "cart-viewed" }, { cart: "c2" });
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1_000);
    expect(sent).toEqual([
      {
        ...{ v: 1, account: "shop-1", client: "browser-1", consent: YES, mark: "a.b", cart: "c2" },
        page: { id: PAGE, ms: 150 },
        sights: [VIEW, { kind: "cart-viewed" }],
      },
    ]);
    expect(BatchSchema.parse(sent[0])).toEqual(sent[0]);
  });

  test("leaves at once when the page may be left", () => {
    open().tell("browser-1", { kind: "checkout-started", checkout: "t1" }, { isLast: true });
    expect(sent).toHaveLength(1);
  });

  test("is nothing for a page on which nothing happened, in a browser whose visits are not counted", () => {
    open({ samplePercent: 0 }).open("browser-1", PAGE);
    vi.runAllTimers();
    expect(sent).toEqual([]);
  });

  test("names a mail once", () => {
    const sender = open({ mark: "a.b" });
    for (let count = 0; count < 2; count++) {
      sender.tell("browser-1", VIEW);
      vi.runAllTimers();
    }
    expect(sent.map(({ mark }) => mark)).toEqual(["a.b", null]);
  });

  test("is cut before it is more than the app takes", () => {
    const sender = open();
    for (let count = 0; count < 45; count++) sender.tell("browser-1", VIEW);
    vi.runAllTimers();
    expect(sent.map(({ sights }) => sights.length)).toEqual([20, 20, 5]);
  });
});

describe("an open page", () => {
  const ages = () => sent.map(({ page }) => page?.ms);

  test("is told of while it is looked at: after 10, 30 and 60 seconds", () => {
    open().open("browser-1", PAGE);
    vi.advanceTimersByTime(60_000);
    expect(ages()).toEqual([150, 10_000, 30_000, 60_000]);
    expect(sent.map((batch) => BatchSchema.parse(batch))).toEqual(sent);
  });

  test("is told of no more when nobody does anything for a minute, and again when somebody does", () => {
    const sender = open();
    sender.open("browser-1", PAGE);
    vi.advanceTimersByTime(600_000);
    expect(ages().at(-1)).toBe(60_000);
    sender.sign();
    vi.advanceTimersByTime(600_000);
    expect(ages().slice(4)).toEqual([660_000]);
  });

  const MINUTE_MS = 60_000;
  test.each([
    [30 * MINUTE_MS - 1, [[PAGE, 30 * MINUTE_MS]]],
    [
      30 * MINUTE_MS,
      [
        [`${PAGE}~1`, 150],
        [`${PAGE}~1`, 10_000],
        [`${PAGE}~1`, 30_000],
        [`${PAGE}~1`, 60_000],
      ],
    ],
  ])("to which somebody comes back after %i ms is told of as %j", (idleMs, told) => {
    const sender = open();
    sender.open("browser-1", PAGE);
    vi.advanceTimersByTime(idleMs);
    const before = sent.length;
    sender.sign();
    vi.advanceTimersByTime(5 * MINUTE_MS);
    expect(sent.slice(before).map(({ page }) => [page?.id, page?.ms])).toEqual(told);
  });

  test("to which somebody comes back twice is another page each time, with what they do on it", () => {
    const sender = open();
    sender.open("browser-1", PAGE);
    vi.advanceTimersByTime(120 * MINUTE_MS);
    sender.tell("browser-1", VIEW);
    vi.advanceTimersByTime(120 * MINUTE_MS);
    sender.tell("browser-1", VIEW, { isLast: true });
    const withSights = sent.filter(({ sights }) => sights.length > 0);
    expect(withSights.map(({ page }) => page)).toEqual([
      { id: `${PAGE}~1`, ms: 150 },
      { id: `${PAGE}~2`, ms: 0 },
    ]);
    expect(withSights.map((batch) => BatchSchema.parse(batch))).toEqual(withSights);
  });

  test("is told of every minute for as long as somebody does something", () => {
    const sender = open();
    sender.open("browser-1", PAGE);
    for (let second = 0; second < 180; second++) {
      sender.sign();
      vi.advanceTimersByTime(1_000);
    }
    expect(ages()).toEqual([150, 10_000, 30_000, 60_000, 120_000, 180_000]);
  });

  test("ends with the next one; what happened on it before is told of it", () => {
    const sender = open();
    sender.open("browser-1", PAGE);
    vi.advanceTimersByTime(5_000);
    sender.tell("browser-1", VIEW);
    sender.open("browser-1", "sh-page-2");
    vi.advanceTimersByTime(20_000);
    expect(sent.map(({ page, sights }) => [page?.id, page?.ms, sights.length])).toEqual([
      [PAGE, 150, 0],
      [PAGE, 5_000, 1],
      ["sh-page-2", 150, 0],
      ["sh-page-2", 10_000, 0],
    ]);
  });

  test("is not told of once consent was withdrawn", () => {
    const sender = open();
    sender.open("browser-1", PAGE);
    vi.advanceTimersByTime(1_000);
    sender.agree(NO);
    vi.advanceTimersByTime(600_000);
    expect(ages()).toEqual([150, undefined]);
  });
});

test("the pixel and the app agree on who is in the sample, and so many of a hundred are", () => {
  const browsers = Array.from({ length: 5_000 }, (_none, index) => `browser-${index}`);
  for (const percent of [1, 10, 50, 100]) {
    const counted = browsers.filter((browser) => isInSample(browser, percent));
    expect(counted).toEqual(browsers.filter((browser) => isInSampleOfApp(browser, percent)));
    expect(Math.abs(counted.length / browsers.length - percent / 100)).toBeLessThan(0.02);
  }
});

describe("consent", () => {
  test("is what everything waits for", () => {
    const sender = open({ consent: NO, mark: "a.b" });
    sender.tell("browser-1", VIEW);
    vi.runAllTimers();
    expect(sent).toEqual([]);
    sender.agree(YES);
    vi.runAllTimers();
    expect(sent).toEqual([]);
    sender.tell("browser-1", VIEW);
    vi.runAllTimers();
    expect(sent).toMatchObject([{ sights: [VIEW] }]);
  });

  test("that is withdrawn is told, once and without anything else", () => {
    const sender = open({ cart: "c1" });
    sender.tell("browser-1", VIEW);
    sender.agree(NO);
    sender.agree({ analytics: false, marketing: false });
    sender.tell("browser-1", VIEW);
    vi.runAllTimers();
    expect(sent).toEqual([
      {
        ...{ v: 1, account: "shop-1", client: "browser-1", consent: NO, mark: null, cart: null },
        ...{ page: null, sights: [] },
      },
    ]);
  });
});

test.each([
  ["123", "123"],
  ["gid://shopify/Product/123", "123"],
  ["gid://shopify/Product/", null],
  ["", null],
  [null, null],
])("the number in %j is %j", (id, number) => {
  expect(numberOf(id)).toBe(number);
});

test.each([
  ["abc", "abc"],
  ["gid://shopify/Cart/abc?key=k", "abc"],
  ["x".repeat(301), null],
  ["", null],
  [undefined, null],
])("the token of the cart %j is %j", (id, token) => {
  expect(cartTokenOf(id)).toBe(token);
});

test.each([
  ["#perennial=abc.DEF-_", "abc.DEF-_"],
  ["#perennial=a b", null],
  ["#other", null],
  ["", null],
])("the mark in %j is %j", (hash, mark) => {
  expect(markIn(hash)).toBe(mark);
});

test("the extension asks for consent to analytics and marketing, and sells nothing", () => {
  const toml = parse(readFileSync("extensions/perennial-pixel/shopify.extension.toml", "utf8"));
  expect(toml).toMatchObject({
    type: "web_pixel_extension",
    runtime_context: "strict",
    customer_privacy: { analytics: true, marketing: true, preferences: false, sale_of_data: "disabled" },
  });
  const { fields } = toml["settings"] as { fields: object };
  expect(Object.keys(fields)).toEqual(["accountID", "endpoint", "sample"]);
});

test("its script is at most 10 kB, and reaches for no document", async () => {
  vi.useRealTimers();
  const script = await bundleScript(`${process.cwd()}/extensions/perennial-pixel/src/index.ts`, {
    minify: true,
  });
  expect(gzipSync(script).length).toBeLessThan(10_240);
  expect(script).not.toMatch(/\b(document\.(cookie|querySelector|body)|window\.|localStorage)\b/);
});
