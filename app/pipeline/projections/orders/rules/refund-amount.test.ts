import { expect, test } from "vitest";

import { refundAmount, type RefundParts, returnedWorth } from "./refund-amount";

const nothing = { shopMinor: 0, presentmentMinor: 0 };
const both = (shopMinor: number, presentmentMinor = shopMinor) => ({ shopMinor, presentmentMinor });
const parts = (over: Partial<RefundParts>): RefundParts => ({
  subtotal: nothing,
  lineTax: nothing,
  adjustments: nothing,
  shipping: nothing,
  ...over,
});
const usd = (amount: string) => [{ amount, currencyCode: "USD" }];

test.each([
  [
    "in the shop's currency: the payments",
    [{ amount: "12.50", currencyCode: "EUR" }],
    parts({ subtotal: both(9_999) }),
    1_250,
  ],
  ["of unnamed currency: the shop's", [{ amount: "12.50", currencyCode: null }], parts({}), 1_250],
  ["without payments in the list: nothing moved", [], parts({ subtotal: both(9_999) }), 0],
  [
    "without a list: the itemised parts",
    null,
    parts({ subtotal: both(2_000), lineTax: both(380), adjustments: both(-500) }),
    2_880,
  ],
  [
    "foreign, equal to lines and tax: their exact shop side",
    usd("25.97"),
    parts({ subtotal: both(1_999, 2_178), lineTax: both(384, 419) }),
    2_383,
  ],
  [
    "foreign, tax inside: lines alone",
    usd("21.78"),
    parts({ subtotal: both(1_999, 2_178), lineTax: both(384, 419) }),
    1_999,
  ],
  [
    "foreign, with shipping as an adjustment",
    usd("27.23"),
    parts({ subtotal: both(1_999, 2_178), adjustments: both(-500, -545) }),
    2_499,
  ],
  [
    "foreign, unlike any sum: at the rate of its lines, half up",
    usd("10.00"),
    parts({ subtotal: both(1_999, 2_178) }),
    918,
  ],
  ["foreign, only an adjustment tells the rate", usd("10.90"), parts({ adjustments: both(-1, -2) }), 545],
])("a refund %s", (...[, payments, refundParts, expected]) => {
  expect(refundAmount({ payments, parts: refundParts, shopCurrency: "EUR", order: null })).toBe(expected);
});

test("the order's rate is the last resort, and without it the amount is not guessed", () => {
  const foreign = { payments: usd("10.90"), parts: parts({}), shopCurrency: "EUR" };
  expect(refundAmount({ ...foreign, order: both(10_000, 10_900) })).toBe(1_000);
  expect(refundAmount({ ...foreign, order: null })).toBeNull();
});

test("a currency without decimals is read as one", () => {
  const payments = [{ amount: "1500", currencyCode: "JPY" }];
  expect(refundAmount({ payments, parts: parts({}), shopCurrency: "JPY", order: null })).toBe(1_500);
});

test("what came back counts tax only where prices do not include it", () => {
  const returned = parts({ subtotal: both(2_000), lineTax: both(380), adjustments: both(-500) });
  expect(returnedWorth(returned, true)).toBe(2_500);
  expect(returnedWorth(returned, false)).toBe(2_880);
});
