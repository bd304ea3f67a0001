import { defineSubscriber } from "~/pipeline/events/subscriber";

import { listBackfills } from "../backfill/repository.server";
import { requestReconcile } from "./request.server";

/** A shop that comes back has missed deliveries: what was read before is compared with it, every record of it. */
export const onShopInstalled = defineSubscriber({
  name: "reconcile.on-shop-installed",
  events: ["shop.installed"],
  run: async ({ shopId }, { tx, now }) => {
    const backfills = await listBackfills(tx, { shopId });
    if (backfills.some(({ state }) => state === "done"))
      await requestReconcile(tx, { shopId, cause: "reinstalled", now });
  },
});

/** Without a scope its deliveries do not come either: what was missed is looked for when it is granted again. */
export const onScopesChanged = defineSubscriber({
  name: "reconcile.on-scopes-changed",
  events: ["shop.scopes-changed"],
  run: async ({ shopId }, { tx, now }) => {
    await requestReconcile(tx, { shopId, cause: "scopes-changed", now });
  },
});
