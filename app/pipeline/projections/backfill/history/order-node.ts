import type { LineNode, OrderNode } from "../../orders/node";

import {
  bagOf,
  booleanOf,
  currencyOf,
  emailOf,
  gidOf,
  instantOf,
  Irregular,
  listOf,
  nullish,
  objectOf,
  referenceOf,
  statusOf,
  stringOf,
  tagsOf,
  textOf,
  wholeOf,
} from "./fields";

/**
 * The order that `OrderNode` would read out of a line of a bulk file and those of its children, in a tenth of the time.
 *
 * @param children Lines of its line items, in their order.
 * @returns null for what does not look as it always does: the schema then says what is wrong, or that nothing is.
 */
export function readOrderNode(body: unknown, children: readonly unknown[]): OrderNode | null {
  try {
    const nodes = children.map(readLine);
    return { ...readOrder(objectOf(body)), lineItems: { nodes } };
  } catch (error) {
    if (error instanceof Irregular) return null;
    throw error;
  }
}

type Json = Readonly<Record<string, unknown>>;

function readOrder(body: Json): OrderNode {
  return {
    ...readState(body),
    ...readMoney(body),
    id: gidOf(body.id, "Order"),
    name: stringOf(body.name),
    createdAt: instantOf(body.createdAt),
    processedAt: nullish(body.processedAt, instantOf),
    updatedAt: instantOf(body.updatedAt),
    sourceName: nullish(body.sourceName, textOf),
    cartToken: nullish(body.cartToken, textOf),
    checkoutToken: nullish(body.checkoutToken, textOf),
    email: nullish(body.email, emailOf),
    customer: nullish(body.customer, referenceOf),
    discountCodes: listOf(body.discountCodes).map(stringOf),
    tags: tagsOf(body.tags),
    refunds: listOf(body.refunds).map(readRefund),
  };
}

type Part<Key extends keyof OrderNode> = Pick<OrderNode, Key>;

function readState(
  body: Json,
): Part<"cancelledAt" | "cancelReason" | "test" | "displayFinancialStatus" | "displayFulfillmentStatus"> {
  return {
    cancelledAt: nullish(body.cancelledAt, instantOf),
    cancelReason: nullish(body.cancelReason, statusOf),
    test: booleanOf(body.test),
    displayFinancialStatus: nullish(body.displayFinancialStatus, statusOf),
    displayFulfillmentStatus: nullish(body.displayFulfillmentStatus, statusOf),
  };
}

function readMoney(
  body: Json,
): Part<
  | "currencyCode"
  | "presentmentCurrencyCode"
  | "totalPriceSet"
  | "subtotalPriceSet"
  | "totalDiscountsSet"
  | "totalShippingPriceSet"
  | "totalTaxSet"
  | "netPaymentSet"
> {
  return {
    currencyCode: currencyOf(body.currencyCode),
    presentmentCurrencyCode: nullish(body.presentmentCurrencyCode, currencyOf),
    totalPriceSet: bagOf(body.totalPriceSet),
    subtotalPriceSet: nullish(body.subtotalPriceSet, bagOf),
    totalDiscountsSet: nullish(body.totalDiscountsSet, bagOf),
    totalShippingPriceSet: nullish(body.totalShippingPriceSet, bagOf),
    totalTaxSet: nullish(body.totalTaxSet, bagOf),
    netPaymentSet: bagOf(body.netPaymentSet),
  };
}

function readRefund(value: unknown): OrderNode["refunds"][number] {
  const refund = objectOf(value);
  return {
    id: gidOf(refund.id, "Refund"),
    createdAt: nullish(refund.createdAt, instantOf),
    totalRefundedSet: bagOf(refund.totalRefundedSet),
  };
}

/** A line item. @throws Irregular */
export function readLine(value: unknown): LineNode {
  const line = objectOf(value);
  return {
    id: gidOf(line.id, "LineItem"),
    title: nullish(line.title, textOf),
    variantTitle: nullish(line.variantTitle, textOf),
    sku: nullish(line.sku, textOf),
    quantity: wholeOf(line.quantity),
    currentQuantity: nullish(line.currentQuantity, wholeOf),
    isGiftCard: nullish(line.isGiftCard, booleanOf),
    product: nullish(line.product, referenceOf),
    variant: nullish(line.variant, referenceOf),
    originalUnitPriceSet: bagOf(line.originalUnitPriceSet),
    discountAllocations: nullish(line.discountAllocations, (list) => listOf(list).map(readAllocation)),
  };
}

function readAllocation(value: unknown): { allocatedAmountSet: LineNode["originalUnitPriceSet"] } {
  return { allocatedAmountSet: bagOf(objectOf(value).allocatedAmountSet) };
}
