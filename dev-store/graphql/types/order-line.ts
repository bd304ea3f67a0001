import { combine, subtractBag } from "../../commerce/money";
import { partOfLine } from "../../commerce/order-totals";
import type { Order, OrderLine } from "../../state/model";
import type { TypeResolvers } from "../context";
import { gid } from "../gid";
import { ownedVariants } from "../listings/products";
import { tagged } from "../type-tags";

/** A line with the order it stands in. */
export type OwnedLine = { order: Order; line: OrderLine };

/** The lines of an order, in their order. */
export function ownedLines(order: Order): OwnedLine[] {
  return order.lines.map((line) => tagged("LineItem", { order, line }));
}

const whole = (line: OrderLine) => partOfLine(line, { from: 0, to: line.quantity });
const gross = (line: OrderLine) => combine([line.unitPrice], (unit = 0) => unit * line.quantity);
/** Of one piece, half a minor unit up. */
const unitNet = (line: OrderLine) =>
  combine([whole(line).net], (net = 0) => (line.quantity === 0 ? 0 : Math.round(net / line.quantity)));

export const orderLineTypes = {
  LineItem: {
    id: ({ line }) => gid("LineItem", line.id),
    title: ({ line }) => line.title,
    name: ({ line }) => [line.title, line.variantTitle].filter(Boolean).join(" - "),
    variantTitle: ({ line }) => line.variantTitle,
    sku: ({ line }) => line.sku,
    vendor: ({ line }) => line.vendor,
    quantity: ({ line }) => line.quantity,
    currentQuantity: ({ line }) => line.currentQuantity,
    refundableQuantity: ({ line }) => line.currentQuantity,
    unfulfilledQuantity: ({ order, line }) =>
      order.fulfillmentStatus === "FULFILLED" ? 0 : line.currentQuantity,
    isGiftCard: ({ line }) => line.isGiftCard,
    requiresShipping: ({ line }) => !line.isGiftCard,
    taxable: ({ line }) => !line.isGiftCard,
    product: ({ line }, { context: { store } }) =>
      line.productId === null ? null : (store.products.get(line.productId) ?? null),
    variant: ({ line }, { context: { store } }) => {
      const product = line.productId === null ? undefined : store.products.get(line.productId);
      return product ? (ownedVariants(product).find(({ id }) => id === line.variantId) ?? null) : null;
    },
    originalUnitPriceSet: ({ line }) => line.unitPrice,
    originalTotalSet: ({ line }) => gross(line),
    discountedTotalSet: ({ line }, { args }) =>
      args["withCodeDiscounts"] === true ? whole(line).net : gross(line),
    discountedUnitPriceSet: ({ line }) => line.unitPrice,
    discountedUnitPriceAfterAllDiscountsSet: ({ line }) => unitNet(line),
    priceAfterAllDiscountsBeforeTaxesSet: ({ order, line }) =>
      order.taxesIncluded ? subtractBag(whole(line).net, line.tax) : whole(line).net,
    totalDiscountSet: ({ line }) => combine([line.discount], () => 0),
    discountAllocations: ({ line }) =>
      line.discount.shop.amountMinor === 0 ? [] : [{ allocatedAmountSet: line.discount }],
    customAttributes: () => [],
    duties: () => [],
  } satisfies TypeResolvers<OwnedLine>,
};
