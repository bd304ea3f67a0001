import type { PaymentFacts } from "../schema";

const SETTLED = ["PAID", "PARTIALLY_REFUNDED", "REFUNDED"];
const WITH_MONEY = ["PAID", "PARTIALLY_PAID", "PARTIALLY_REFUNDED", "REFUNDED"];

/** Whether the whole price was paid at some time, even if some of it went back. */
export function wasPaid(financialStatus: string | null): boolean {
  return financialStatus !== null && SETTLED.includes(financialStatus);
}

/**
 * Minor units paid in for an order, before refunds; never negative.
 *
 * Payloads since 2022 carry no payments, so it follows from the status: paid in full is the total less what an edit
 * took away; in part, the current total less what is outstanding, plus refunds; refunded is what went back.
 *
 * @param refundedMinor What the payload's own refunds gave back.
 */
export function receivedOf(
  financialStatus: string | null,
  {
    totalMinor,
    refundedMinor,
    payment,
  }: { totalMinor: number; refundedMinor: number; payment: PaymentFacts },
): number {
  if (payment.receivedMinor !== null) return Math.max(0, payment.receivedMinor);
  const currentMinor = payment.currentTotalMinor ?? totalMinor;
  const outstandingMinor = Math.max(0, payment.outstandingMinor ?? 0);
  const keptMinor = Math.max(0, currentMinor - outstandingMinor) + refundedMinor;
  switch (financialStatus) {
    case "PAID":
      return keptMinor;
    case "PARTIALLY_PAID":
      return payment.outstandingMinor === null ? refundedMinor : keptMinor;
    case "PARTIALLY_REFUNDED": {
      if (outstandingMinor > 0) return keptMinor;
      const editedAwayMinor = Math.max(0, totalMinor - currentMinor - payment.returnedMinor);
      return Math.max(refundedMinor, totalMinor - editedAwayMinor);
    }
    case null:
    default:
      return refundedMinor; // Refunded, or no money moved: nothing is left.
  }
}

export type Worth = { netMinor: number; netTaxMinor: number; netShippingMinor: number };

/** What an order is worth: received less refunded, never negative; tax and shipping in it pro rata, rounded half up. */
export function worthOf(order: {
  receivedMinor: number;
  refundedMinor: number;
  totalMinor: number;
  taxMinor: number;
  shippingMinor: number;
}): Worth {
  const netMinor = Math.max(0, order.receivedMinor - order.refundedMinor);
  const share = order.totalMinor > 0 ? Math.min(1, netMinor / order.totalMinor) : 0;
  return {
    netMinor,
    netTaxMinor: Math.round(order.taxMinor * share),
    netShippingMinor: Math.round(order.shippingMinor * share),
  };
}

/** METRICS.md "valid order": paid or partially paid, not test, not cancelled, net of refunds > 0; nor deleted. */
export function isValidOrder(order: {
  financialStatus: string | null;
  isTest: boolean;
  cancelledAt: Date | null;
  deletedAt: Date | null;
  netMinor: number;
}): boolean {
  const hasMoney = order.financialStatus !== null && WITH_MONEY.includes(order.financialStatus);
  return hasMoney && !order.isTest && !order.cancelledAt && !order.deletedAt && order.netMinor > 0;
}
