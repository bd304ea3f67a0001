import { z } from "zod";

import { attemptOf } from "~/pipeline/outbox/attempt";
import { defineIntent } from "~/pipeline/outbox/definition";

import { markPoolsRemoved } from "../pool/repository.server";
import { markRemoved } from "../repository.server";

import { listDiscountGids } from "./repository.server";

/**
 * Deletes discounts that are over at Shopify, one after the other; the rows here stay.
 *
 * One that is gone already counts as deleted, so a repeat is harmless.
 */
export const deleteDiscounts = defineIntent({
  kind: "shopify.delete-discounts",
  schema: z.object({ codeIds: z.array(z.string()), poolIds: z.array(z.string()) }),
  needsScope: "write_discounts",
  maxAttempts: 8,
  onCrash: "repeat",

  async prepare({ codeIds, poolIds }, { tx, shopId }) {
    const discountGids = await listDiscountGids(tx, { shopId, codeIds, poolIds });
    if (discountGids.length === 0) return { kind: "cancel", reason: "already-settled" };
    return { kind: "go", command: { discountGids } };
  },

  async perform({ discountGids }, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    for (const gid of discountGids) {
      const attempt = attemptOf(await shopify.deleteDiscount(gid), now);
      if (attempt.kind !== "done") return attempt;
    }
    return { kind: "done", result: null };
  },

  async settle({ codeIds, poolIds }, outcome, { tx, shopId, now }) {
    if (outcome.kind !== "done") return;
    await markRemoved(tx, { shopId, codeIds, now });
    await markPoolsRemoved(tx, { shopId, poolIds, now });
  },
});
