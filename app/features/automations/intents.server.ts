import { z } from "zod";

import { appendDecision } from "~/engine/decisions/append.server";
import { attemptOf } from "~/pipeline/outbox/attempt";
import { defineIntent } from "~/pipeline/outbox/definition";
import { findCustomerFacts } from "~/pipeline/projections/customers/queries.server";
import { findShop } from "~/shops/repository.server";

import { NAMESPACE } from "./rules/namespace";

const PayloadSchema = z.object({ customerId: z.string(), tag: z.string(), isWanted: z.boolean() });

type Command = { customerGid: string; tag: string; isWanted: boolean };

/**
 * Makes a customer have a tag in the store, or not have it.
 *
 * What to change is decided at the last moment: a customer who is right already is left alone, so the store does not
 * tell us of what we wrote ourselves. Adding and removing a tag twice is the same as once.
 */
export const setCustomerTag = defineIntent({
  kind: "shopify.set-customer-tag",
  schema: PayloadSchema,
  needsScope: "write_customers",
  maxAttempts: 12,
  onCrash: "repeat",
  async prepare({ customerId, tag, isWanted }, { tx, shopId }) {
    const shop = await findShop(tx, { shopId });
    if (!shop || shop.uninstalledAt) return { kind: "cancel", reason: "shop-uninstalled" };
    const customer = await findCustomerFacts(tx, { shopId, customerId });
    if (!customer) return { kind: "cancel", reason: "customer-gone" };
    const has = customer.tags.some((one) => one.toLowerCase() === tag.toLowerCase());
    if (has === isWanted) return { kind: "cancel", reason: "already-right" };
    return { kind: "go", command: { customerGid: customer.gid, tag, isWanted } satisfies Command };
  },
  async perform({ customerGid, tag, isWanted }, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    const outcome = isWanted
      ? await shopify.addTags(customerGid, [tag])
      : await shopify.removeTags(customerGid, [tag]);
    return attemptOf<null>(outcome, now);
  },
  async settle({ customerId, tag }, outcome, { tx, shopId, intentId, now }) {
    if (outcome.kind !== "dead" && outcome.kind !== "uncertain") return;
    await appendDecision(tx, {
      shopId,
      feature: NAMESPACE,
      outcome: "stopped",
      reason: "tag-not-written",
      params: { tag },
      customerId,
      dedupeKey: `${NAMESPACE}:${intentId}:${outcome.kind}`,
      now,
    });
  },
});
