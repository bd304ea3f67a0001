import type { Return } from "../../state/model";

import { type Body, gid } from "./wire";

function lineItem({ id, orderLineId, quantity, reason }: Return["lines"][number]): Body {
  return {
    id,
    admin_graphql_api_id: gid("ReturnLineItem", id),
    fulfillment_line_item: {
      id: orderLineId * 10 + 2,
      admin_graphql_api_id: gid("FulfillmentLineItem", orderLineId * 10 + 2),
      line_item: { id: orderLineId, admin_graphql_api_id: gid("LineItem", orderLineId) },
    },
    quantity,
    return_reason: reason,
    return_reason_note: "",
    customer_note: null,
    restocking_fee: null,
  };
}

function identity({ id, status }: Return): Body {
  return { id, admin_graphql_api_id: gid("Return", id), status: status.toLowerCase() };
}

/** returns/request and returns/approve. */
export function wholeReturn(goods: Return): Body {
  return {
    ...identity(goods),
    order: { id: goods.orderId, admin_graphql_api_id: gid("Order", goods.orderId) },
    total_return_line_items: goods.lines.length,
    name: goods.name,
    return_line_items: goods.lines.map(lineItem),
    return_shipping_fees: [],
    exchange_line_items: [],
    total_exchange_line_items: 0,
  };
}

/** returns/close, returns/cancel and returns/reopen: the order's id and the status. */
export function endedReturn(goods: Return): Body {
  return { ...identity(goods), order_id: goods.orderId };
}

/** returns/decline: the reason, and nothing of the order. */
export function declinedReturn(goods: Return): Body {
  return { ...identity(goods), decline: { reason: goods.declineReason, note: null } };
}
