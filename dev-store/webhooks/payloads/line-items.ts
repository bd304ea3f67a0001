import { allocate, decimalString } from "../../commerce/money";
import type { MoneyBag, Order, OrderLine } from "../../state/model";
import type { Store } from "../../state/store";

import { type Body, gid, moneySet, priced } from "./wire";

/** How much of a line's discount each code of the order gave, in proportion to the codes' amounts. */
function discountAllocations(order: Order, { discount }: OrderLine): Body[] {
  if (discount.shop.amountMinor === 0) return [];
  const codes = order.discountCodes;
  if (codes.every(({ type }) => type === "shipping")) return [allocation(discount, 0)];
  const share = (side: keyof MoneyBag): number[] =>
    allocate(
      discount[side].amountMinor,
      codes.map(({ type, amount }) => (type === "shipping" ? 0 : amount[side].amountMinor)),
    );
  const [shop, presentment] = [share("shop"), share("presentment")];
  return codes.map((_, index) =>
    allocation(
      {
        shop: { ...discount.shop, amountMinor: shop[index] ?? 0 },
        presentment: { ...discount.presentment, amountMinor: presentment[index] ?? 0 },
      },
      index,
    ),
  );
}

function allocation(amount: MoneyBag, applicationIndex: number): Body {
  return {
    amount: decimalString(amount.shop),
    amount_set: moneySet(amount),
    discount_application_index: applicationIndex,
  };
}

/** What a line item says wherever it appears: in orders and inside refunds. */
export function lineItemCore(order: Order, line: OrderLine): Body {
  const fulfilled = order.fulfillmentStatus === "FULFILLED";
  return {
    id: line.id,
    admin_graphql_api_id: gid("LineItem", line.id),
    fulfillable_quantity: fulfilled ? 0 : line.currentQuantity,
    fulfillment_service: "manual",
    fulfillment_status: fulfilled ? "fulfilled" : null,
    gift_card: line.isGiftCard,
    grams: 0,
    name: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    ...priced("price", line.unitPrice),
    product_exists: line.productId !== null,
    product_id: line.productId,
    properties: [],
    quantity: line.quantity,
    requires_shipping: !line.isGiftCard,
    sku: line.sku,
    taxable: !line.isGiftCard,
    title: line.title,
    // Only discounts of the line itself count here; those of codes are told by allocations.
    total_discount: decimalString({ ...line.discount.shop, amountMinor: 0 }),
    total_discount_set: moneySet({
      shop: { ...line.discount.shop, amountMinor: 0 },
      presentment: { ...line.discount.presentment, amountMinor: 0 },
    }),
    variant_id: line.variantId,
    variant_inventory_management: "shopify",
    variant_title: line.variantTitle,
    vendor: line.vendor,
    duties: [],
    discount_allocations: discountAllocations(order, line),
  };
}

/** One entry of `tax_lines`; none when nothing was taxed. */
export function taxLines(store: Store, tax: MoneyBag): Body[] {
  if (tax.shop.amountMinor === 0) return [];
  return [{ ...priced("price", tax), rate: store.shop.taxRate, title: "Tax", channel_liable: false }];
}

/** A line item of an order. */
export function orderLineItem(store: Store, order: Order, line: OrderLine): Body {
  return {
    ...lineItemCore(order, line),
    attributed_staffs: [],
    current_quantity: line.currentQuantity,
    sales_line_item_group_id: null,
    selling_plan_id: null,
    tax_lines: taxLines(store, line.tax),
  };
}
