import type { DomainEvent } from "~/pipeline/events/catalogue";

import { differsIn, withSaid } from "../rules/said";
import { newerTransaction } from "../transactions/rules";

import { eventsBetween, orderEvent } from "./rules/events";
import { isValidOrder, worthOf } from "./rules/figures";
import { statedPaymentAfter, statedPaymentOf, withPayment } from "./rules/payment";
import { type OrderChange, type OrderRow, type OrderState, type RefundRow, UNKNOWN_VERSION } from "./schema";

export type OrderEffect = { outcome: "applied" | "older-version"; events: DomainEvent[] };

type ChangeOf<Kind extends OrderChange["kind"]> = Extract<OrderChange, { kind: Kind }>;

/** An order of which only its id is known. */
export function unknownOrder({ id, gid }: Pick<OrderRow, "id" | "gid">, currencyCode: string): OrderState {
  return {
    row: {
      id,
      gid,
      name: "",
      customerId: null,
      isLinkedByAddress: false,
      email: null,
      isTest: false,
      sourceName: null,
      cartToken: null,
      checkoutToken: null,
      financialStatus: null,
      fulfillmentStatus: null,
      currencyCode,
      presentmentCurrency: null,
      totalMinor: 0,
      subtotalMinor: 0,
      discountMinor: 0,
      shippingMinor: 0,
      taxMinor: 0,
      receivedMinor: 0,
      refundedMinor: 0,
      unlistedRefundMinor: 0,
      netMinor: 0,
      netTaxMinor: 0,
      netShippingMinor: 0,
      isValid: false,
      tagsJson: "[]",
      placedAt: UNKNOWN_VERSION,
      placedOn: "1970-01-01",
      placedMonth: "1970-01",
      cancelledAt: null,
      cancelReason: null,
      deletedAt: null,
      versionAt: UNKNOWN_VERSION,
      statedPaymentJson: null,
    },
    refunds: new Map(),
    lines: null,
    discounts: null,
    newRefunds: [],
    transactions: new Map(),
    newTransactions: [],
    isStored: false,
    isChanged: true,
  };
}

/**
 * Applies one change to an order, in place.
 *
 * The row is that of the newest whole payload; refunds only ever add up, by their ids, whether they came alone or inside
 * an order. So whatever order changes come in, and however often, the figures end the same.
 * A deletion holds until a payload that Shopify triggered later shows that the order lives.
 */
export function applyOrderChange(state: OrderState, change: OrderChange): OrderEffect {
  switch (change.kind) {
    case "order":
      return applyOrder(state, change);
    case "refund":
      return applyRefund(state, change);
    case "transaction":
      return applyTransaction(state, change);
    case "edit":
      return applyEdit(state, change);
    case "deletion":
      return applyDeletion(state, change);
  }
}

function applyOrder(state: OrderState, change: ChangeOf<"order">): OrderEffect {
  const before = state.row;
  if (change.version < before.versionAt) return { outcome: "older-version", events: [] };
  const isKnown = before.versionAt > UNKNOWN_VERSION;
  const merged = withSaid(before, change.fields);
  state.row = {
    ...merged,
    deletedAt: isDeletedAfter(before, change.triggeredAt) ? before.deletedAt : null,
    versionAt: change.isWhole || isKnown ? change.version : UNKNOWN_VERSION,
  };
  state.lines = change.lines ?? state.lines;
  state.discounts = change.discounts ?? state.discounts;
  const added = addRefunds(state, change.refunds ?? []);
  state.row.unlistedRefundMinor = unlistedAfter(state, change);
  settle(state, statedPaymentAfter(before, { merged, change }));
  const told = isKnown ? added : [...state.refunds.values()];
  return {
    outcome: "applied",
    events: eventsBetween(before, state.row, { refunds: told, at: change.version }),
  };
}

function isDeletedAfter({ deletedAt }: OrderRow, triggeredAt: Date): boolean {
  return deletedAt !== null && triggeredAt < deletedAt;
}

/** Refunds that are listed take the place of a mere sum; a payload that says nothing of refunds leaves it. */
function unlistedAfter({ row, refunds }: OrderState, change: ChangeOf<"order">): number {
  if (change.refunds === undefined && change.refundedMinor === undefined) return row.unlistedRefundMinor;
  return Math.max(0, (change.refundedMinor ?? 0) - totalOf([...refunds.values()]));
}

/** A refund that came alone. Of an order not known yet it is told when the order comes. */
function applyRefund(state: OrderState, { refund }: ChangeOf<"refund">): OrderEffect {
  const before = state.row;
  if (state.refunds.has(refund.id)) return { outcome: "applied", events: [] };
  const refunds = addRefunds(state, [refund]);
  settle(state);
  return { outcome: "applied", events: eventsBetween(before, state.row, { refunds, at: refund.refundedAt }) };
}

/** A payment that came alone: it counts until the order's own payload holds it. */
function applyTransaction(state: OrderState, { transaction }: ChangeOf<"transaction">): OrderEffect {
  const before = state.row;
  const known = state.transactions.get(transaction.id);
  if (newerTransaction(known, transaction) === known) return { outcome: "older-version", events: [] };
  state.transactions.set(transaction.id, transaction);
  state.newTransactions.push(transaction);
  settle(state, statedPaymentOf(before));
  const at = transaction.processedAt;
  return { outcome: "applied", events: eventsBetween(before, state.row, { refunds: [], at }) };
}

/** Stores refunds, an order's own account of them over what came alone. @returns those not seen before. */
function addRefunds(state: OrderState, refunds: readonly RefundRow[]): RefundRow[] {
  return refunds.filter((refund) => {
    const known = state.refunds.get(refund.id);
    if (refund.amountMinor <= 0 || known?.amountMinor === refund.amountMinor) return false;
    state.refunds.set(refund.id, refund);
    state.newRefunds.push(refund);
    return !known;
  });
}

/** Derives all that follows from the row, its refunds and its payments. */
function settle(state: OrderState, stated = statedPaymentOf(state.row)): void {
  const refundedMinor = totalOf([...state.refunds.values()]) + state.row.unlistedRefundMinor;
  const paid = withPayment(state.row, { stated, transactions: state.transactions.values() });
  const row = { ...paid, refundedMinor };
  const worth = worthOf(row);
  state.row = { ...row, ...worth, isValid: isValidOrder({ ...row, ...worth }) };
  state.isChanged = true;
}

/** An edit has no figures: orders/updated brings them. Whoever cares about lines hears of it now. */
function applyEdit(state: OrderState, { version }: ChangeOf<"edit">): OrderEffect {
  if (state.row.versionAt <= UNKNOWN_VERSION) return { outcome: "applied", events: [] };
  return { outcome: "applied", events: [orderEvent("order.changed", state.row, version)] };
}

function applyDeletion(state: OrderState, { triggeredAt }: ChangeOf<"deletion">): OrderEffect {
  const isNews = !state.row.deletedAt;
  state.row = { ...state.row, deletedAt: triggeredAt, isValid: false };
  state.isChanged = true;
  return { outcome: "applied", events: isNews ? [orderEvent("order.deleted", state.row, triggeredAt)] : [] };
}

/** Whether the counts and sums over orders differ between two rows of an order. */
export function changesAggregates(before: OrderRow | null, after: OrderRow): boolean {
  if (!before) return after.isValid;
  if (!before.isValid && !after.isValid) return false;
  return differsIn(before, after, [
    "isValid",
    "netMinor",
    "customerId",
    "placedOn",
    "placedMonth",
    "currencyCode",
    "placedAt",
  ]);
}

function totalOf(refunds: readonly RefundRow[]): number {
  return refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
