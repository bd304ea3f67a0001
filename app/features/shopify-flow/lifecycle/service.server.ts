import { inTransaction, type RootDb } from "~/platform/db.server";
import { settleShop } from "~/platform/tenant-guard.server";
import { findShopByDomain } from "~/shops/repository.server";

import { decideUse } from "../rules";
import { LifecycleSchema, TRIGGER_HANDLES } from "../schema";
import { openSignedBody } from "../signature.server";
import { readFlowSettings, writeFlowSettings } from "../triggers/use.server";

type LifecycleResult =
  | { outcome: "noted" }
  /** A shop or a trigger we do not know. Taken all the same: a refusal would keep the merchant from switching on. */
  | { outcome: "unknown" }
  | { outcome: "forged" }
  | { outcome: "malformed" };

/** Takes note of whether a shop's workflows wait for a trigger. Idempotent: the latest news of a trigger hold. */
export async function receiveLifecycle(
  db: RootDb,
  { request, now }: { request: Request; now: Date },
): Promise<LifecycleResult> {
  const opened = await openSignedBody(request);
  if (opened.kind === "forged") return { outcome: "forged" };
  const parsed = LifecycleSchema.safeParse(opened.body);
  if (!parsed.success) return { outcome: "malformed" };
  const { shopify_domain, flow_trigger_definition_id, has_enabled_flow, timestamp } = parsed.data;
  const handle = TRIGGER_HANDLES.find((known) => known === flow_trigger_definition_id);
  const shop = await findShopByDomain(db, { domain: shopify_domain });
  // Removing the app switches its workflows off, and that is told late.
  const isGone = shop?.uninstalledAt != null && has_enabled_flow;
  if (!handle || !shop || isGone) return { outcome: "unknown" };
  settleShop(shop.id);
  const news = { isUsed: has_enabled_flow, at: new Date(timestamp) };
  await inTransaction(
    db,
    async (tx) => {
      const { triggers } = await readFlowSettings(tx, { shopId: shop.id });
      const use = decideUse(triggers[handle], news, now);
      if (use)
        await writeFlowSettings(tx, {
          shopId: shop.id,
          value: { triggers: { ...triggers, [handle]: use } },
          now,
        });
    },
    { shopId: shop.id },
  );
  return { outcome: "noted" };
}
