import { expect, it } from "vitest";

import { fillCart } from "./carts";
import { openShop, putOnSale } from "./shop-for-tests";

it("a cart is created once, told when its lines change, and silent when they do not", () => {
  const { store, newTopics } = openShop();
  const product = putOnSale(store, 900);
  const line = { productId: product.id, variantId: product.variants[0]?.id ?? 0, quantity: 1 };
  newTopics();
  fillCart(store, { token: "t1", lines: [line, { ...line, quantity: 0 }] });
  fillCart(store, { token: "t1", lines: [line] });
  expect(newTopics()).toEqual(["carts/create"]);
  fillCart(store, { token: "t1", lines: [{ ...line, quantity: 2 }] });
  fillCart(store, { token: "t1", lines: [] });
  expect(newTopics()).toEqual(["carts/update", "carts/update"]);
  expect(store.carts.get("t1")).toMatchObject({ lines: [] });
});
