import type { Money } from "../state/model";
import type { GiftCard, StoreCredit, StoreCreditAccount } from "../state/reward-model";
import type { Store } from "../state/store";

/** Makes a gift card; throws when the shop has its code already (case-insensitive). */
export function createGiftCard(
  store: Store,
  input: Pick<GiftCard, "code" | "initialValue" | "customerId" | "note" | "expiresOn">,
): GiftCard {
  const code = input.code.toLowerCase();
  if (findGiftCard(store, code)) throw new RangeError("The code of a gift card is unique in a shop");
  const at = store.clock.now();
  const card: GiftCard = {
    ...input,
    ...{ id: store.nextId(), code, balance: { ...input.initialValue }, createdAt: at, updatedAt: at },
  };
  store.giftCards.set(card.id, card);
  return card;
}

/** The gift card with a code, whatever its case. */
export function findGiftCard(store: Store, code: string): GiftCard | null {
  const wanted = code.toLowerCase();
  return [...store.giftCards.values()].find((card) => card.code === wanted) ?? null;
}

/** The accounts of a customer, one per currency. */
export function accountsOf(store: Store, customerId: number): StoreCreditAccount[] {
  return [...store.storeCreditAccounts.values()].filter((account) => account.customerId === customerId);
}

/** Credits a customer; the account of the currency is made with its first credit. */
export function creditCustomer(
  store: Store,
  { customerId, amount, expiresAt }: { customerId: number; amount: Money; expiresAt: Date | null },
): { account: StoreCreditAccount; credit: StoreCredit } {
  const { currencyCode } = amount;
  const known = accountsOf(store, customerId).find((account) => account.currencyCode === currencyCode);
  const account = known ?? { id: store.nextId(), customerId, currencyCode, credits: [] };
  store.storeCreditAccounts.set(account.id, account);
  const credit = { id: store.nextId(), amount, expiresAt, createdAt: store.clock.now() };
  account.credits.push(credit);
  return { account, credit };
}

/** What an account holds now: credits that are over do not count. */
export function balanceOf(account: StoreCreditAccount, now: Date): Money {
  const open = account.credits.filter(({ expiresAt }) => expiresAt === null || now < expiresAt);
  return {
    amountMinor: open.reduce((sum, { amount }) => sum + amount.amountMinor, 0),
    currencyCode: account.currencyCode,
  };
}
