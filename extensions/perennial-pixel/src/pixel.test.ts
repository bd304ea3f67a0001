import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import { parse } from "smol-toml";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { BatchSchema } from "~/features/browsing/schema";

import { bundleScript } from "../../../dev-store/bundle-script";
import { type Batch, cartTokenOf, markIn, numberOf } from "./batch";
import { Sender } from "./sender";

const YES = { analytics: true, marketing: true };
const NO = { analytics: true, marketing: false };
const VIEW = { kind: "product-viewed", product: "1" } as const;

let sent: Batch[];
beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
});
afterEach(() => vi.useRealTimers());

const open = (start: Partial<ConstructorParameters<typeof Sender>[2]> = {}) =>
  new Sender("shop-1", (body) => sent.push(JSON.parse(body) as Batch), {
    ...{ consent: YES, mark: null, cart: null },
    ...start,
  });

describe("what is sent", () => {
  test("is what happened together, in a shape the app takes", () => {
    const sender = open({ cart: "c1", mark: "a.b" });
    sender.tell("browser-1", null);
    sender.tell("browser-1", VIEW);
    sender.tell("browser-1", { kind: "cart-viewed" }, { cart: "c2" });
    expect(sent).toEqual([]);
    vi.runAllTimers();
    expect(sent).toEqual([
      {
        ...{ v: 1, account: "shop-1", client: "browser-1", consent: YES, mark: "a.b", cart: "c2" },
        sights: [VIEW, { kind: "cart-viewed" }],
      },
    ]);
    expect(BatchSchema.parse(sent[0])).toEqual(sent[0]);
  });

  test("leaves at once when the page may be left", () => {
    open().tell("browser-1", { kind: "checkout-started", checkout: "t1" }, { isLast: true });
    expect(sent).toHaveLength(1);
  });

  test("is nothing for a page on which nothing happened", () => {
    open().tell("browser-1", null);
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
      { v: 1, account: "shop-1", client: "browser-1", consent: NO, mark: null, cart: null, sights: [] },
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
  expect(Object.keys(fields)).toEqual(["accountID", "endpoint"]);
});

test("its script is at most 10 kB, and reaches for no document", async () => {
  vi.useRealTimers();
  const script = await bundleScript(`${process.cwd()}/extensions/perennial-pixel/src/index.ts`, {
    minify: true,
  });
  expect(gzipSync(script).length).toBeLessThan(10_240);
  expect(script).not.toMatch(/\b(document\.(cookie|querySelector|body)|window\.|localStorage)\b/);
});
