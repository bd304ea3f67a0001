import { z } from "zod";

import { attemptOf } from "~/pipeline/outbox/attempt";
import { defineIntent } from "~/pipeline/outbox/definition";
import { findShop } from "~/shops/repository.server";

import { appMetafields } from "../registry.server";
import { differenceOf, type Values } from "../rules";

/** Where Liquid finds them: `app.metafields.perennial.<key>`. */
const NAMESPACE = "perennial";

type Command = { desired: Values; types: Readonly<Record<string, string>> };

/**
 * Makes the app's own metafields of a shop be what its settings say. They are few, so what the store has is read first,
 * and nothing is written where nothing differs. Writing twice is the same as once.
 */
export const setAppMetafields = defineIntent<Record<string, never>, Command, null>({
  kind: "shopify.set-app-metafields",
  schema: z.object({}).strict(),
  maxAttempts: 12,
  onCrash: "repeat",
  async prepare(_payload, { tx, shopId, now }) {
    const shop = await findShop(tx, { shopId });
    if (!shop || shop.uninstalledAt) return { kind: "cancel", reason: "shop-uninstalled" };
    const desired: Record<string, string> = {};
    for (const { key, present } of appMetafields()) {
      const value = await present(tx, { shopId, now });
      if (value !== null) desired[key] = value;
    }
    const types = Object.fromEntries(appMetafields().map(({ key, type }) => [key, type]));
    return { kind: "go", command: { desired, types } };
  },
  async perform({ desired, types }, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    const read = await shopify.readAppMetafields(NAMESPACE);
    if (read.kind !== "done") return attemptOf<null>(read, now);
    const { ownerGid, values } = read.result;
    const { set, remove } = differenceOf(desired, values);
    const wishes = set.map((key) => ({
      ...{ ownerGid, namespace: NAMESPACE, key, type: types[key] ?? "", value: desired[key] ?? "" },
    }));
    for (const outcome of [
      wishes.length > 0 ? await shopify.setMetafields(wishes) : null,
      remove.length > 0
        ? await shopify.deleteMetafields(remove.map((key) => ({ ownerGid, namespace: NAMESPACE, key })))
        : null,
    ]) {
      if (outcome !== null && outcome.kind !== "done") return attemptOf<null>(outcome, now);
    }
    return { kind: "done", result: null };
  },
  settle: () => Promise.resolve(),
});
