import { z } from "zod";

import { defineIntent } from "~/pipeline/outbox/definition";
import { findShop, type ShopRecord } from "~/shops/repository.server";

import { messageIdOf } from "../../links.server";
import { getSender } from "../../sender.server";
import { fillVariant, parseVariant, scopeOf } from "../fill.server";
import { previewFrame, previewVariables } from "../preview/variables.server";
import { findTemplate, findVariant, findVersion } from "../repository.server";
import { productNeedsOf } from "../rules/product-lists";
import { readBlocks } from "../stored-blocks";

const TestPayload = z.object({
  templateId: z.string(),
  version: z.number().int(),
  language: z.string(),
  /** Of the staff. */
  address: z.string(),
  /** Whose values are shown; null = made up. */
  customerId: z.string().nullable(),
  occasionKey: z.string(),
});
export type TestPayload = z.infer<typeof TestPayload>;

/**
 * Sends a template to somebody of the staff, marked as a test.
 *
 * It is no message to a customer: it counts in no budget, needs no consent, and is in no log of messages. A crash around
 * the call is not repeated: whoever misses their test asks for another.
 */
export const sendTest = defineIntent({
  kind: "email.send-test",
  schema: TestPayload,
  maxAttempts: 3,
  onCrash: "uncertain",

  async prepare(payload, { tx, shopId, now }) {
    const { templateId, version, language, customerId } = payload;
    const shop = await findShop(tx, { shopId });
    if (!shop || shop.uninstalledAt) return { kind: "cancel", reason: "shop-uninstalled" };
    const template = await findTemplate(tx, { shopId, id: templateId });
    const found = template && (await findVersion(tx, { shopId, templateId, version }));
    const variant = found && (await findVariant(tx, { shopId, versionId: found.id, language }));
    if (!variant || variant.text === "") return { kind: "cancel", reason: "template-gone" };
    const needs = productNeedsOf(readBlocks(variant.blocksJson));
    const variables = await previewVariables(tx, { shopId, customerId, language, needs, now });
    const mail = fillVariant(parseVariant(variant), scopeOf(variables, await previewFrame(tx, { shopId })));
    return { kind: "go", command: { ...mail, ...(await envelope(tx, { shop, payload })) } };
  },

  async perform({ subject, ...command }, ports, { now }) {
    const outcome = await ports.email.send({
      ...command,
      subject: `[Test] ${subject}`,
      headers: {},
      sentAt: now,
    });
    switch (outcome.kind) {
      case "accepted":
        return { kind: "done", result: { response: outcome.response } };
      case "deferred":
        return { kind: "unavailable", error: outcome.error };
      case "refused":
        return { kind: "rejected", error: outcome.error };
      case "uncertain":
        return { kind: "uncertain", error: outcome.error };
    }
  },

  settle: () => Promise.resolve(),
});

type Tx = Parameters<typeof getSender>[0];

async function envelope(tx: Tx, { shop, payload }: { shop: ShopRecord; payload: TestPayload }) {
  const { name, address, replyTo } = await getSender(tx, { shop });
  return {
    messageId: messageIdOf({ shopId: shop.id, occasionKey: payload.occasionKey }),
    from: { name, address },
    to: payload.address,
    ...(replyTo ? { replyTo } : {}),
  };
}
