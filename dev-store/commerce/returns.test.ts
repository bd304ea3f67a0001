import { beforeEach, describe, expect, it } from "vitest";

import type { Order } from "../state/model";
import { completeCheckout } from "./checkouts";
import { fulfillOrder } from "./orders";
import {
  approveReturn,
  cancelReturn,
  closeReturn,
  declineReturn,
  removeFromReturn,
  reopenReturn,
  requestReturn,
} from "./returns";
import { checkoutOver, openShop, putOnSale, type TestShop } from "./shop-for-tests";

let shop: TestShop;
let order: Order;

beforeEach(() => {
  shop = openShop();
  order = completeCheckout(shop.store, checkoutOver(shop.store, [[putOnSale(shop.store, 900), 3]]));
});

const ask = (pieces: number) =>
  requestReturn(shop.store, order, { lineQuantities: new Map([[order.lines[0]?.id ?? 0, pieces]]) });

describe("a return", () => {
  it("is asked for after the goods were sent, accepted, closed and opened again", () => {
    expect(() => ask(1)).toThrow("was not sent yet");
    fulfillOrder(shop.store, order);
    shop.newTopics();
    const goods = ask(2);
    expect(goods).toMatchObject({
      name: `#${order.number}-R1`,
      status: "REQUESTED",
      lines: [{ quantity: 2 }],
    });
    approveReturn(shop.store, goods);
    closeReturn(shop.store, goods);
    reopenReturn(shop.store, goods);
    cancelReturn(shop.store, goods);
    expect(goods.status).toBe("CANCELED");
    expect(shop.newTopics()).toEqual([
      "returns/request",
      "returns/approve",
      "returns/close",
      "returns/reopen",
      "returns/cancel",
    ]);
  });

  it("holds no more pieces than are with the buyer and in no other return", () => {
    fulfillOrder(shop.store, order);
    ask(2);
    expect(() => ask(2)).toThrow("has 1 pieces to come back, not 2");
    expect(() => ask(0)).toThrow("not 0");
    expect(ask(1).name).toBe(`#${order.number}-R2`);
  });

  it("can be declined, with a reason, only while it is a request", () => {
    fulfillOrder(shop.store, order);
    const goods = ask(1);
    declineReturn(shop.store, goods, "return_period_ended");
    expect(goods).toMatchObject({ status: "DECLINED", declineReason: "return_period_ended" });
    expect(() => approveReturn(shop.store, goods)).toThrow("is DECLINED; it should be REQUESTED");
    expect(ask(3).status).toBe("REQUESTED");
  });

  it("loses pieces while it is open", () => {
    fulfillOrder(shop.store, order);
    const goods = ask(2);
    const lineId = goods.lines[0]?.id ?? 0;
    expect(() => removeFromReturn(shop.store, goods, { lineId, pieces: 1 })).toThrow("it should be OPEN");
    approveReturn(shop.store, goods);
    shop.newTopics();
    removeFromReturn(shop.store, goods, { lineId, pieces: 1 });
    expect(goods.lines).toMatchObject([{ quantity: 1 }]);
    expect(shop.events.at(-1)).toMatchObject({
      topic: "returns/update",
      subject: {
        return_line_items: {
          removals: [{ admin_graphql_api_id: `gid://shopify/ReturnLineItem/${lineId}`, delta: 1 }],
        },
      },
    });
    expect(() => removeFromReturn(shop.store, goods, { lineId, pieces: 2 })).toThrow("has 1 pieces");
  });
});
