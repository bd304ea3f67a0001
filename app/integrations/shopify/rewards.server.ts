/*
 * Gift cards and store credit: money, and mutations without a key against repeats (ADR 15).
 *
 * A gift card has its code as its natural key: made again it is "taken", and ours when it carries our note. A credit has
 * no text of its own, so it is told by its amount and its end, which we choose to the second; it is looked for before
 * it is given, and never sent twice by the client.
 */
import { MINUTE_MS } from "~/kit/duration";
import { formatDecimal, parseMinor } from "~/kit/money";

import type { ChangeOutcome, ShopifyAdmin } from "./admin";
import type { ShopClient } from "./client.server";
import type { CreditWish, GiftCardWish } from "./discount-wish";
import {
  CreateGiftCardDocument,
  CreditCustomerDocument,
  type CurrencyCode,
  CustomerCreditsDocument,
  GiftCardByCodeDocument,
} from "./generated/documents";
import { describeUserErrors, type UserError } from "./user-errors";

/** After a broken line a credit may still be on its way in: it is looked for again when it would surely show. */
const SURELY_SHOWN_MS = 2 * MINUTE_MS;

/** Gift cards and store credit of a shop. */
export function createRewardAdmin(
  client: ShopClient,
): Pick<ShopifyAdmin, "createGiftCard" | "creditCustomer"> {
  return {
    createGiftCard: (wish) => createGiftCard(client, wish),
    creditCustomer: (wish) => creditCustomer(client, wish),
  };
}

type Given = ChangeOutcome<{ gid: string }>;

async function createGiftCard(client: ShopClient, wish: GiftCardWish): Promise<Given> {
  const { code, note, customerGid: customerId, expiresOn } = wish;
  const input = { code, note, customerId, expiresOn, initialAmount: moneyInput(wish) };
  const outcome = await client.call(CreateGiftCardDocument, { input });
  if (outcome.kind !== "done") return outcome;
  const payload = outcome.result.giftCardCreate;
  if (payload?.giftCard) return { kind: "done", result: { gid: payload.giftCard.id } };
  const errors = payload?.userErrors ?? [];
  if (errors.length > 0 && errors.every(isTaken)) return adoptGiftCard(client, wish);
  return {
    kind: "rejected",
    error: describeUserErrors(errors) ?? "the gift card was neither made nor refused",
  };
}

/** Shopify leaves the code of this error empty at times. */
function isTaken({ code, message }: UserError): boolean {
  return code === "TAKEN" || /already been taken/i.test(message);
}

async function adoptGiftCard(client: ShopClient, { code, note }: GiftCardWish): Promise<Given> {
  const outcome = await client.call(GiftCardByCodeDocument, { query: code });
  if (outcome.kind !== "done") return outcome;
  const ours = outcome.result.giftCards.nodes.find(
    (card) => card.note === note && code.endsWith(card.lastCharacters.toLowerCase()),
  );
  return ours
    ? { kind: "done", result: { gid: ours.id } }
    : { kind: "rejected", error: "the code of the gift card belongs to another" };
}

async function creditCustomer(client: ShopClient, wish: CreditWish): Promise<Given> {
  const found = await findCredit(client, wish);
  if (found.kind !== "done") return found;
  if (found.result !== null) return { kind: "done", result: { gid: found.result } };
  const expiresAt = wish.expiresAt.toISOString();
  const outcome = await client.call(
    CreditCustomerDocument,
    { id: wish.customerGid, credit: { creditAmount: moneyInput(wish), expiresAt, notify: false } },
    { isSentOnce: true },
  );
  if (outcome.kind === "unavailable") {
    return { ...outcome, retryAfterMs: Math.max(outcome.retryAfterMs, SURELY_SHOWN_MS) };
  }
  if (outcome.kind !== "done") return outcome;
  const payload = outcome.result.storeCreditAccountCredit;
  const gid = payload?.storeCreditAccountTransaction?.id;
  if (gid) return { kind: "done", result: { gid } };
  const error = describeUserErrors(payload?.userErrors ?? []);
  return { kind: "rejected", error: error ?? "the credit was neither given nor refused" };
}

/** The credit an earlier try gave without our hearing of it; null = none. */
async function findCredit(client: ShopClient, wish: CreditWish): Promise<ChangeOutcome<string | null>> {
  const outcome = await client.call(CustomerCreditsDocument, { id: wish.customerGid });
  if (outcome.kind !== "done") return outcome;
  const accounts = outcome.result.customer?.storeCreditAccounts.nodes ?? [];
  for (const transaction of accounts.flatMap((account) => account.transactions.nodes)) {
    if (transaction.__typename !== "StoreCreditAccountCreditTransaction") continue;
    const { id, amount, expiresAt } = transaction;
    const isSameEnd = expiresAt !== null && Date.parse(expiresAt) === wish.expiresAt.getTime();
    const isSameAmount =
      amount.currencyCode === wish.currencyCode &&
      parseMinor(amount.amount, wish.currencyCode) === wish.amountMinor;
    if (isSameEnd && isSameAmount) return { kind: "done", result: id };
  }
  return { kind: "done", result: null };
}

function moneyInput({ amountMinor, currencyCode }: { amountMinor: number; currencyCode: string }) {
  return {
    amount: formatDecimal(amountMinor, currencyCode),
    currencyCode: currencyCode as CurrencyCode,
  };
}
