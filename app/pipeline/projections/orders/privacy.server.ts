import { hookOfTables } from "~/platform/privacy/table-hook.server";

import { identifyByOrders } from "./privacy/repository.server";

/** Of an erased person's orders the figures stay; they belong to nobody in particular and name nobody. */
export const ordersPrivacy = hookOfTables({
  name: "orders",
  personal: [
    {
      table: "OrderLine",
      through: { column: "orderId", of: "Order", by: { id: "orderIds" } },
      onRedact: "keep",
    },
    {
      table: "OrderDiscount",
      through: { column: "orderId", of: "Order", by: { id: "orderIds" } },
      onRedact: "keep",
    },
    {
      table: "Refund",
      through: { column: "orderId", of: "Order", by: { id: "orderIds" } },
      onRedact: "keep",
    },
    {
      table: "OrderTransaction",
      through: { column: "orderId", of: "Order", by: { id: "orderIds" } },
      onRedact: "keep",
    },
    {
      table: "ReturnLine",
      through: { column: "returnId", of: "Return", by: { orderId: "orderIds" } },
      onRedact: "keep",
    },
    { table: "Return", by: { orderId: "orderIds" }, onRedact: "keep" },
    {
      table: "Order",
      by: { id: "orderIds", customerId: "customerIds" },
      onRedact: { set: { email: null, emailHash: null }, rekey: "customerId" },
    },
  ],
  identify: identifyByOrders,
});
