import { parseMinor } from "~/kit/money";
import { dayIn } from "~/kit/zone";

import type { MappingInput } from "../batch/mapping-input";
import { mapMention } from "../customers/mapping";
import { PayloadProblem } from "../outcome";
import { getLegacyId, parseWith } from "../payload/fields";
import { versionOfDelivery } from "../payload/version";
import type { Said } from "../rules/said";

import { DeletedPayload, OrderEditPayload, OrderPayload, RefundPayload } from "./payload";
import { linesOf } from "./line-mapping";
import { mapRefund, type RefundContext, returnedOf, shopCurrencyOf, sidesOf } from "./refund-mapping";
import type { OrderChange, OrderDiscountRow, OrderFields, PaymentFacts } from "./schema";

const FULFILLMENT: Readonly<Record<string, string>> = { PARTIAL: "PARTIALLY_FULFILLED" };

type Identity = Pick<OrderChange, "resource" | "id" | "gid" | "triggeredAt">;

function identityOf({ idOf, triggeredAt }: MappingInput, legacyId: string): Identity {
  return { resource: "order", id: idOf(legacyId), gid: `gid://shopify/Order/${legacyId}`, triggeredAt };
}

/**
 * orders/create, updated, paid, cancelled, fulfilled …: the topic does not matter, the state in the body does.
 *
 * @throws PayloadProblem
 */
export function mapOrder(input: MappingInput): OrderChange[] {
  const body = parseWith(OrderPayload, input.body);
  const context = contextOf(input, body);
  const customer = mapMention(input, body.customer);
  const placedAt = body.processed_at ?? body.created_at ?? null;
  return [
    {
      ...identityOf(input, getLegacyId("Order", body)),
      kind: "order",
      version: versionOfDelivery(body.updated_at, input.triggeredAt),
      isWhole: placedAt !== null && Boolean(body.currency) && Boolean(body.total_price),
      fields: {
        ...identityFields(body),
        ...moneyFields(body, context.shopCurrency),
        ...(placedAt ? placedFields(placedAt, input.shop.ianaTimezone) : {}),
        customerId: body.customer === undefined ? undefined : (customer?.id ?? null),
      },
      payment: paymentOf(body, context),
      ...childrenOf(input, { body, context }),
      customer,
    },
  ];
}

function contextOf({ shop }: MappingInput, body: OrderPayload): RefundContext {
  const shopCurrency = body.currency ?? shop.currencyCode;
  const order = body.total_price_set ? sidesOf(body.total_price_set, shopCurrency) : null;
  return { shopCurrency, order, taxesIncluded: body.taxes_included ?? false };
}

function childrenOf(
  input: MappingInput,
  { body, context }: { body: OrderPayload; context: RefundContext },
): Pick<Extract<OrderChange, { kind: "order" }>, "refunds" | "lines" | "discounts"> {
  const { refunds, line_items: lines, discount_codes: codes } = body;
  return {
    refunds: refunds?.map((refund) => mapRefund(input, refund, context)).filter((refund) => refund !== null),
    lines: lines ? linesOf(input, lines, context.shopCurrency) : undefined,
    discounts: codes ? discountsOf(codes, context.shopCurrency) : undefined,
  };
}

/** Day and month of an order in the shop's zone. */
export function placedFields(
  placedAt: Date,
  ianaTimezone: string,
): Pick<OrderFields, "placedAt" | "placedOn" | "placedMonth"> {
  const placedOn = dayIn(ianaTimezone, placedAt);
  return { placedAt, placedOn, placedMonth: placedOn.slice(0, 7) };
}

