import { accountsOf, balanceOf } from "../../commerce/rewards";
import type { Customer } from "../../state/model";
import type { GiftCard, StoreCredit, StoreCreditAccount } from "../../state/reward-model";
import type { Store } from "../../state/store";
import { wholeConnection } from "../connection/paginate";
import type { TypeResolvers } from "../context";
import { gid } from "../gid";
import { tagged } from "../type-tags";

type Transaction = { account: StoreCreditAccount; credit: StoreCredit };

/** The accounts of a customer, as their field shows them. */
export function creditAccounts(store: Store, { id }: Customer) {
  return wholeConnection(accountsOf(store, id));
}

/** A credit as a transaction of its account. */
export function creditTransaction(account: StoreCreditAccount, credit: StoreCredit): Transaction {
  return tagged("StoreCreditAccountCreditTransaction", { account, credit });
}

const MASK = "•••• •••• ••••";

export const rewardTypes = {
  GiftCard: {
    id: ({ id }) => gid("GiftCard", id),
    lastCharacters: ({ code }) => code.slice(-4),
    maskedCode: ({ code }) => `${MASK} ${code.slice(-4)}`,
    enabled: () => true,
    customer: ({ customerId }, { context: { store } }) =>
      customerId === null ? null : (store.customers.get(customerId) ?? null),
  } satisfies TypeResolvers<GiftCard>,

  StoreCreditAccount: {
    id: ({ id }) => gid("StoreCreditAccount", id),
    balance: (account, { context: { store } }) => balanceOf(account, store.clock.now()),
    owner: ({ customerId }, { context: { store } }) => {
      const customer = store.customers.get(customerId);
      return customer && tagged("Customer", customer);
    },
    transactions: (account) =>
      wholeConnection([...account.credits].reverse().map((credit) => creditTransaction(account, credit))),
  } satisfies TypeResolvers<StoreCreditAccount>,

  StoreCreditAccountCreditTransaction: {
    id: ({ credit }) => gid("StoreCreditAccountCreditTransaction", credit.id),
    amount: ({ credit }) => credit.amount,
    remainingAmount: ({ credit }) => credit.amount,
    balanceAfterTransaction: ({ account }, { context: { store } }) => balanceOf(account, store.clock.now()),
    createdAt: ({ credit }) => credit.createdAt,
    expiresAt: ({ credit }) => credit.expiresAt,
    event: () => "ADJUSTMENT",
    origin: () => null,
  } satisfies TypeResolvers<Transaction>,
};
