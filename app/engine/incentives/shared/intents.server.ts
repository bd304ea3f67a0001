import { z } from "zod";

import { attemptOf } from "~/pipeline/outbox/attempt";
import { defineIntent } from "~/pipeline/outbox/definition";
import { getShop } from "~/shops/repository.server";

import { termsOf } from "../intents.server";
import { OfferSchema } from "../schema";
import { claimSharedCode, findSharedCodeById } from "./repository.server";

const PayloadSchema = z.object({ codeId: z.string() });

/** Makes a shared code at Shopify, without an end. The code is the natural key. */
export const createSharedCode = defineIntent({
  kind: "shopify.create-shared-code",
  schema: PayloadSchema,
  needsScope: "write_discounts",
  maxAttempts: 12,
  onCrash: "repeat",

  async prepare({ codeId }, { tx, shopId, now }) {
    const code = await findSharedCodeById(tx, { shopId, codeId });
    if (code?.state !== "requested") return { kind: "cancel", reason: "already-settled" };
    const { currencyCode } = await getShop(tx, { shopId });
    return {
      kind: "go",
      command: {
        ...termsOf(OfferSchema.parse(JSON.parse(code.offerJson)), currencyCode),
        code: code.code,
        title: `${code.title} ${code.code}`,
        usageLimit: null,
        customerGid: null,
        startsAt: now,
        endsAt: null,
      },
    };
  },

  async perform(wish, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    return attemptOf(await shopify.createDiscount(wish), now);
  },

  async settle({ codeId }, outcome, { tx, shopId, now }) {
    if (outcome.kind === "cancelled" && outcome.reason === "already-settled") return;
    const to =
      outcome.kind === "done"
        ? ({ state: "issued", discountGid: outcome.result.discountGid } as const)
        : ({ state: "failed" } as const);
    await claimSharedCode(tx, { shopId, codeId, from: ["requested"], to, now });
  },
});

/** Takes a shared code out of the store. One that is gone already counts as taken out. */
export const removeSharedCode = defineIntent({
  kind: "shopify.remove-shared-code",
  schema: PayloadSchema,
  needsScope: "write_discounts",
  maxAttempts: 12,
  onCrash: "repeat",

  async prepare({ codeId }, { tx, shopId }) {
    const code = await findSharedCodeById(tx, { shopId, codeId });
    if (code?.state !== "removing" || code.discountGid === null)
      return { kind: "cancel", reason: "already-settled" };
    return { kind: "go", command: { discountGid: code.discountGid } };
  },

  async perform({ discountGid }, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    return attemptOf(await shopify.deleteDiscount(discountGid), now);
  },

  async settle({ codeId }, outcome, { tx, shopId, now }) {
    if (outcome.kind === "cancelled" && outcome.reason === "already-settled") return;
    const to =
      outcome.kind === "done"
        ? ({ state: "removed", discountGid: null } as const)
        : // Still there: the next sweep asks again.
          ({ state: "issued" } as const);
    await claimSharedCode(tx, { shopId, codeId, from: ["removing"], to, now });
  },
});
