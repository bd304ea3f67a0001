import { addBags, combine, zeroLike } from "../../commerce/money";
import { lineTotals, priceCheckout, type PricedLine } from "../../commerce/pricing";
import type { Checkout } from "../../state/model";
import { listField } from "../connection/list-field";
import type { TypeResolvers } from "../context";
import { gid } from "../gid";
import { ownedVariants } from "../listings/products";
import { ownedAddress } from "./address";
import { pictureOf } from "./product";

type Line = PricedLine & { checkout: Checkout; position: number };

/** Of one piece, half a minor unit up. */
const unitNet = (line: Line) =>
  combine([line.net], (minor = 0) => Math.round(minor / Math.max(1, line.line.quantity)));

export const abandonedCheckoutTypes = {
  AbandonedCheckout: {
    id: (checkout) => gid("AbandonedCheckout", checkout.id),
    name: (checkout) => `#${checkout.id}`,
    abandonedCheckoutUrl: (checkout) => checkout.recoverUrl,
    customer: (checkout, { context: { store } }) =>
      checkout.customerId === null ? null : (store.customers.get(checkout.customerId) ?? null),
    billingAddress: (checkout) => ownedAddress(checkout.shippingAddress, checkout.id, 2),
    shippingAddress: (checkout) => ownedAddress(checkout.shippingAddress, checkout.id, 1),
    taxesIncluded: (_checkout, { context: { store } }) => store.shop.taxesIncluded,
    note: () => "",
    customAttributes: () => [],
    totalPriceSet: (checkout, { context: { store } }) => priceCheckout(store, checkout).total,
    subtotalPriceSet: (checkout, { context: { store } }) => priceCheckout(store, checkout).subtotal,
    totalDiscountSet: (checkout, { context: { store } }) => priceCheckout(store, checkout).discount,
    totalTaxSet: (checkout, { context: { store } }) => priceCheckout(store, checkout).tax,
    totalLineItemsPriceSet: (checkout, { context: { store } }) => {
      const { subtotal } = priceCheckout(store, checkout);
      return addBags(zeroLike(subtotal), ...lineTotals(store, checkout).map(({ gross }) => gross));
    },
    lineItems: (checkout, { args, context, info }) => {
      const rows = lineTotals(context.store, checkout).map((line, position): Line => ({
        ...line,
        checkout,
        position,
      }));
      return listField({ rows, id: ({ position }) => position }, { args, context, info });
    },
  } satisfies TypeResolvers<Checkout>,

  AbandonedCheckoutLineItem: {
    id: ({ line }) => gid("AbandonedCheckoutLineItem", line.key),
    title: ({ product }) => product.title,
    variantTitle: ({ variant }) => variant.title,
    sku: ({ variant }) => variant.sku,
    quantity: ({ line }) => line.quantity,
    image: ({ product }) => pictureOf(product),
    product: ({ product }) => product,
    variant: ({ product, variant }) => ownedVariants(product).find(({ id }) => id === variant.id) ?? null,
    customAttributes: () => [],
    originalUnitPriceSet: ({ unitPrice }) => unitPrice,
    originalTotalPriceSet: ({ gross }) => gross,
    discountedUnitPriceSet: ({ unitPrice }) => unitPrice,
    discountedTotalPriceSet: ({ gross }) => gross,
    discountedUnitPriceWithCodeDiscount: unitNet,
    discountedTotalPriceWithCodeDiscount: ({ net }) => net,
  } satisfies TypeResolvers<Line>,
};
