import type { Money } from "./model";

export type GiftCard = {
  id: number;
  /** Lower case. */
  code: string;
  initialValue: Money;
  balance: Money;
  customerId: number | null;
  note: string | null;
  /** YYYY-MM-DD */
  expiresOn: string | null;
  createdAt: Date;
  updatedAt: Date;
};

export type StoreCredit = { id: number; amount: Money; expiresAt: Date | null; createdAt: Date };

/** A customer's credit in one currency. */
export type StoreCreditAccount = {
  id: number;
  customerId: number;
  currencyCode: string;
  credits: StoreCredit[];
};
