import { z } from "zod";

import type { DiscountWish } from "~/integrations/shopify/discount-wish";
import { attemptOf } from "~/pipeline/outbox/attempt";
import { defineIntent } from "~/pipeline/outbox/definition";

import { type Gift, prepareGift, settleGift } from "./giving.server";
import type { Offer } from "./schema";

/**
 * Makes a personal code at Shopify.
 *
 * The code is the natural key: a repeat finds it taken by ourselves and counts as done.
 */
export const createDiscountCode = defineIntent({
  kind: "shopify.create-discount-code",
  schema: z.object({ codeId: z.string() }),
  needsScope: "write_discounts",
  maxAttempts: 12,
  onCrash: "repeat",

  async prepare({ codeId }, context) {
    const prepared = await prepareGift(codeId, context);
    if (prepared.kind === "cancel") return prepared;
    return { kind: "go", command: personalWish(prepared.gift) };
  },

  async perform(command, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    const attempt = attemptOf(await shopify.createDiscount(command), now);
    if (attempt.kind !== "done") return attempt;
    return { kind: "done", result: { gid: attempt.result.discountGid, endsAt: command.endsAt } };
  },

  settle: ({ codeId }, outcome, context) => settleGift(codeId, outcome, context),
});

function personalWish({ code, offer, customerGid, currencyCode }: Gift): DiscountWish & { endsAt: Date } {
  return {
    ...termsOf(offer, currencyCode),
    code: code.code,
    title: `${code.title} ${code.code}`,
    usageLimit: 1,
    customerGid,
    startsAt: code.startsAt,
    endsAt: code.expiresAt,
  };
}

/**
 * What an offer says of a discount, in the store's terms.
 *
 * @throws Error for money: that is no discount.
 */
export function termsOf(
  { value, minimum, items, combinesWith, oncePerCustomer }: Offer,
  currencyCode: string,
): Pick<DiscountWish, "value" | "minimum" | "items" | "combinesWith" | "oncePerCustomer"> {
  if (value.kind === "gift-card" || value.kind === "store-credit")
    throw new Error(`expected an offer of a discount, got "${value.kind}"`);
  return {
    value: value.kind === "amount" ? { ...value, currencyCode } : value,
    minimum: minimum?.kind === "amount" ? { ...minimum, currencyCode } : minimum,
    items,
    combinesWith,
    oncePerCustomer,
  };
}
