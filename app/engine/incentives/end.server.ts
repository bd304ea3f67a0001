import { z } from "zod";

import { attemptOf } from "~/pipeline/outbox/attempt";
import { defineIntent } from "~/pipeline/outbox/definition";
import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import type { Tx } from "~/platform/db.server";

import { findCode, type IssuedCodeRow } from "./repository.server";

/** Sets the end of a code at Shopify to the one it has here. The end is absolute, so a repeat changes nothing. */
export const updateCodeEnd = defineIntent({
  kind: "shopify.update-code-end",
  schema: z.object({ codeId: z.string() }),
  needsScope: "write_discounts",
  maxAttempts: 12,
  onCrash: "repeat",

  async prepare({ codeId }, { tx, shopId }) {
    const code = await findCode(tx, { shopId, codeId });
    if (!code?.discountGid || code.removedAt) return { kind: "cancel", reason: "gone" };
    const kind = code.kind === "free-shipping" ? "shipping" : "goods";
    return { kind: "go", command: { discountGid: code.discountGid, kind, endsAt: code.expiresAt } as const };
  },

  async perform(command, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    return attemptOf(await shopify.updateDiscountEnd(command), now);
  },

  // Not done, it ends here all the same: the sweep takes it out of the store when its time is over.
  settle: () => Promise.resolve(),
});

/** Asks for the end of a code to be moved at Shopify. Safe to repeat: once per code and end. */
export async function moveEnd(tx: Tx, code: IssuedCodeRow, now: Date): Promise<void> {
  const { shopId, id: codeId, customerId, expiresAt } = code;
  await enqueueIntent(tx, updateCodeEnd, {
    shopId,
    dedupeKey: `update-code-end:${codeId}:${expiresAt.getTime()}`,
    payload: { codeId },
    customerId,
    now,
  });
}
