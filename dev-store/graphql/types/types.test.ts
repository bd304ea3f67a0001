import { describe, expect, it } from "vitest";

import { refundOrder } from "../../commerce/orders";
import { recordOrder } from "../../commerce/order-placing";
import { pick, smallShop } from "../testing/small-shop";
import { decimalScalar, moneyScalar, utc } from "../wire-format";

describe("the wire's formats", () => {
  it.each([
    [1_188_490, "CAD", "11884.9", "11884.90"],
    [200, "CAD", "2.0", "2.00"],
    [-505, "EUR", "-5.05", "-5.05"],
    [1_200, "JPY", "1200.0", "1200"],
    [1_250, "KWD", "1.25", "1.250"],
    [5, "KWD", "0.005", "0.005"],
    [0, "EUR", "0.0", "0.00"],
  ])("writes %i minor units of %s as Decimal %s and Money %s", (...row) => {
    const [amountMinor, currencyCode, decimal, money] = row;
    expect(decimalScalar({ amountMinor, currencyCode })).toBe(decimal);
    expect(moneyScalar({ amountMinor, currencyCode })).toBe(money);
  });

  it("writes instants in UTC to the second", () => {
    expect(utc(new Date("2026-11-20T08:00:00.999Z"))).toBe("2026-11-20T08:00:00Z");
  });
});

describe("Customer", () => {
  it("adds up what was paid and not given back, over orders that count", () => {
    const { ask, store } = smallShop();
    const [order] = store.orders.values();
    const [line] = [...store.checkouts.values()].flatMap(({ lines }) => lines);
    if (!order || !line) throw new Error("The small shop has an order and a line to repeat");
    recordOrder(store, { lines: [line], customerId: order.customerId, test: true });
    const query = `{ customer(id: "gid://shopify/Customer/${order.customerId}") { numberOfOrders amountSpent { amount currencyCode } lastOrder { name } canDelete } }`;
    expect(pick(ask(query), "customer")).toEqual({
      numberOfOrders: "1",
      amountSpent: { amount: "31.0", currencyCode: "EUR" },
      lastOrder: { name: "#1002" },
      canDelete: false,
    });
    refundOrder(store, order);
    expect(pick(ask(query), "customer.amountSpent.amount")).toBe("0.0");
  });

  it("finds customers by e-mail and phone, and nobody for unknown ones", () => {
    const { ask, store } = smallShop();
    const [customer] = store.customers.values();
    if (customer) customer.phone = "+48500100200";
    const query = `{ mail: customerByIdentifier(identifier: { emailAddress: "EWA@example.com" }) { id }
      phone: customerByIdentifier(identifier: { phoneNumber: "+48500100200" }) { id defaultPhoneNumber { phoneNumber smsMarketingConsent { state } } }
      nobody: customerByIdentifier(identifier: { emailAddress: "x@example.com" }) { id } }`;
    const id = `gid://shopify/Customer/${customer?.id}`;
    expect(ask(query).data).toEqual({
      mail: { id },
      phone: {
        id,
        defaultPhoneNumber: {
          phoneNumber: "+48500100200",
          smsMarketingConsent: { state: "NEVER_SUBSCRIBED" },
        },
      },
      nobody: null,
    });
  });
});

