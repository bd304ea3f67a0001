import { paymentWith, statedPaymentFromJson, statedPaymentToJson } from "../../transactions/rules";
import type { StatedPayment, TransactionRow } from "../../transactions/schema";
import type { OrderChange, OrderRow } from "../schema";

import { receivedOf } from "./figures";

type Told = Extract<OrderChange, { kind: "order" }>;

/** What payloads stated of an order's payment, without what single payments told since. */
export function statedPaymentOf(row: OrderRow): StatedPayment {
  const { financialStatus: status, receivedMinor, versionAt: at, statedPaymentJson } = row;
  return statedPaymentFromJson(statedPaymentJson) ?? { status, receivedMinor, at };
}

/** What is stated once a payload has come; one that says nothing of payment leaves it, as of then. */
export function statedPaymentAfter(
  before: OrderRow,
  { merged, change }: { merged: OrderRow; change: Told },
): StatedPayment {
  const { payment, refunds, fields, refundedMinor: sum } = change;
  const stated = statedPaymentOf(before);
  if (payment.receivedMinor === null && fields.financialStatus === undefined) return stated;
  const status = fields.financialStatus === undefined ? stated.status : fields.financialStatus;
  const refundedMinor = refunds
    ? refunds.reduce((total, { amountMinor }) => total + amountMinor, 0)
    : (sum ?? before.refundedMinor);
  const receivedMinor = receivedOf(status, { totalMinor: merged.totalMinor, refundedMinor, payment });
  return { status, receivedMinor, at: change.version };
}

/** The row with what was received by now, and the status that follows. */
export function withPayment(
  row: OrderRow,
  { stated, transactions }: { stated: StatedPayment; transactions: Iterable<TransactionRow> },
): OrderRow {
  const { status, receivedMinor } = paymentWith(stated, { totalMinor: row.totalMinor, transactions });
  const isAsStated =
    status === stated.status &&
    receivedMinor === stated.receivedMinor &&
    stated.at.getTime() === row.versionAt.getTime();
  return {
    ...row,
    financialStatus: status,
    receivedMinor,
    statedPaymentJson: isAsStated ? null : statedPaymentToJson(stated),
  };
}
