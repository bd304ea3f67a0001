/** One attempt to move money for an order. */
export type TransactionRow = {
  id: string;
  gid: string;
  /** SALE, AUTHORIZATION, CAPTURE, VOID, REFUND … */
  kind: string;
  /** SUCCESS, FAILURE, ERROR, PENDING */
  status: string;
  gateway: string | null;
  /** In the buyer's currency. */
  amountMinor: number;
  currencyCode: string;
  /** In the shop's currency; null when the rate is not known. */
  shopAmountMinor: number | null;
  parentId: string | null;
  processedAt: Date;
  versionAt: Date;
};

/** What a payload of an order said of its payment, and as of when. */
export type StatedPayment = { status: string | null; receivedMinor: number; at: Date };
