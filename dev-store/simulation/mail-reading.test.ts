import { expect, it } from "vitest";

import { linksOf, unsubscribeUrl } from "./mail-reading";

const headers = { "list-unsubscribe": "<mailto:out@shop.example>, <https://app.example/u/1?a=b>" };

it("reads the links of a mail as a mail program would, without those that unsubscribe", () => {
  const html = `
    <a class="logo" href="https://shop.example/">Shop</a>
    <A HREF='https://app.example/r/1?a=1&amp;b=2&#38;c=3'>Back to your cart</A>
    <a href="https://app.example/r/1?a=1&amp;b=2&amp;c=3">Again</a>
    <a href="mailto:help@shop.example">Help</a> <a name="x">x</a>
    <a href="https://app.example/u/1?a=b">Out</a> <a href="https://app.example/unsubscribe/2">Out</a>`;
  expect(linksOf({ html, headers })).toEqual([
    "https://shop.example/",
    "https://app.example/r/1?a=1&b=2&c=3",
  ]);
});

it("finds the web address of the one-click unsubscribe", () => {
  expect(unsubscribeUrl({ headers })).toBe("https://app.example/u/1?a=b");
  expect(unsubscribeUrl({ headers: { "list-unsubscribe": "<mailto:out@shop.example>" } })).toBeNull();
  expect(unsubscribeUrl({ headers: {} })).toBeNull();
});
