import { describe, expect, it } from "vitest";

import { applyDiscountCode, completeCheckout, updateCheckout } from "./checkouts";
import {
  checkDiscount,
  createDiscount,
  deactivateDiscount,
  deleteDiscount,
  type NewDiscount,
} from "./discounts";
import { cancelOrder } from "./orders";
import { priceCheckout } from "./pricing";
import { checkoutOver, openShop, OPENING, putOnSale } from "./shop-for-tests";

const tenPercent = { kind: "percentage", fraction: 0.1 } as const;
const minute = 60_000;

describe("a discount code", () => {
  it.each<[string, Partial<NewDiscount>, string | null]>([
    ["starts now", { startsAt: OPENING }, null],
    ["starts in a minute", { startsAt: new Date(OPENING.getTime() + minute) }, "TEST is not active yet"],
    ["ends in a minute", { endsAt: new Date(OPENING.getTime() + minute) }, null],
    ["ends now", { endsAt: OPENING }, "TEST has expired"],
    [
      "needs exactly what is in the cart",
      { minimumSubtotal: { amountMinor: 900, currencyCode: "EUR" } },
      null,
    ],
    [
      "needs one cent more",
      { minimumSubtotal: { amountMinor: 901, currencyCode: "EUR" } },
      "TEST needs a purchase of 9.01 EUR or more",
    ],
    ["is for somebody else", { customerIds: [42] }, "TEST is not available to this customer"],
    ["may be used no more", { usageLimit: 0 }, "TEST has reached its usage limit"],
  ])("that %s", (_, terms, reason) => {
    const { store } = openShop();
    const discount = createDiscount(store, { code: "TEST", value: tenPercent, ...terms });
    const checkout = checkoutOver(store, [[putOnSale(store, 900), 1]]);
    expect(checkDiscount(store, checkout, " test ")).toEqual(
      reason === null ? { kind: "applies", discount } : { kind: "refused", reason },
    );
  });

  it("bound to a customer asks for contact first, then applies", () => {
    const { store } = openShop();
    const thing = putOnSale(store, 900);
    const owner = checkoutOver(store, [[thing, 1]]).customerId ?? 0;
    createDiscount(store, { code: "MINE", value: tenPercent, customerIds: [owner] });
    const checkout = checkoutOver(store, [[thing, 1]], { email: null });
    expect(applyDiscountCode(store, checkout, "MINE")).toEqual({
      kind: "refused",
      reason: "Enter your contact information to use MINE",
    });
    updateCheckout(store, checkout, { email: "ada@test.example" });
    expect(applyDiscountCode(store, checkout, "MINE").kind).toBe("applies");
  });

  it("of one use is spent by the order, also through its e-mail, and given back by nobody but a cancellation", () => {
    const { store } = openShop();
    const thing = putOnSale(store, 900);
    const discount = createDiscount(store, { code: "ONCE", value: tenPercent, appliesOncePerCustomer: true });
    const first = checkoutOver(store, [[thing, 1]]);
    applyDiscountCode(store, first, "ONCE");
    const order = completeCheckout(store, first);
    expect(order.discountCodes).toMatchObject([{ code: "ONCE", type: "percentage" }]);
    expect(discount.usageCount).toBe(1);
    const second = checkoutOver(store, [[thing, 1]]);
    expect(checkDiscount(store, second, "ONCE").kind).toBe("refused");
    cancelOrder(store, order, "CUSTOMER");
    expect(checkDiscount(store, second, "ONCE").kind).toBe("applies");
  });

  it("that stops applying while the checkout is open gives nothing", () => {
    const { store } = openShop();
    const discount = createDiscount(store, { code: "GONE", value: tenPercent });
    const checkout = checkoutOver(store, [[putOnSale(store, 900), 1]]);
    applyDiscountCode(store, checkout, "GONE");
    expect(priceCheckout(store, checkout).discount.shop.amountMinor).toBe(90);
    deactivateDiscount(store, discount);
    expect(priceCheckout(store, checkout).discount.shop.amountMinor).toBe(0);
    expect(completeCheckout(store, checkout).discountCodes).toEqual([]);
  });

  it("replaces another unless both combine", () => {
    const { store } = openShop();
    const combinesWith = { orderDiscounts: true, productDiscounts: false, shippingDiscounts: false };
    createDiscount(store, { code: "ALONE", value: tenPercent });
    createDiscount(store, { code: "A", value: tenPercent, combinesWith });
    createDiscount(store, { code: "B", value: tenPercent, combinesWith });
    const checkout = checkoutOver(store, [[putOnSale(store, 1_000), 1]]);
    for (const code of ["ALONE", "A", "B"]) applyDiscountCode(store, checkout, code);
    expect(checkout.discountCodes).toEqual(["A", "B"]);
    expect(priceCheckout(store, checkout).discount.shop.amountMinor).toBe(190);
  });

  it("of free shipping takes delivery off, and is told as such by the order", () => {
    const { store } = openShop();
    createDiscount(store, { code: "SHIP", value: { kind: "free-shipping" } });
    const checkout = checkoutOver(store, [[putOnSale(store, 1_000), 1]]);
    const before = priceCheckout(store, checkout);
    applyDiscountCode(store, checkout, "SHIP");
    const after = priceCheckout(store, checkout);
    expect(after.shipping.shop.amountMinor).toBe(0);
    expect(after.subtotal).toEqual(before.subtotal);
    expect(completeCheckout(store, checkout).discountCodes).toMatchObject([
      { code: "SHIP", type: "shipping", amount: before.shipping },
    ]);
  });

  it("of some products takes off those only, and is refused without them", () => {
    const { store } = openShop();
    const [mine, other] = [putOnSale(store, 1_000), putOnSale(store, 2_000)];
    createDiscount(store, {
      code: "MINE",
      value: { kind: "amount", amount: { amountMinor: 300, currencyCode: "EUR" } },
      productIds: [mine.id],
    });
    const checkout = checkoutOver(store, [
      [mine, 1],
      [other, 1],
    ]);
    applyDiscountCode(store, checkout, "MINE");
    const order = completeCheckout(store, checkout);
    expect(order.lines.map(({ discount }) => discount.shop.amountMinor)).toEqual([300, 0]);
    expect(checkDiscount(store, checkoutOver(store, [[other, 1]]), "MINE")).toEqual({
      kind: "refused",
      reason: "MINE is not valid for the items in your cart",
    });
  });

  it.each([
    [2, "refused"],
    [3, "applies"],
  ])("that needs three items with %d of them: %s", (quantity, kind) => {
    const { store } = openShop();
    createDiscount(store, { code: "THREE", value: tenPercent, minimumQuantity: 3 });
    expect(checkDiscount(store, checkoutOver(store, [[putOnSale(store, 900), quantity]]), "THREE").kind).toBe(
      kind,
    );
  });

  it("of shipping goes with one of the order when both allow it, and never with another of shipping", () => {
    const { store } = openShop();
    const all = { orderDiscounts: true, productDiscounts: true, shippingDiscounts: true };
    createDiscount(store, { code: "ORDER", value: tenPercent, combinesWith: all });
    for (const code of ["SHIP1", "SHIP2"])
      createDiscount(store, { code, value: { kind: "free-shipping" }, combinesWith: all });
    const checkout = checkoutOver(store, [[putOnSale(store, 1_000), 1]]);
    for (const code of ["SHIP1", "ORDER"]) applyDiscountCode(store, checkout, code);
    expect(checkout.discountCodes).toEqual(["SHIP1", "ORDER"]);
    applyDiscountCode(store, checkout, "SHIP2");
    expect(checkout.discountCodes).toEqual(["ORDER", "SHIP2"]);
  });

  it("is unique in the shop, whatever its case", () => {
    const { store, newTopics } = openShop();
    createDiscount(store, { code: "Same", value: tenPercent });
    expect(newTopics()).toEqual(["discounts/create", "discounts/redeemcode_added"]);
    expect(() => createDiscount(store, { code: "SAME", value: tenPercent })).toThrow("codes are unique");
  });

  it("takes its code along when it is deleted, and the code may be made anew", () => {
    const { store, newTopics } = openShop();
    const discount = createDiscount(store, { code: "Spring", value: tenPercent });
    newTopics();
    deleteDiscount(store, discount);
    expect(newTopics()).toEqual(["discounts/redeemcode_removed", "discounts/delete"]);
    expect(createDiscount(store, { code: "SPRING", value: tenPercent }).redeemCodeId).not.toBe(
      discount.redeemCodeId,
    );
  });
});
