import type { Tx } from "~/platform/db.server";
import { deriveId } from "~/platform/ids.server";

import { listCatalogueIds, listLooks, saveLooks } from "../repository/looks.server";
import { findVisitor, saveVisit } from "../repository/visitors.server";
import { type Look, MOST_PRODUCTS, QUIET_MS } from "../rules";
import type { Batch } from "../schema";
import { endVisit } from "../visits/end-visit.server";

type Added = { shopId: string; visitorKey: string; customerId: string; sights: Batch["sights"]; now: Date };

/** Adds what a known person looked at to the visit that is under way, or begins one. Only products of the shop count. */
export async function addLooks(
  tx: Tx,
  { shopId, visitorKey, customerId, sights, now }: Added,
): Promise<void> {
  const visit = { shopId, visitorKey, visitStartedAt: await currentVisit(tx, { shopId, visitorKey, now }) };
  const looked = sights.flatMap((sight) =>
    sight.kind === "product-viewed" || sight.kind === "product-carted"
      ? [{ id: deriveId(shopId, sight.product), isCarted: sight.kind === "product-carted" }]
      : [],
  );
  const known = await listCatalogueIds(tx, { shopId, ids: looked.map(({ id }) => id) });
  const looks = new Map((await listLooks(tx, visit)).map((look) => [look.productId, look]));
  const changed = new Map<string, Look>();
  for (const { id: productId, isCarted } of looked) {
    if (!known.has(productId) || (!looks.has(productId) && looks.size >= MOST_PRODUCTS)) continue;
    const before = looks.get(productId) ?? { productId, viewCount: 0, isCarted: false, lastViewedAt: now };
    const look = {
      ...before,
      viewCount: before.viewCount + (isCarted ? 0 : 1),
      isCarted: before.isCarted || isCarted,
      lastViewedAt: now,
    };
    looks.set(productId, look);
    changed.set(productId, look);
  }
  await saveLooks(tx, { ...visit, customerId, looks: [...changed.values()] });
}

/** When the visit under way began. One that was over is told of first. */
async function currentVisit(
  tx: Tx,
  { shopId, visitorKey, now }: Pick<Added, "shopId" | "visitorKey" | "now">,
): Promise<Date> {
  const visitor = await findVisitor(tx, { shopId, visitorKey });
  const started = visitor?.visitStartedAt ?? null;
  const isOver = visitor?.visitEndsAt != null && visitor.visitEndsAt <= now;
  if (visitor && isOver) await endVisit(tx, { ...visitor }, { shopId, now });
  const visitStartedAt = started === null || isOver ? now : started;
  const visitEndsAt = new Date(now.getTime() + QUIET_MS);
  await saveVisit(tx, { shopId, visitorKey, visitStartedAt, visitEndsAt, lastSeenAt: now });
  return visitStartedAt;
}
