import { expect, test } from "vitest";

import { assembleNode } from "./assemble";

const ORDER = { id: "gid://shopify/Order/1", name: "#1001" };

test("children go back into their connection in the file's order, without the mark of the file", () => {
  const lines = [11, 12].map((id) => ({
    id: `gid://shopify/LineItem/${id}`,
    quantity: 1,
    __parentId: ORDER.id,
  }));
  expect(assembleNode("orders", ORDER, lines)).toEqual({
    ...ORDER,
    lineItems: {
      nodes: [
        { id: "gid://shopify/LineItem/11", quantity: 1 },
        { id: "gid://shopify/LineItem/12", quantity: 1 },
      ],
    },
  });
});

test("a parent without children has an empty connection", () => {
  expect(assembleNode("orders", ORDER, [])).toEqual({ ...ORDER, lineItems: { nodes: [] } });
});

test("customers have no connections", () => {
  expect(assembleNode("customers", { id: "gid://shopify/Customer/1" }, [])).toEqual({
    id: "gid://shopify/Customer/1",
  });
});

test("a child that no query of ours asks for is an error, not a silent loss", () => {
  const refund = { id: "gid://shopify/Refund/5", __parentId: ORDER.id };
  expect(() => assembleNode("orders", ORDER, [refund])).toThrow('orders have no children of type "Refund"');
});
