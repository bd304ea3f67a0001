import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Order } from "../state/model";
import type { Store } from "../state/store";
import { applyDiscountCode, completeCheckout } from "./checkouts";
import { createDiscount } from "./discounts";
import { placeOrder } from "./order-placing";
import { cancelOrder, fulfillOrder, orderTotals, payOrder, refundOrder } from "./orders";
import { checkoutOver, openShop, putOnSale } from "./shop-for-tests";

function buy(store: Store, goods: readonly (readonly [number, number])[], code?: string): Order {
  const lines = goods.map(([price, quantity]) => [putOnSale(store, price), quantity] as const);
  const checkout = checkoutOver(store, lines, { currencyCode: "PLN" });
  if (code) applyDiscountCode(store, checkout, code);
  return completeCheckout(store, checkout);
}

describe("refunds", () => {
  it("give back a line piece by piece, and in the end exactly what was paid", () => {
    const pieces = fc.array(fc.tuple(fc.integer({ min: 1, max: 90_000 }), fc.integer({ min: 1, max: 9 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(pieces, fc.integer({ min: 0, max: 90 }), fc.boolean(), (goods, percent, taxesIncluded) => {
        const { store } = openShop({ taxesIncluded });
        createDiscount(store, { code: "TEST", value: { kind: "percentage", fraction: percent / 100 } });
        const order = buy(store, goods, "TEST");
        const { received } = orderTotals(order);
        const steps = order.lines.flatMap((line) => Array.from({ length: line.quantity }, () => line.id));
        for (const lineId of steps.slice(1)) {
          refundIfWorth(store, order, lineId);
          const { refunded, netPayment, currentTotal } = orderTotals(order);
          expect(refunded.shop.amountMinor).toBeLessThanOrEqual(received.shop.amountMinor);
          expect(currentTotal).toEqual(netPayment);
        }
        if (orderTotals(order).netPayment.shop.amountMinor > 0) refundOrder(store, order);
        const after = orderTotals(order);
        expect(after.refunded.shop).toEqual(received.shop);
        expect(after.currentTotal.shop.amountMinor).toBe(0);
        expect(order.financialStatus).toBe("REFUNDED");
      }),
      { numRuns: 60 },
    );
  });

  it("of one line carry its share of the discount and of the tax", () => {
    const { store, newTopics } = openShop();
    createDiscount(store, { code: "TEN", value: { kind: "percentage", fraction: 0.1 } });
    const order = buy(store, [[10_000, 2], [5_000, 1]], "TEN"); // prettier-ignore
    newTopics();
    const refund = refundOrder(store, order, { lineQuantities: new Map([[order.lines[0]?.id ?? 0, 1]]) });
    expect(refund.total.shop.amountMinor).toBe(9_000);
    expect(refund.lines[0]?.tax.shop.amountMinor).toBe(1_683);
    expect(order.financialStatus).toBe("PARTIALLY_REFUNDED");
    expect(order.lines.map((line) => line.currentQuantity)).toEqual([1, 1]);
    expect(newTopics()).toEqual([
      "order_transactions/create",
      "refunds/create",
      "orders/updated",
      "customers/purchasing_summary",
    ]);
  });

  it("are refused beyond what is left, for unknown lines, and when nothing was paid", () => {
    const { store } = openShop();
    const order = buy(store, [[1_000, 2]]);
    const lineId = order.lines[0]?.id ?? 0;
    expect(() => refundOrder(store, order, { lineQuantities: new Map([[lineId, 3]]) })).toThrow(
      "2 pieces left",
    );
    expect(() => refundOrder(store, order, { lineQuantities: new Map([[1, 1]]) })).toThrow("has no line 1");
    refundOrder(store, order);
    expect(() => refundOrder(store, order)).toThrow("nothing left to refund");
  });
});

describe("cancelling", () => {
  it("refunds what was paid, puts the goods back, and counts nothing any more", () => {
    const { store, newTopics } = openShop();
    const order = buy(store, [[1_000, 3]]);
    const [product] = store.products.values();
    expect(product?.variants[0]?.inventoryQuantity).toBe(999_997);
    newTopics();
    cancelOrder(store, order, "CUSTOMER");
    expect(product?.variants[0]?.inventoryQuantity).toBe(1_000_000);
    expect(order).toMatchObject({ financialStatus: "REFUNDED", cancelReason: "CUSTOMER" });
    expect(orderTotals(order).currentTotal.shop.amountMinor).toBe(0);
    expect(newTopics()).toEqual([
      "products/update",
      "order_transactions/create",
      "refunds/create",
      "orders/cancelled",
      "orders/updated",
      "customers/purchasing_summary",
    ]);
    expect(() => cancelOrder(store, order, "STAFF")).toThrow("is cancelled already");
  });

  it("voids what was never paid", () => {
    const { store, newTopics } = openShop();
    const checkout = checkoutOver(store, [[putOnSale(store, 1_000), 1]]);
    const order = completeCheckout(store, checkout, { gateway: "bank_deposit" });
    expect(newTopics()).not.toContain("order_transactions/create");
    cancelOrder(store, order, "OTHER");
    // The attempt that failed, and its voiding.
    expect(newTopics().filter((topic) => topic === "order_transactions/create")).toHaveLength(2);
    expect(order.financialStatus).toBe("VOIDED");
    expect(order.refunds).toEqual([]);
    expect(orderTotals(order).outstanding.shop.amountMinor).toBe(0);
  });
});

describe("paying later", () => {
  it("goes from pending over partially paid to paid", () => {
    const { store, newTopics } = openShop();
    const checkout = checkoutOver(store, [[putOnSale(store, 10_000), 1]]);
    const order = completeCheckout(store, checkout, { gateway: "bank_deposit" });
    expect(order.financialStatus).toBe("PENDING");
    expect(newTopics()).not.toContain("orders/paid");
    const part = { amountMinor: 4_000, currencyCode: "EUR" };
    payOrder(store, order, { amount: { shop: part, presentment: part } });
    expect(order.financialStatus).toBe("PARTIALLY_PAID");
    payOrder(store, order);
    expect(order.financialStatus).toBe("PAID");
    expect(orderTotals(order).netPayment.shop.amountMinor).toBe(10_000);
    expect(newTopics()).toContain("orders/paid");
    expect(() => payOrder(store, order)).toThrow("must be between 1 and 0 EUR");
  });
});

it("an order without a checkout is sold at the counter without shipping, and a sent order is closed", () => {
  const { store, newTopics } = openShop();
  const thing = putOnSale(store, 500);
  newTopics();
  const lines = [{ key: "a", productId: thing.id, variantId: thing.variants[0]?.id ?? 0, quantity: 1 }];
  const order = placeOrder(store, { lines, sourceName: "pos" });
  expect(newTopics()).toEqual([
    "order_transactions/create",
    "orders/create",
    "orders/paid",
    "products/update",
  ]);
  expect(orderTotals(order).total.shop.amountMinor).toBe(500);
  fulfillOrder(store, order);
  expect(order.closedAt).toEqual(store.clock.now());
  expect(newTopics()).toEqual(["orders/fulfilled", "orders/updated"]);
});

function refundIfWorth(store: Store, order: Order, lineId: number): void {
  try {
    refundOrder(store, order, { lineQuantities: new Map([[lineId, 1]]) });
  } catch (error) {
    if (!(error instanceof RangeError) || !error.message.includes("nothing left")) throw error;
  }
}