function identityFields(body: OrderPayload): Said<OrderFields> {
  const fulfillment = body.fulfillment_status;
  return {
    name: body.name ?? undefined,
    email: body.email === undefined ? body.contact_email : (body.email ?? body.contact_email ?? null),
    isTest: body.test ?? undefined,
    sourceName: body.source_name,
    cartToken: body.cart_token,
    checkoutToken: body.checkout_token,
    financialStatus: body.financial_status,
    fulfillmentStatus:
      fulfillment === undefined
        ? undefined
        : fulfillment
          ? (FULFILLMENT[fulfillment] ?? fulfillment)
          : "UNFULFILLED",
    currencyCode: body.currency ?? undefined,
    presentmentCurrency: body.presentment_currency,
    tagsJson: body.tags ? JSON.stringify(body.tags) : undefined,
    cancelledAt: body.cancelled_at,
    cancelReason: body.cancel_reason,
  };
}

function moneyFields(body: OrderPayload, currencyCode: string): Said<OrderFields> {
  const minor = (amount: string | null | undefined) =>
    amount ? parseMinor(amount, currencyCode) : undefined;
  const shippingLines = body.shipping_lines?.reduce((sum, { price }) => sum + (minor(price) ?? 0), 0);
  return {
    totalMinor: minor(body.total_price),
    subtotalMinor: minor(body.subtotal_price),
    discountMinor: minor(body.total_discounts),
    shippingMinor: minor(body.total_shipping_price_set?.shop_money.amount) ?? shippingLines,
    taxMinor: minor(body.total_tax),
  };
}

function paymentOf(body: OrderPayload, context: RefundContext): PaymentFacts {
  const minor = (amount: string | null | undefined) =>
    amount ? parseMinor(amount, context.shopCurrency) : null;
  const taken = body.transactions?.filter(
    ({ kind, status, currency }) =>
      /^(sale|capture)$/i.test(kind ?? "") &&
      /^success$/i.test(status ?? "success") &&
      (currency ?? context.shopCurrency) === context.shopCurrency,
  );
  return {
    receivedMinor: taken?.length ? taken.reduce((sum, { amount }) => sum + (minor(amount) ?? 0), 0) : null,
    currentTotalMinor: minor(body.current_total_price),
    outstandingMinor: minor(body.total_outstanding),
    returnedMinor: (body.refunds ?? []).reduce((sum, refund) => sum + returnedOf(refund, context), 0),
  };
}

function discountsOf(
  codes: NonNullable<OrderPayload["discount_codes"]>,
  currencyCode: string,
): OrderDiscountRow[] {
  const rows = new Map<string, OrderDiscountRow>();
  for (const { code, amount } of codes) {
    const codeKey = code.trim().toLowerCase();
    if (!codeKey) continue;
    const amountMinor = amount ? parseMinor(amount, currencyCode) : null;
    const known = rows.get(codeKey);
    rows.set(codeKey, {
      code,
      codeKey,
      amountMinor: known ? (known.amountMinor ?? 0) + (amountMinor ?? 0) : amountMinor,
    });
  }
  return [...rows.values()];
}

/**
 * refunds/create.
 *
 * @throws PayloadProblem
 */
export function mapRefundDelivery(input: MappingInput): OrderChange[] {
  const body = parseWith(RefundPayload, input.body);
  const shopCurrency = shopCurrencyOf(body) ?? input.shop.currencyCode;
  const refund = mapRefund(input, body, { shopCurrency, order: null, taxesIncluded: false });
  if (!refund) {
    throw new PayloadProblem(
      "transactions",
      body.transactions,
      `expected an amount that converts to ${shopCurrency}`,
    );
  }
  return [{ ...identityOf(input, body.order_id), kind: "refund", refund }];
}

/**
 * orders/edited.
 *
 * @throws PayloadProblem
 */
export function mapOrderEdit(input: MappingInput): OrderChange[] {
  const { order_edit: edit } = parseWith(OrderEditPayload, input.body);
  const version = versionOfDelivery(edit.committed_at ?? edit.created_at, input.triggeredAt);
  return [{ ...identityOf(input, edit.order_id), kind: "edit", version }];
}

/**
 * orders/delete.
 *
 * @throws PayloadProblem
 */
export function mapOrderDeletion(input: MappingInput): OrderChange[] {
  const body = parseWith(DeletedPayload, input.body);
  return [{ ...identityOf(input, getLegacyId("Order", body)), kind: "deletion" }];
}
