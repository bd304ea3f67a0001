import { zeroLike } from "../../commerce/money";
import type { Order, Refund, RefundLine, Transaction } from "../../state/model";
import { listField } from "../connection/list-field";
import { wholeConnection } from "../connection/paginate";
import type { Resolver, TypeResolvers } from "../context";
import { gid } from "../gid";
import { countedOrders, totalsOf } from "../order-index";
import { ownedAddress } from "./address";
import { metafieldFields } from "./metafield";
import type { OrderTotals } from "../../commerce/order-totals";
import { tagged } from "../type-tags";
import { orderApplications } from "./discount-application";
import { ownedLines } from "./order-line";

const none: Resolver<Order> = (order) => zeroLike(order.shipping);
const figure =
  (name: keyof OrderTotals): Resolver<Order> =>
  (order) =>
    totalsOf(order)[name];

function customerOf(order: Order, store: Parameters<typeof countedOrders>[0]) {
  return order.customerId === null ? null : (store.customers.get(order.customerId) ?? null);
}

function isPaid(order: Order): boolean {
  return order.financialStatus !== "VOIDED" && totalsOf(order).outstanding.shop.amountMinor === 0;
}

/** `first` of a list that is no connection. */
function firstOf<T>(items: readonly T[], first: unknown): readonly T[] {
  return typeof first === "number" ? items.slice(0, first) : items;
}

const APPS: Record<string, { id: string; name: string }> = {
  pos: { id: gid("App", 129785), name: "Point of Sale" },
  shopify_draft_order: { id: gid("App", 1354745), name: "Draft Orders" },
  web: { id: gid("App", 580111), name: "Online Store" },
};

const moneyFields = {
  cartDiscountAmountSet: figure("discount"),
  currentCartDiscountAmountSet: figure("currentDiscount"),
  currentShippingPriceSet: figure("currentShipping"),
  currentSubtotalPriceSet: figure("currentSubtotal"),
  currentTotalDiscountsSet: figure("currentDiscount"),
  currentTotalPriceSet: figure("currentTotal"),
  currentTotalTaxSet: figure("currentTax"),
  netPaymentSet: figure("netPayment"),
  originalTotalPriceSet: figure("total"),
  refundDiscrepancySet: none,
  subtotalPriceSet: figure("subtotal"),
  totalCapturableSet: none,
  totalDiscountsSet: figure("discount"),
  totalOutstandingSet: figure("outstanding"),
  totalPriceSet: figure("total"),
  totalReceivedSet: figure("received"),
  totalRefundedSet: figure("refunded"),
  totalRefundedShippingSet: none,
  totalShippingPriceSet: figure("shipping"),
  totalTaxSet: figure("tax"),
  totalTipReceivedSet: none,
} satisfies TypeResolvers<Order>;

