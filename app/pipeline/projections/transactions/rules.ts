import { SECOND_MS } from "~/kit/duration";

import type { StatedPayment, TransactionRow } from "./schema";

/** Statuses of an order that waits for money: a payment after them is news. */
export const OPEN_STATUSES = ["PENDING", "AUTHORIZED", "PARTIALLY_PAID", "EXPIRED"];
const INCOMING = ["SALE", "CAPTURE"];

/** Whether money came in. Authorizations only promise it; what goes back is told by refunds. */
export function isIncoming({ kind, status }: Pick<TransactionRow, "kind" | "status">): boolean {
  return INCOMING.includes(kind) && status === "SUCCESS";
}

/** The newer of two accounts of one transaction: an attempt that was pending may succeed or fail later. */
export function newerTransaction(
  known: TransactionRow | undefined,
  told: TransactionRow,
): TransactionRow | undefined {
  if (!known || told.versionAt > known.versionAt) return told;
  return known;
}

/**
 * What was received for an order, and its status: what its own payload stated, and the payments made after that.
 *
 * A payment counts only when it was processed in a later second than the statement is of, the statement waits for money,
 * and never past the total; so one that the statement holds already cannot count twice, whichever came first.
 *
 * @param totalMinor Of the order, in the shop's currency.
 */
export function paymentWith(
  stated: StatedPayment,
  { totalMinor, transactions }: { totalMinor: number; transactions: Iterable<TransactionRow> },
): { status: string | null; receivedMinor: number } {
  const { status, receivedMinor } = stated;
  if (status === null || !OPEN_STATUSES.includes(status) || receivedMinor >= totalMinor)
    return { status, receivedMinor };
  const laterMinor = receivedAfter(stated.at, transactions);
  if (laterMinor <= 0) return { status, receivedMinor };
  const nowMinor = Math.min(totalMinor, receivedMinor + laterMinor);
  return { status: nowMinor >= totalMinor ? "PAID" : "PARTIALLY_PAID", receivedMinor: nowMinor };
}

function receivedAfter(at: Date, transactions: Iterable<TransactionRow>): number {
  const nextSecond = (Math.floor(at.getTime() / SECOND_MS) + 1) * SECOND_MS;
  let sum = 0;
  for (const transaction of transactions) {
    if (!isIncoming(transaction) || transaction.processedAt.getTime() < nextSecond) continue;
    sum += transaction.shopAmountMinor ?? 0;
  }
  return sum;
}

/** Reads what `statedPaymentToJson` wrote; null when there is nothing to read. */
export function statedPaymentFromJson(json: string | null): StatedPayment | null {
  if (json === null) return null;
  const { status, receivedMinor, at } = JSON.parse(json) as Omit<StatedPayment, "at"> & { at: string };
  return { status, receivedMinor, at: new Date(at) };
}

/** A statement as text to be kept in the order's row. */
export function statedPaymentToJson({ status, receivedMinor, at }: StatedPayment): string {
  return JSON.stringify({ status, receivedMinor, at: at.toISOString() });
}
