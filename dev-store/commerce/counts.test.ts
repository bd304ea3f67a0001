import { expect, it } from "vitest";

import type { Order } from "../state/model";
import type { Store } from "../state/store";
import { applyDiscountCode, completeCheckout } from "./checkouts";
import { codesOfApp, countStore, countTagged, isValidOrder, ordersOfCheckouts } from "./counts";
import { addTags } from "./customers";
import { createDiscount } from "./discounts";
import { cancelOrder, orderTotals, refundOrder } from "./orders";
import { checkoutOver, openShop, OPENING, putOnSale } from "./shop-for-tests";

function buy(
  store: Store,
  email: string,
  how: { test?: boolean; gateway?: string; code?: string } = {},
): Order {
  const { code, ...payment } = how;
  const checkout = checkoutOver(store, [[putOnSale(store, 12_300), 1]], { email });
  if (code) applyDiscountCode(store, checkout, code);
  return completeCheckout(store, checkout, payment);
}

it("counts as valid what was paid and kept, and people by that", () => {
  const { store } = openShop();
  buy(store, "twice@test.example");
  buy(store, "twice@test.example");
  buy(store, "once@test.example");
  buy(store, "tester@test.example", { test: true });
  buy(store, "waiting@test.example", { gateway: "bank_deposit" });
  refundOrder(store, buy(store, "returned@test.example"));
  cancelOrder(store, buy(store, "cancelled@test.example"), "CUSTOMER");
  checkoutOver(store, [[putOnSale(store, 100), 1]], { email: "left@test.example" });
  checkoutOver(store, [[putOnSale(store, 100), 1]], { email: null });
  expect(countStore(store)).toEqual({
    currencyCode: "EUR",
    ordersTotal: 7,
    customersTotal: 7,
    validOrders: 3,
    buyers: 2,
    repeatBuyers: 1,
    netRevenueMinor: 36_900,
    goodsRevenueMinor: 30_000,
    averageOrderMinor: 12_300,
    appCodesCreated: 0,
    appCodesRedeemed: 0,
    codesRedeemed: 0,
    giftCards: 0,
    storeCredits: 0,
    rewardsMinor: 0,
    checkoutsStarted: 9,
    checkoutsLeft: 1,
  });
});

it("judges who came back in a window by the whole history", () => {
  const { store } = openShop();
  buy(store, "regular@test.example");
  const since = new Date(OPENING.getTime() + 60_000);
  store.clock.jumpTo(since);
  buy(store, "regular@test.example");
  buy(store, "new@test.example");
  expect(countStore(store, { since })).toMatchObject({ validOrders: 2, buyers: 2, repeatBuyers: 1 });
});

it("counts codes of apps, and as redeemed only those of orders that stand", () => {
  const { store } = openShop();
  const value = { kind: "percentage", fraction: 0.1 } as const;
  for (const code of ["A", "B", "C"]) createDiscount(store, { code, value, createdByApp: "app" });
  createDiscount(store, { code: "OWN", value });
  const recovered = buy(store, "a@test.example", { code: "A" });
  cancelOrder(store, buy(store, "b@test.example", { code: "B" }), "CUSTOMER");
  buy(store, "own@test.example", { code: "OWN" });
  expect(countStore(store)).toMatchObject({ appCodesCreated: 3, appCodesRedeemed: 1, codesRedeemed: 2 });
  expect(codesOfApp(store).map(({ code }) => code)).toEqual(["A", "B", "C"]);
  expect(ordersOfCheckouts(store, new Set([recovered.checkoutToken ?? ""]))).toEqual([recovered]);
});

it("finds tagged customers whatever the case of the tag", () => {
  const { store } = openShop();
  buy(store, "a@test.example");
  for (const customer of store.customers.values()) addTags(store, customer, ["Vip"]);
  expect(countTagged(store, "VIP")).toBe(1);
});

it("agrees with the order's own totals on what was paid", () => {
  const { store } = openShop();
  const order = buy(store, "a@test.example");
  expect(isValidOrder(order)).toBe(true);
  expect(countStore(store).netRevenueMinor).toBe(orderTotals(order).netPayment.shop.amountMinor);
});
