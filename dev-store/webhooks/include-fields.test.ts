import { describe, expect, it } from "vitest";

import { pickFields } from "./include-fields";

const order = {
  id: 1,
  email: null,
  customer: { id: 2, note: "x", default_address: { city: "Ottawa", zip: "K2P" } },
  line_items: [
    { id: 3, sku: "A", price: "1.00" },
    { id: 4, sku: "B", price: "2.00" },
  ],
};

describe("picking fields of a payload", () => {
  it.each([
    [["id"], { id: 1 }],
    [["customer"], { customer: order.customer }],
    [["customer.id"], { customer: { id: 2 } }],
    [["customer.id", "customer.note"], { customer: { id: 2, note: "x" } }],
    [["customer.default_address.city"], { customer: { default_address: { city: "Ottawa" } } }],
    [
      ["line_items.id", "line_items.sku"],
      {
        line_items: [
          { id: 3, sku: "A" },
          { id: 4, sku: "B" },
        ],
      },
    ],
    [["email"], { email: null }],
    [["nothing", "customer.nothing", "email.nothing"], { customer: {} }],
  ])("%j gives %j", (fields, picked) => {
    expect(pickFields(order, fields)).toEqual(picked);
  });
});
