import { describe, expect, it } from "vitest";

import { createCustomer } from "./customers";
import { mergeCustomers } from "./merge";
import { placeOrder } from "./order-placing";
import { openShop, putOnSale } from "./shop-for-tests";

function twoCustomers() {
  const shop = openShop();
  const { store } = shop;
  const kept = createCustomer(store, { email: "kept@example.com", tags: ["VIP", "tea"], firstName: "Ada" });
  const other = createCustomer(store, {
    email: "other@example.com",
    phone: "+48600100200",
    tags: ["vip", "coffee"],
    lastName: "Roe",
  });
  const product = putOnSale(store, 5_000);
  const lines = [{ key: "k", productId: product.id, variantId: product.variants[0]?.id ?? 0, quantity: 1 }];
  const order = placeOrder(store, { lines, customerId: other.id, email: other.email });
  shop.newTopics();
  return { ...shop, kept, other, order };
}

describe("mergeCustomers", () => {
  it("gives orders, tags and what the kept one lacks to the kept one, and the other is gone", () => {
    const { store, kept, other, order } = twoCustomers();
    mergeCustomers(store, { kept, other });
    expect(order.customerId).toBe(kept.id);
    expect(store.customers.has(other.id)).toBe(false);
    expect(kept).toMatchObject({
      email: "kept@example.com",
      phone: "+48600100200",
      firstName: "Ada",
      lastName: "Roe",
      tags: ["coffee", "tea", "VIP"],
    });
  });

  it("tells that it is under way, then that it is completed, with both ids", () => {
    const { store, events, newTopics, kept, other } = twoCustomers();
    mergeCustomers(store, { kept, other });
    expect(newTopics()).toEqual([
      "customers/merge",
      "customers/merge",
      "customers/update",
      "customers/purchasing_summary",
    ]);
    const bodies = events.filter(({ topic }) => topic === "customers/merge").map(({ subject }) => subject);
    expect(bodies).toEqual(
      ["in_progress", "completed"].map((status) => ({
        admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${kept.id}`,
        admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${other.id}`,
        admin_graphql_api_job_id: expect.stringMatching(/^gid:\/\/shopify\/Job\//) as string,
        status,
        errors: [],
      })),
    );
  });

  it("refuses a customer with themselves, and more than 250 tags", () => {
    const { store, kept, other } = twoCustomers();
    expect(() => mergeCustomers(store, { kept, other: kept })).toThrow(RangeError);
    kept.tags = Array.from({ length: 200 }, (_none, index) => `a${index}`);
    other.tags = Array.from({ length: 51 }, (_none, index) => `b${index}`);
    expect(() => mergeCustomers(store, { kept, other })).toThrow("251");
    expect(store.customers.has(other.id)).toBe(true);
  });
});