describe("Order", () => {
  it("shows figures in both currencies, before and after a refund", () => {
    const { ask, store } = smallShop();
    const [order] = store.orders.values();
    const query = `{ orders(first: 1) { nodes { displayFinancialStatus totalPriceSet { ...B } currentTotalPriceSet { ...B } totalRefundedSet { ...B } netPaymentSet { ...B }
      refunds(first: 5) { totalRefundedSet { ...B } } transactions(first: 5) { kind amountSet { ...B } parentTransaction { kind } } } } }
      fragment B on MoneyBag { shopMoney { amount } presentmentMoney { amount currencyCode } }`;
    const placed = ask(query).data?.["orders"]?.["nodes"]?.[0];
    expect(placed).toMatchObject({
      displayFinancialStatus: "PAID",
      totalPriceSet: {
        shopMoney: { amount: "31.0" },
        presentmentMoney: { amount: "131.76", currencyCode: "PLN" },
      },
      refunds: [],
    });
    if (order) refundOrder(store, order);
    const refunded = ask(query).data?.["orders"]?.["nodes"]?.[0];
    expect(refunded).toMatchObject({
      displayFinancialStatus: "REFUNDED",
      totalPriceSet: placed?.["totalPriceSet"],
      totalRefundedSet: placed?.["totalPriceSet"],
      netPaymentSet: { shopMoney: { amount: "0.0" } },
      refunds: [{ totalRefundedSet: placed?.["totalPriceSet"] }],
    });
    expect(refunded?.["transactions"]).toHaveLength(2);
  });

  it("is found by the token of its checkout", () => {
    const { ask, store } = smallShop();
    const [order] = store.orders.values();
    const names = (query: string) =>
      ask("query($query: String!) { orders(first: 5, query: $query) { nodes { name } } }", { query }).data?.[
        "orders"
      ]?.["nodes"];
    expect(names(`checkout_token:'${order?.checkoutToken}'`)).toEqual([{ name: "#1001" }]);
    expect(names("checkout_token:'0000'")).toEqual([]);
  });
});

describe("Product and its variants", () => {
  it("tells stock and whether it can be bought", () => {
    const { ask, store } = smallShop();
    const [coffee] = store.products.values();
    const variant = coffee?.variants[0];
    const query = `{ productVariant(id: "gid://shopify/ProductVariant/${variant?.id}") { inventoryQuantity availableForSale price product { status totalInventory } } }`;
    expect(pick(ask(query), "productVariant")).toEqual({
      inventoryQuantity: 38,
      availableForSale: true,
      price: "14.50",
      product: { status: "ACTIVE", totalInventory: 38 },
    });
    if (variant) variant.inventoryQuantity = 0;
    expect(pick(ask(query), "productVariant.availableForSale")).toBe(false);
    if (variant) variant.inventoryPolicy = "CONTINUE";
    expect(pick(ask(query), "productVariant.availableForSale")).toBe(true);
    if (coffee) coffee.status = "DRAFT";
    expect(pick(ask(query), "productVariant.availableForSale")).toBe(false);
  });
});

describe("AbandonedCheckout", () => {
  it("is listed once there is contact information, open or recovered late, with a price", () => {
    const { ask, store } = smallShop();
    const list = (query: string) =>
      ask(
        "query($query: String) { abandonedCheckouts(first: 5, query: $query) { nodes { completedAt totalPriceSet { shopMoney { amount } } lineItems(first: 5) { nodes { quantity title } } } } }",
        { query },
      ).data?.["abandonedCheckouts"]?.["nodes"];
    expect(list("recovery_state:not_recovered")).toEqual([
      {
        completedAt: null,
        totalPriceSet: { shopMoney: { amount: "89.0" } },
        lineItems: { nodes: [{ quantity: 1, title: "Hand grinder" }] },
      },
    ]);
    const open = [...store.checkouts.values()].find(({ completedAt }) => completedAt === null);
    if (open) open.completedAt = new Date(open.createdAt.getTime() + 11 * 60_000);
    expect(list("recovery_state:recovered")).toHaveLength(1);
    if (open) open.completedAt = new Date(open.createdAt.getTime() + 10 * 60_000);
    expect(list("recovery_state:recovered")).toHaveLength(0);
  });
});

describe("nodes", () => {
  it("keeps the order of the ids and puts null for what is gone", () => {
    const { ask, store } = smallShop();
    const [customer] = store.customers.values();
    const [product] = store.products.values();
    const ids = [
      "gid://shopify/Customer/1",
      `gid://shopify/Product/${product?.id}`,
      `gid://shopify/Customer/${customer?.id}`,
    ];
    const { data } = ask(
      "query($ids: [ID!]!) { nodes(ids: $ids) { id __typename ... on Customer { displayName } } }",
      { ids },
    );
    expect(data?.["nodes"]).toEqual([
      null,
      { id: ids[1], __typename: "Product" },
      { id: ids[2], __typename: "Customer", displayName: "Ewa Nowak" },
    ]);
  });
});
