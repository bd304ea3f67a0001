import { z } from "zod";

import { attemptOf } from "~/pipeline/outbox/attempt";
import { defineIntent } from "~/pipeline/outbox/definition";

import { replaceTerms } from "./repository.server";

/** Reads which discounts of others are live, and how many codes the shop has. Changes nothing there. */
export const readDiscounts = defineIntent({
  kind: "shopify.read-discounts",
  schema: z.object({}),
  needsScope: "read_discounts",
  maxAttempts: 5,
  onCrash: "repeat",

  prepare: () => Promise.resolve({ kind: "go", command: null }),

  async perform(_command, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    return attemptOf(await shopify.readLiveDiscounts(), now);
  },

  async settle(_payload, outcome, { tx, shopId, now }) {
    // Not read, yesterday's stay: they say of when they are.
    if (outcome.kind === "done") await replaceTerms(tx, { shopId, ...outcome.result, now });
  },
});
