import { z } from "zod";

import { appendDecision } from "~/engine/decisions/append.server";
import { attemptOf } from "~/pipeline/outbox/attempt";
import { defineIntent } from "~/pipeline/outbox/definition";
import { findShop } from "~/shops/repository.server";
import { readSetting } from "~/shops/settings.server";

import { findIntendedTag, findVipCustomer, saveIntendedTags } from "./repository.server";
import { decideTagChange, isSettling, managedTags, type TagChange } from "./rules";
import { VIP_SETTINGS_KEY, VipSettingsSchema } from "./schema";

const PayloadSchema = z.object({
  customerId: z.string(),
  /** Why: `tier` when the customer moved, `repair` when somebody else had changed the tags. */
  cause: z.enum(["tier", "repair"]),
});

type Command = TagChange & { customerGid: string };

/**
 * Makes the customer's VIP tags in the store what they should be.
 *
 * It carries no tags: what to change is decided at the last moment, so that two quick moves end right in any order.
 * Adding and removing tags twice is the same as once, so a crash leads to a repeat.
 */
export const setVipTags = defineIntent({
  kind: "shopify.set-vip-tags",
  schema: PayloadSchema,
  needsScope: "write_customers",
  maxAttempts: 12,
  onCrash: "repeat",
  async prepare({ customerId, cause }, { tx, shopId, now }) {
    const shop = await findShop(tx, { shopId });
    if (!shop || shop.uninstalledAt) return { kind: "cancel", reason: "shop-uninstalled" };
    const customer = await findVipCustomer(tx, { shopId, customerId });
    if (!customer) return { kind: "cancel", reason: "customer-gone" };
    const settings = await readSetting(tx, { shopId, key: VIP_SETTINGS_KEY, schema: VipSettingsSchema });
    const intended = await findIntendedTag(tx, { shopId, customerId });
    // A change of ours left after this repair was asked for: whoever sees it come back looks again.
    if (cause === "repair" && intended && isSettling(intended.askedAt, now))
      return { kind: "cancel", reason: "settling" };
    const wanted = intended?.tag ?? null;
    const change = decideTagChange({ current: customer.tags, wanted, managed: managedTags(settings) });
    if (change.add.length + change.remove.length === 0) return { kind: "cancel", reason: "already-right" };
    // The line may have been down for long: the time to settle runs from the change, not from the wish.
    if (cause === "tier") await saveIntendedTags(tx, { shopId, tags: [{ customerId, tag: wanted }], now });
    return { kind: "go", command: { ...change, customerGid: customer.gid } satisfies Command };
  },
  async perform({ add, remove, customerGid }, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    for (const outcome of [
      remove.length > 0 ? await shopify.removeTags(customerGid, remove) : null,
      add.length > 0 ? await shopify.addTags(customerGid, add) : null,
    ]) {
      if (outcome !== null && outcome.kind !== "done") return attemptOf<TagChange>(outcome, now);
    }
    return { kind: "done", result: { add, remove } };
  },
  async settle({ customerId, cause }, outcome, { tx, shopId, intentId, now }) {
    if (outcome.kind === "cancelled") return;
    if (outcome.kind !== "done") {
      return appendDecision(tx, {
        shopId,
        feature: "vip",
        outcome: "stopped",
        reason: "tags-not-written",
        params: { error: outcome.error },
        customerId,
        dedupeKey: `vip:${intentId}:${outcome.kind}`,
        now,
      });
    }
    const { add, remove } = outcome.result;
    const intended = await findIntendedTag(tx, { shopId, customerId });
    if (intended) await saveIntendedTags(tx, { shopId, tags: [{ customerId, tag: intended.tag }], now });
    const reason = cause === "repair" ? "restored" : "changed";
    for (const [kind, tags] of [["tagged", add] as const, ["untagged", remove] as const]) {
      for (const tag of tags) {
        await appendDecision(tx, {
          shopId,
          feature: "vip",
          outcome: kind,
          reason: `${kind}-${reason}`,
          params: { tag },
          customerId,
          dedupeKey: `vip:${intentId}:${kind}:${tag.toLowerCase()}`,
          now,
        });
      }
    }
  },
});
