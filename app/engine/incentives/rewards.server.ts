import { z } from "zod";

import { attemptOf } from "~/pipeline/outbox/attempt";
import { defineIntent } from "~/pipeline/outbox/definition";
import { getShop } from "~/shops/repository.server";

import { prepareGift, settleGift } from "./giving.server";
import { revealGiftCard } from "./keys.server";
import { lastDayOf } from "./rules/clock";
import type { OfferValue } from "./schema";

const PayloadSchema = z.object({ codeId: z.string() });

/**
 * Makes a gift card at Shopify.
 *
 * Its code follows from the occasion (ADR 15): a repeat finds it taken by ourselves and counts as done.
 */
export const createGiftCard = defineIntent({
  kind: "shopify.create-gift-card",
  schema: PayloadSchema,
  needsScope: "write_gift_cards",
  maxAttempts: 12,
  onCrash: "repeat",

  async prepare({ codeId }, context) {
    const prepared = await prepareGift(codeId, context);
    if (prepared.kind === "cancel") return prepared;
    const { code, offer, customerGid, currencyCode } = prepared.gift;
    const { ianaTimezone } = await getShop(context.tx, { shopId: context.shopId });
    return {
      kind: "go",
      command: {
        code: revealGiftCard(code),
        note: `${code.title} ${code.code}`,
        amountMinor: amountOf(offer.value),
        currencyCode,
        customerGid,
        expiresOn: lastDayOf(code.expiresAt, ianaTimezone),
        endsAt: code.expiresAt,
      },
    };
  },

  async perform({ endsAt, ...wish }, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    const attempt = attemptOf(await shopify.createGiftCard(wish), now);
    return attempt.kind === "done" ? { kind: "done", result: { ...attempt.result, endsAt } } : attempt;
  },

  settle: ({ codeId }, outcome, context) => settleGift(codeId, outcome, context),
});

/**
 * Puts credit into a customer's account at Shopify.
 *
 * Nothing in the API names a credit, so before each try it is looked for by its amount and its end (ADR 15).
 */
export const creditCustomer = defineIntent({
  kind: "shopify.credit-customer",
  schema: PayloadSchema,
  needsScope: "write_store_credit_account_transactions",
  maxAttempts: 12,
  onCrash: "repeat",

  async prepare({ codeId }, context) {
    const prepared = await prepareGift(codeId, context);
    if (prepared.kind === "cancel") return prepared;
    const { code, offer, customerGid, currencyCode } = prepared.gift;
    const amountMinor = amountOf(offer.value);
    return { kind: "go", command: { customerGid, amountMinor, currencyCode, expiresAt: code.expiresAt } };
  },

  async perform(wish, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    const attempt = attemptOf(await shopify.creditCustomer(wish), now);
    if (attempt.kind !== "done") return attempt;
    return { kind: "done", result: { ...attempt.result, endsAt: wish.expiresAt } };
  },

  settle: ({ codeId }, outcome, context) => settleGift(codeId, outcome, context),
});

function amountOf(value: OfferValue): number {
  if (value.kind === "gift-card" || value.kind === "store-credit") return value.amountMinor;
  throw new Error(`expected an offer of money, got "${value.kind}"`);
}
