import { parseMinor } from "~/kit/money";

import type { MappingInput } from "../batch/mapping-input";
import { parseWith } from "../payload/fields";
import { versionOfNode } from "../payload/version";

import { NO_VARIANT } from "./line-mapping";
import { placedFields } from "./mapping";
import { LineNode, OrderNode } from "./node";
import type { OrderChange, OrderDiscountRow, OrderFields, OrderLineRow, RefundRow } from "./schema";

type NodeInput = Omit<MappingInput, "body">;

type Bag = OrderNode["totalPriceSet"];

/** Cents of the shop's currency. */
function minorOf(bag: Bag | null | undefined): number {
  return bag ? parseMinor(bag.shopMoney.amount, bag.shopMoney.currencyCode) : 0;
}

/**
 * An order read through the API. Shopify itself tells what is left of it, so nothing is inferred.
 *
 * @throws PayloadProblem
 */
export function mapOrderNode(input: MappingInput): OrderChange[] {
  return [changeOfOrderNode(input, parseWith(OrderNode, input.body))];
}

/** What a parsed order node tells. */
export function changeOfOrderNode(
  input: NodeInput,
  node: OrderNode,
): Extract<OrderChange, { kind: "order" }> {
  const refunds = node.refunds.map((refund) => refundOf(input, refund, node.updatedAt));
  const refundedMinor = refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const customerId = node.customer ? ownId(input, node.customer.id) : null;
  return {
    resource: "order",
    id: ownId(input, node.id),
    gid: node.id,
    triggeredAt: input.triggeredAt,
    kind: "order",
    version: versionOfNode(node.updatedAt, input.triggeredAt),
    isWhole: true,
    fields: { ...fieldsOf(node, input.shop.ianaTimezone), customerId },
    payment: {
      receivedMinor: minorOf(node.netPaymentSet) + refundedMinor,
      currentTotalMinor: null,
      outstandingMinor: null,
      returnedMinor: 0,
    },
    refunds,
    lines: node.lineItems?.nodes.map((line) => lineOf(input, line)),
    discounts: discountsOf(node.discountCodes),
    customer: mentionOf(input, node),
  };
}

function mentionOf(
  input: NodeInput,
  { customer, email }: OrderNode,
): Extract<OrderChange, { kind: "order" }>["customer"] {
  if (!customer) return null;
  return {
    resource: "customer",
    id: ownId(input, customer.id),
    gid: customer.id,
    triggeredAt: input.triggeredAt,
    kind: "mention",
    person: { email },
  };
}

function fieldsOf(node: OrderNode, ianaTimezone: string): Omit<OrderFields, "customerId"> {
  return {
    name: node.name,
    email: node.email ?? null,
    isTest: node.test,
    sourceName: node.sourceName ?? null,
    cartToken: node.cartToken ?? null,
    checkoutToken: node.checkoutToken ?? null,
    financialStatus: node.displayFinancialStatus ?? null,
    fulfillmentStatus: node.displayFulfillmentStatus ?? null,
    currencyCode: node.currencyCode,
    presentmentCurrency: node.presentmentCurrencyCode ?? null,
    totalMinor: minorOf(node.totalPriceSet),
    subtotalMinor: minorOf(node.subtotalPriceSet),
    discountMinor: minorOf(node.totalDiscountsSet),
    shippingMinor: minorOf(node.totalShippingPriceSet),
    taxMinor: minorOf(node.totalTaxSet),
    tagsJson: JSON.stringify(node.tags),
    cancelledAt: node.cancelledAt ?? null,
    cancelReason: node.cancelReason ?? null,
    ...placedFields(node.processedAt ?? node.createdAt, ianaTimezone),
  };
}

function refundOf(input: NodeInput, refund: OrderNode["refunds"][number], updatedAt: Date): RefundRow {
  return {
    id: ownId(input, refund.id),
    gid: refund.id,
    amountMinor: minorOf(refund.totalRefundedSet),
    refundedAt: refund.createdAt ?? updatedAt,
  };
}

/**
 * A line item that was read apart from its order.
 *
 * @throws PayloadProblem
 */
export function mapLineNode(input: MappingInput): OrderLineRow {
  return lineOf(input, parseWith(LineNode, input.body));
}

function lineOf(input: NodeInput, line: LineNode): OrderLineRow {
  return {
    id: ownId(input, line.id),
    gid: line.id,
    productId: line.product ? ownId(input, line.product.id) : null,
    variantId: line.variant ? ownId(input, line.variant.id) : null,
    title: line.title ?? "",
    variantTitle: line.variantTitle === NO_VARIANT ? null : (line.variantTitle ?? null),
    sku: line.sku ?? null,
    quantity: line.quantity,
    currentQuantity: line.currentQuantity ?? line.quantity,
    unitPriceMinor: minorOf(line.originalUnitPriceSet),
    discountMinor: (line.discountAllocations ?? []).reduce(
      (sum, { allocatedAmountSet }) => sum + minorOf(allocatedAmountSet),
      0,
    ),
    isGiftCard: line.isGiftCard ?? false,
  };
}

function discountsOf(codes: readonly string[]): OrderDiscountRow[] {
  const byKey = new Map(codes.map((code) => [code.trim().toLowerCase(), code]));
  return [...byKey].map(([codeKey, code]) => ({ code, codeKey, amountMinor: null }));
}

function ownId({ idOf }: NodeInput, gid: string): string {
  return idOf(gid.slice(gid.lastIndexOf("/") + 1));
}
