import { parseMoney } from "../../commerce/money";
import { accountsOf, createGiftCard, creditCustomer, findGiftCard } from "../../commerce/rewards";
import type { Money } from "../../state/model";
import type { Store } from "../../state/store";
import { notInDevStore } from "../api-error";
import type { Resolver } from "../context";
import { idOf } from "../gid";
import { creditTransaction } from "../types/rewards";
import { type UserError, userError } from "../user-error";

type MoneyInput = { amount: string | number; currencyCode: string };

type GiftCardInput = {
  code?: string | null;
  customerId?: string | null;
  expiresOn?: string | null;
  initialAmount?: MoneyInput | null;
  note?: string | null;
  recipientAttributes?: object | null;
};

/** In the shop's currency; Shopify's own limit is of each shop's country. */
const MOST_VALUE_MINOR = 300_000;

/** `giftCardCreate`: makes a gift card with the code it is given. */
export const createGiftCardMutation: Resolver<unknown> = (_source, { args, context: { store } }) => {
  const input = args["input"] as GiftCardInput;
  if (!input.initialAmount) throw notInDevStore("Input 'initialValue' of a gift card");
  if (input.recipientAttributes) throw notInDevStore("Input 'recipientAttributes'");
  if (input.code == null) throw notInDevStore("A gift card without a code of the app's");
  const initialValue = moneyOf(input.initialAmount);
  const error = giftCardProblem(store, { ...input, code: input.code, initialValue });
  if (error) return { giftCard: null, giftCardCode: null, userErrors: [error] };
  const giftCard = createGiftCard(store, {
    code: input.code,
    initialValue,
    customerId: customerIdOf(input.customerId),
    note: input.note ?? null,
    expiresOn: input.expiresOn ?? null,
  });
  return { giftCard, giftCardCode: giftCard.code, userErrors: [] };
};

function giftCardProblem(
  store: Store,
  { code, customerId, initialValue }: { code: string; customerId?: string | null; initialValue: Money },
): UserError | null {
  const at = (field: string, message: string, errorCode: string | null) =>
    userError(["input", field], message, errorCode);
  if (initialValue.amountMinor <= 0) return at("initialAmount", "must be greater than 0", "GREATER_THAN");
  if (initialValue.amountMinor > MOST_VALUE_MINOR) {
    const limit = `$3,000.00 ${initialValue.currencyCode}`;
    return at("initialAmount", `can't exceed ${limit}`, "GIFT_CARD_LIMIT_EXCEEDED");
  }
  if (code.length < 8) return at("code", "Code must be at least 8 characters long", "TOO_SHORT");
  if (code.length > 20) return at("code", "Code must be at most 20 characters long", "TOO_LONG");
  if (!/^[a-z0-9]+$/i.test(code))
    return at("code", "Code can only contain letters(a-z) and numbers(0-9)", "INVALID");
  // Shopify leaves the error's code empty here.
  if (findGiftCard(store, code)) return at("code", "Code has already been taken", null);
  const id = customerIdOf(customerId);
  return customerId != null && (id === null || !store.customers.has(id))
    ? at("customerId", "The customer could not be found.", "CUSTOMER_NOT_FOUND")
    : null;
}

type CreditInput = { creditAmount: MoneyInput; expiresAt?: string | null };

/** `storeCreditAccountCredit`: credits a customer, or an account of theirs. */
export const creditStoreCredit: Resolver<unknown> = (_source, { args, context: { store } }) => {
  const input = args["creditInput"] as CreditInput;
  const owner = ownerOf(store, args["id"]);
  if (!owner) return refused(userError(["id"], "The owner does not exist", "OWNER_NOT_FOUND"));
  const amount = moneyOf(input.creditAmount);
  const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
  const error = creditProblem({ amount, expiresAt }, owner.currencyCode, store.clock.now());
  if (error) return refused(error);
  const { account, credit } = creditCustomer(store, { customerId: owner.customerId, amount, expiresAt });
  return { storeCreditAccountTransaction: creditTransaction(account, credit), userErrors: [] };
};

function creditProblem(
  { amount, expiresAt }: { amount: Money; expiresAt: Date | null },
  accountCurrency: string | null,
  now: Date,
): UserError | null {
  const field = ["creditInput", "creditAmount"];
  if (amount.amountMinor <= 0) {
    const message = "A positive amount must be used to credit a store credit account";
    return userError([...field, "amount"], message, "NEGATIVE_OR_ZERO_AMOUNT");
  }
  if (accountCurrency !== null && accountCurrency !== amount.currencyCode) {
    const message = "The currency provided does not match the currency of the store credit account";
    return userError([...field, "currencyCode"], message, "MISMATCHING_CURRENCY");
  }
  return expiresAt && expiresAt <= now
    ? userError(["creditInput", "expiresAt"], "The expiry date must be in the future", "EXPIRES_AT_IN_PAST")
    : null;
}

/** Whom an id credits; `currencyCode` of an account that was named itself. */
function ownerOf(store: Store, id: unknown): { customerId: number; currencyCode: string | null } | null {
  const customerId = idOf("Customer", id);
  if (customerId !== null && store.customers.has(customerId)) return { customerId, currencyCode: null };
  const accountId = idOf("StoreCreditAccount", id);
  const account = accountId === null ? undefined : store.storeCreditAccounts.get(accountId);
  return account && accountsOf(store, account.customerId).length > 0 ? account : null;
}

function refused(error: UserError) {
  return { storeCreditAccountTransaction: null, userErrors: [error] };
}

function moneyOf({ amount, currencyCode }: MoneyInput): Money {
  return parseMoney(amount, currencyCode);
}

function customerIdOf(gid: string | null | undefined): number | null {
  return gid == null ? null : idOf("Customer", gid);
}
