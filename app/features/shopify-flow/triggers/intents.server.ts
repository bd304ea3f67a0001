import { z } from "zod";

import { appendDecision } from "~/engine/decisions/append.server";
import { attemptOf } from "~/pipeline/outbox/attempt";
import { defineIntent } from "~/pipeline/outbox/definition";
import { findCustomerFacts } from "~/pipeline/projections/customers/queries.server";
import { findShop } from "~/shops/repository.server";

import { isTooLarge, customerNumberOf } from "../rules";
import { TRIGGER_HANDLES } from "../schema";
import { isUsed, readFlowSettings } from "./use.server";

const PayloadSchema = z.object({
  handle: z.enum(TRIGGER_HANDLES),
  customerId: z.string(),
  properties: z.record(z.union([z.string(), z.number()])),
});

type Command = { handle: string; payload: Readonly<Record<string, string | number>> };

/**
 * Tells Shopify Flow that something happened.
 *
 * Flow has no key for it: when the line breaks while it is told, it is told again, and a workflow may run twice.
 * `Occasion` lets a workflow notice.
 */
export const fireTrigger = defineIntent<z.infer<typeof PayloadSchema>, Command, null>({
  kind: "shopify.fire-flow-trigger",
  schema: PayloadSchema,
  maxAttempts: 8,
  onCrash: "repeat",
  async prepare({ handle, customerId, properties }, { tx, shopId }) {
    const shop = await findShop(tx, { shopId });
    if (!shop || shop.uninstalledAt) return { kind: "cancel", reason: "shop-uninstalled" };
    if (!isUsed(await readFlowSettings(tx, { shopId }), handle))
      return { kind: "cancel", reason: "no-workflow" };
    const customer = await findCustomerFacts(tx, { shopId, customerId });
    const number = customerNumberOf(customer?.gid);
    if (number === null) return { kind: "cancel", reason: "customer-gone" };
    const payload = { ...properties, customer_id: Number(number) };
    if (isTooLarge(payload)) return { kind: "cancel", reason: "too-large" };
    return { kind: "go", command: { handle, payload } };
  },
  async perform(signal, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    return attemptOf(await shopify.receiveFlowTrigger(signal), now);
  },
  async settle({ handle, customerId }, outcome, { tx, shopId, intentId, now }) {
    if (outcome.kind !== "dead" && outcome.kind !== "uncertain") return;
    await appendDecision(tx, {
      shopId,
      feature: "shopify-flow",
      outcome: "stopped",
      reason: "trigger-not-told",
      params: { handle, error: outcome.error },
      customerId,
      dedupeKey: `shopify-flow:${intentId}:${outcome.kind}`,
      now,
    });
  },
});