export const orderTypes = {
  Order: {
    ...moneyFields,
    id: (order) => gid("Order", order.id),
    legacyResourceId: (order) => String(order.id),
    name: (order) => `#${order.number}`,
    confirmationNumber: (order) => order.id.toString(36).toUpperCase().slice(-9),
    app: (order) => APPS[order.sourceName] ?? null,
    customer: (order, { context: { store } }) => customerOf(order, store),
    customerLocale: (order) => order.locale,
    customerAcceptsMarketing: (order, { context: { store } }) =>
      customerOf(order, store)?.emailConsent.state === "SUBSCRIBED",
    currencyCode: (order) => order.shipping.shop.currencyCode,
    presentmentCurrencyCode: (order) => order.presentmentCurrency,
    displayFinancialStatus: (order) => order.financialStatus,
    displayFulfillmentStatus: (order) => order.fulfillmentStatus,
    returnStatus: () => "NO_RETURN",
    fullyPaid: isPaid,
    unpaid: (order) => totalsOf(order).received.shop.amountMinor === 0 && !isPaid(order),
    confirmed: () => true,
    edited: () => false,
    closed: (order) => order.closedAt !== null,
    cancellation: (order) => (order.cancelledAt ? { staffNote: null } : null),
    shippingAddress: (order) => ownedAddress(order.shippingAddress, order.id, 1),
    billingAddress: (order) => ownedAddress(order.shippingAddress, order.id, 2),
    displayAddress: (order) => ownedAddress(order.shippingAddress, order.id, 1),
    billingAddressMatchesShippingAddress: () => true,
    discountCode: (order) => order.discountCodes[0]?.code ?? null,
    discountCodes: (order) => order.discountCodes.map(({ code }) => code),
    discountApplications: (order, { args, context, info }) =>
      listField(
        { rows: orderApplications(order, context.store), id: ({ index }) => index },
        { args, context, info },
      ),
    paymentGatewayNames: (order) => [...new Set(order.transactions.map(({ gateway }) => gateway))],
    lineItems: (order, { args, context, info }) =>
      listField({ rows: ownedLines(order), id: ({ line }) => line.id }, { args, context, info }),
    subtotalLineItemsQuantity: (order) => order.lines.reduce((sum, line) => sum + line.quantity, 0),
    currentSubtotalLineItemsQuantity: (order) =>
      order.lines.reduce((sum, line) => sum + line.currentQuantity, 0),
    refunds: (order, { args }) =>
      firstOf(order.refunds, args["first"]).map((refund) => ownedRefund(order, refund)),
    refundable: (order) => totalsOf(order).netPayment.shop.amountMinor > 0,
    transactions: (order, { args }) =>
      firstOf(order.transactions, args["first"]).map((transaction) => ownedTransaction(order, transaction)),
    transactionsCount: (order) => ({ count: order.transactions.length, precision: "EXACT" }),
    requiresShipping: (order) => order.lines.some((line) => !line.isGiftCard),
    returns: () => wholeConnection([]),
    customAttributes: () => [],
    taxExempt: () => false,
    customerJourneySummary: (order, { context: { store } }) => journey(order, store),
    ...metafieldFields<Order>("Order", ({ id }) => id),
  } satisfies TypeResolvers<Order>,

  OrderTransaction: {
    id: ({ transaction }) => gid("OrderTransaction", transaction.id),
    kind: ({ transaction }) => transaction.kind,
    status: ({ transaction }) => transaction.status,
    gateway: ({ transaction }) => transaction.gateway,
    formattedGateway: ({ transaction }) => transaction.gateway,
    test: ({ order }) => order.test,
    createdAt: ({ transaction }) => transaction.processedAt,
    processedAt: ({ transaction }) => transaction.processedAt,
    amountSet: ({ transaction }) => transaction.amount,
    manualPaymentGateway: ({ transaction }) => transaction.gateway === "manual",
    manuallyCapturable: () => false,
    multiCapturable: () => false,
    fees: () => [],
    parentTransaction: ({ order, transaction }) => {
      const parent = order.transactions.find(({ id }) => id === transaction.parentId);
      return parent ? ownedTransaction(order, parent) : null;
    },
  } satisfies TypeResolvers<OwnedTransaction>,

  Refund: {
    id: ({ refund }) => gid("Refund", refund.id),
    legacyResourceId: ({ refund }) => String(refund.id),
    createdAt: ({ refund }) => refund.createdAt,
    processedAt: ({ refund }) => refund.createdAt,
    updatedAt: ({ refund }) => refund.createdAt,
    note: ({ refund }) => refund.note,
    totalRefundedSet: ({ refund }) => refund.total,
    refundLineItems: ({ order, refund }, { args, context, info }) =>
      listField(
        { rows: refund.lines.map((line) => ({ order, line })), id: ({ line }) => line.lineId },
        { args, context, info },
      ),
    transactions: ({ order, refund }, { args, context, info }) => {
      const own = order.transactions.filter(({ id }) => id === refund.transactionId);
      const rows = own.map((transaction) => ownedTransaction(order, transaction));
      return listField({ rows, id: ({ transaction }) => transaction.id }, { args, context, info });
    },
  } satisfies TypeResolvers<OwnedRefund>,

  RefundLineItem: {
    id: ({ order, line }) => gid("RefundLineItem", `${order.id}${line.lineId % 1000}`),
    lineItem: ({ order, line }) => ownedLines(order).find((owned) => owned.line.id === line.lineId),
    quantity: ({ line }) => line.quantity,
    priceSet: ({ order, line }) => order.lines.find(({ id }) => id === line.lineId)?.unitPrice,
    subtotalSet: ({ line }) => line.subtotal,
    totalTaxSet: ({ line }) => line.tax,
    restockType: () => "NO_RESTOCK",
    restocked: () => false,
  } satisfies TypeResolvers<{ order: Order; line: RefundLine }>,
};

type OwnedTransaction = { order: Order; transaction: Transaction };
type OwnedRefund = { order: Order; refund: Refund };

function ownedTransaction(order: Order, transaction: Transaction): OwnedTransaction {
  return tagged("OrderTransaction", { order, transaction });
}

function ownedRefund(order: Order, refund: Refund): OwnedRefund {
  return tagged("Refund", { order, refund });
}

/** What the shop knows of the way to the order; the stand-in follows no visits. */
function journey(order: Order, store: Parameters<typeof countedOrders>[0]) {
  if (order.customerId === null) return null;
  const earlier = countedOrders(store, order.customerId).filter(
    ({ createdAt }) => createdAt < order.createdAt,
  );
  return {
    ready: true,
    customerOrderIndex: order.test ? null : earlier.length,
    daysToConversion: null,
    firstVisit: null,
    lastVisit: null,
    moments: wholeConnection([]),
    momentsCount: { count: 0, precision: "EXACT" },
  };
}
