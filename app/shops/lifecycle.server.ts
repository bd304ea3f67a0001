import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import {
  deleteSessions,
  findShopByDomain,
  getShop,
  markUninstalled,
  type ShopFacts,
  type ShopRecord,
  updateShopFacts,
  upsertInstalledShop,
} from "./repository.server";

export type InstallOutcome = { outcome: "installed" | "reinstalled" | "known"; shop: ShopRecord };

/**
 * Takes note that a shop has the app.
 *
 * Safe to repeat: only a first or a renewed installation publishes `shop.installed`.
 */
export function installShop(db: RootDb, { facts, now }: { facts: ShopFacts; now: Date }): Promise<InstallOutcome> {
  return inTransaction(db, async (tx) => {
    const before = await findShopByDomain(tx, { domain: facts.domain });
    const shop = await upsertInstalledShop(tx, { id: before?.id ?? newId(), facts, now });
    if (before && !before.uninstalledAt) return { outcome: "known", shop };
    await publishEvents(
      tx,
      [
        {
          type: "shop.installed",
          payload: { scopes: facts.scopes },
          sourceKey: `shop.installed:${now.toISOString()}`,
          customerId: null,
          subjectId: shop.id,
          occurredAt: now,
        },
      ],
      { shopId: shop.id, now },
    );
    return { outcome: before ? "reinstalled" : "installed", shop };
  });
}

/** Stops everything for a shop that removed the app; its data stays for the grace period. Safe to repeat. */
export async function uninstallShop(
  tx: Tx,
  { shopId, at, now }: { shopId: string; at: Date; now: Date },
): Promise<void> {
  const shop = await getShop(tx, { shopId });
  // A delivery of an earlier removal that comes after the app was installed again.
  if (at < shop.installedAt) return;
  if (!(await markUninstalled(tx, { shopId, at }))) return;
  await deleteSessions(tx, { domain: shop.domain });
  await publishEvents(
    tx,
    [
      {
        type: "shop.uninstalled",
        payload: {},
        sourceKey: `shop.uninstalled:${at.toISOString()}`,
        customerId: null,
        subjectId: shopId,
        occurredAt: at,
      },
    ],
    { shopId, now },
  );
}

/** Takes over changed scopes. Safe to repeat. */
export async function changeScopes(
  tx: Tx,
  { shopId, scopes, at, now }: { shopId: string; scopes: readonly string[]; at: Date; now: Date },
): Promise<void> {
  const joined = scopes.join(",");
  const shop = await getShop(tx, { shopId });
  if (shop.scopes === joined) return;
  await updateShopFacts(tx, { shopId, facts: { scopes: joined }, now });
  await publishEvents(
    tx,
    [
      {
        type: "shop.scopes-changed",
        payload: { scopes: joined },
        sourceKey: `shop.scopes-changed:${at.toISOString()}`,
        customerId: null,
        subjectId: shopId,
        occurredAt: at,
      },
    ],
    { shopId, now },
  );
}
