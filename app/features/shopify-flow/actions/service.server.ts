import { inTransaction, type RootDb } from "~/platform/db.server";
import { settleShop } from "~/platform/tenant-guard.server";
import { findShopByDomain, type ShopRecord } from "~/shops/repository.server";

import { ACTION_FIELDS, type ActionHandle, ActionRequestSchema } from "../schema";
import { openSignedBody } from "../signature.server";
import { perform } from "./perform.server";
import { type Answered, claimActionRun, getActionRun, saveActionRun } from "./repository.server";

type ActionOutcome =
  | { outcome: "done"; message: string }
  /** Not done, for a reason the merchant can read in the workflow's run. */
  | { outcome: "refused"; message: string }
  | { outcome: "unknown-action" }
  | { outcome: "unknown-shop" }
  | { outcome: "malformed"; message: string }
  | { outcome: "forged" };

/**
 * Does what a workflow in Shopify Flow asks for.
 *
 * Idempotent by (shop, action_run_id): Shopify asks again until it is answered, and gets the first answer.
 */
export async function runFlowAction(
  db: RootDb,
  { handle: named, request, now }: { handle: string; request: Request; now: Date },
): Promise<ActionOutcome> {
  const opened = await openSignedBody(request);
  if (opened.kind === "forged") return { outcome: "forged" };
  if (!isAction(named)) return { outcome: "unknown-action" };
  const parsed = ActionRequestSchema.safeParse(opened.body);
  if (!parsed.success) return { outcome: "malformed", message: problemOf(parsed.error.issues) };
  const { shopify_domain: domain, action_run_id: actionRunId, properties } = parsed.data;
  const fields = ACTION_FIELDS[named].safeParse(properties);
  if (!fields.success) return { outcome: "malformed", message: problemOf(fields.error.issues) };
  const shop = await findShopByDomain(db, { domain });
  if (!shop || shop.uninstalledAt) return { outcome: "unknown-shop" };
  settleShop(shop.id);
  const asked = { handle: named, fields: fields.data, customer: properties.customer_id, actionRunId };
  const { isDone, message } = await runOnce(db, { shop, asked, now });
  return { outcome: isDone ? "done" : "refused", message };
}

type Asked = Parameters<typeof perform>[1]["asked"];

function runOnce(
  db: RootDb,
  { shop, asked, now }: { shop: ShopRecord; asked: Asked; now: Date },
): Promise<Answered> {
  const key = { shopId: shop.id, actionRunId: asked.actionRunId };
  return inTransaction(
    db,
    async (tx) => {
      if (!(await claimActionRun(tx, { ...key, handle: asked.handle, now }))) return getActionRun(tx, key);
      const answered = await perform(tx, { shop, asked, now });
      await saveActionRun(tx, { ...key, ...answered });
      return answered;
    },
    { shopId: shop.id },
  );
}

function isAction(name: string): name is ActionHandle {
  return Object.hasOwn(ACTION_FIELDS, name);
}

function problemOf(issues: readonly { path: (string | number)[]; message: string }[]): string {
  const [issue] = issues;
  return `${issue?.path.join(".") || "body"}: ${issue?.message ?? "unusable"}`;
}
