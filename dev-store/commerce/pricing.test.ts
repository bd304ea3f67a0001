import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { applyDiscountCode } from "./checkouts";
import { createDiscount } from "./discounts";
import { lineTotals, priceCheckout, SHIPPING } from "./pricing";
import { checkoutOver, openShop, putOnSale } from "./shop-for-tests";

const goods = fc.array(fc.tuple(fc.integer({ min: 0, max: 200_000 }), fc.integer({ min: 1, max: 20 })), {
  minLength: 1,
  maxLength: 6,
});
const currency = fc.constantFrom("EUR", "JPY", "KWD", "PLN");
const value = fc.oneof(
  fc
    .integer({ min: 0, max: 100 })
    .map((percent) => ({ kind: "percentage" as const, fraction: percent / 100 })),
  fc.integer({ min: 0, max: 500_000 }).map((amountMinor) => ({
    kind: "amount" as const,
    amount: { amountMinor, currencyCode: "EUR" },
  })),
);

const shopping = fc.record({
  wanted: goods,
  currencyCode: currency,
  discount: value,
  taxesIncluded: fc.boolean(),
});

describe("the price of a checkout", () => {
  it("is the sum of its lines in both currencies, whatever the discount, tax and currency", () => {
    fc.assert(
      fc.property(shopping, ({ wanted, currencyCode, discount, taxesIncluded }) => {
        const { store } = openShop({ taxesIncluded });
        createDiscount(store, { code: "TEST", value: discount });
        const lines = wanted.map(([price, quantity]) => [putOnSale(store, price), quantity] as const);
        const checkout = checkoutOver(store, lines, { currencyCode });
        applyDiscountCode(store, checkout, "TEST");
        const priced = lineTotals(store, checkout);
        const price = priceCheckout(store, checkout);
        for (const side of ["shop", "presentment"] as const) {
          const sum = (of: "gross" | "discount" | "net" | "tax") =>
            priced.reduce((total, line) => total + line[of][side].amountMinor, 0);
          expect(sum("net")).toBe(price.subtotal[side].amountMinor);
          expect(sum("discount")).toBe(price.discount[side].amountMinor);
          expect(sum("gross")).toBe(sum("net") + sum("discount"));
          const onTop = taxesIncluded ? 0 : sum("tax");
          expect(price.total[side].amountMinor).toBe(sum("net") + price.shipping[side].amountMinor + onTop);
          for (const line of priced) expect(line.net[side].amountMinor).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("shows yen without decimals and dinars with three", () => {
    const { store } = openShop();
    const thing = putOnSale(store, 1_999);
    const yen = priceCheckout(store, checkoutOver(store, [[thing, 1]], { currencyCode: "JPY" }));
    const dinar = priceCheckout(store, checkoutOver(store, [[thing, 1]], { currencyCode: "KWD" }));
    expect(yen.subtotal.presentment).toEqual({ amountMinor: 3_267, currencyCode: "JPY" });
    expect(dinar.subtotal.presentment).toEqual({ amountMinor: 6_699, currencyCode: "KWD" });
    expect(yen.subtotal.shop).toEqual({ amountMinor: 1_999, currencyCode: "EUR" });
  });

  it("never takes off more than the goods cost", () => {
    const { store } = openShop();
    const amount = { amountMinor: 5_000, currencyCode: "EUR" };
    createDiscount(store, { code: "BIG", value: { kind: "amount", amount } });
    const checkout = checkoutOver(store, [[putOnSale(store, 1_200), 1]]);
    applyDiscountCode(store, checkout, "big");
    const price = priceCheckout(store, checkout);
    expect(price.discount.shop.amountMinor).toBe(1_200);
    expect(price.total.shop.amountMinor).toBe(SHIPPING.flatMinor);
  });

  it.each([
    [SHIPPING.freeFromMinor - 1, SHIPPING.flatMinor],
    [SHIPPING.freeFromMinor, 0],
  ])("charges for shipping below the threshold only: %i", (price, shipping) => {
    const { store } = openShop();
    const checkout = checkoutOver(store, [[putOnSale(store, price), 1]]);
    expect(priceCheckout(store, checkout).shipping.shop.amountMinor).toBe(shipping);
  });
});
