import { describe, expect, it } from "vitest";

import { completeCheckout, startCheckout, updateCheckout } from "./checkouts";
import { setStock } from "./products";
import { checkoutOver, openShop, putOnSale } from "./shop-for-tests";

describe("a checkout", () => {
  it("starts without any contact", () => {
    const { store, newTopics } = openShop();
    const checkout = checkoutOver(store, [[putOnSale(store, 900), 1]], { email: null });
    expect(checkout).toMatchObject({ email: null, customerId: null, completedAt: null });
    expect(checkout.token).toMatch(/^[0-9a-f]{32}$/);
    expect(checkout.recoverUrl).toContain(`/1/checkouts/ac/${checkout.cartToken}/recover?key=`);
    expect(newTopics()).toEqual(["products/create", "carts/create", "checkouts/create"]);
  });

  it("makes a customer of a new e-mail and finds the same one again, whatever the case", () => {
    const { store, events, newTopics } = openShop();
    const thing = putOnSale(store, 900);
    const first = checkoutOver(store, [[thing, 1]], { email: "Ada@test.example" });
    expect(newTopics().slice(3)).toEqual(["customers/create", "checkouts/update"]);
    expect(new Set(events.slice(-2).map(({ eventId }) => eventId)).size).toBe(1);
    const second = checkoutOver(store, [[thing, 1]], { email: "ada@TEST.example" });
    expect(second.customerId).toBe(first.customerId);
    expect(newTopics()).toEqual(["carts/create", "checkouts/create", "checkouts/update"]);
  });

  it("makes a customer of a phone when there is no e-mail", () => {
    const { store } = openShop();
    const checkout = checkoutOver(store, [[putOnSale(store, 900), 1]], { email: null });
    updateCheckout(store, checkout, { phone: "+48600000001" });
    expect(store.customers.get(checkout.customerId ?? 0)).toMatchObject({
      email: null,
      phone: "+48600000001",
    });
  });

  it("subscribes whoever accepts marketing, but not an address that bounces", () => {
    const { store, newTopics } = openShop();
    const checkout = checkoutOver(store, [[putOnSale(store, 900), 1]]);
    const customer = store.customers.get(checkout.customerId ?? 0);
    newTopics();
    updateCheckout(store, checkout, { buyerAcceptsMarketing: true });
    expect(customer?.emailConsent.state).toBe("SUBSCRIBED");
    expect(newTopics()).toEqual([
      "customers_email_marketing_consent/update",
      "customers/update",
      "checkouts/update",
    ]);
    if (customer) customer.emailConsent = { ...customer.emailConsent, state: "INVALID" };
    updateCheckout(store, checkout, { buyerAcceptsMarketing: true });
    expect(customer?.emailConsent.state).toBe("INVALID");
  });

  it("becomes an order with the same tokens, in one action of the buyer", () => {
    const { store, events, newTopics } = openShop();
    const thing = putOnSale(store, 900, 5);
    const checkout = checkoutOver(store, [[thing, 2]]);
    newTopics();
    const order = completeCheckout(store, checkout);
    expect(order).toMatchObject({
      number: 1001,
      checkoutToken: checkout.token,
      cartToken: checkout.cartToken,
      customerId: checkout.customerId,
      financialStatus: "PAID",
    });
    expect(thing.variants[0]?.inventoryQuantity).toBe(3);
    expect(newTopics()).toEqual([
      "checkouts/update",
      "order_transactions/create",
      "orders/create",
      "orders/paid",
      "products/update",
      "customers/purchasing_summary",
    ]);
    expect(new Set(events.slice(-6).map(({ eventId }) => eventId)).size).toBe(1);
    expect(events.at(-1)?.subject).toEqual({
      customerId: `gid://shopify/Customer/${checkout.customerId}`,
      numberOfOrders: 1,
      amountSpent: { amount: "22.90", currencyCode: "EUR" },
      lastOrderId: `gid://shopify/Order/${order.id}`,
      occurredAt: "2026-11-02T08:00:00.000Z",
    });
    expect(() => completeCheckout(store, checkout)).toThrow("has been completed already");
  });

  it("cannot be bought when something is sold out, counted over all its lines", () => {
    const { store } = openShop();
    const thing = putOnSale(store, 900, 3);
    const variantId = thing.variants[0]?.id ?? 0;
    const line = { productId: thing.id, variantId, quantity: 2 };
    const checkout = startCheckout(store, { lines: [line, line], locale: "en", presentmentCurrency: "EUR" });
    expect(() => completeCheckout(store, checkout)).toThrow("sold out");
    setStock(store, thing, { variantId, quantity: 4 });
    expect(completeCheckout(store, checkout).lines).toHaveLength(2);
    expect(thing.variants[0]?.inventoryQuantity).toBe(0);
  });

  it("sells what may be sold on back-order below nought", () => {
    const { store } = openShop();
    const thing = putOnSale(store, 900, 0);
    const [variant] = thing.variants;
    if (variant) variant.inventoryPolicy = "CONTINUE";
    completeCheckout(store, checkoutOver(store, [[thing, 2]]));
    expect(variant?.inventoryQuantity).toBe(-2);
  });
});
