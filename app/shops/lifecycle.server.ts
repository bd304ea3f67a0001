import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { newShopId } from "~/platform/ids.server";

import {
  deleteSessions,
  findShopByDomain,
  getShop,
  markUninstalled,
  type ShopFacts,
  type ShopRecord,
  updateScopes,
  upsertInstalledShop,
} from "./repository.server";

/*
 * A shop is unknown → installed → uninstalled → installed again … Deliveries about it come late and in any order: one
 * that is older than the present installation, or than the scopes we know, changes nothing.
 */

export type InstallOutcome = { outcome: "installed" | "reinstalled" | "known"; shop: ShopRecord };

/**
 * Takes note that a shop has the app.
 *
 * Safe to repeat: only a first or a renewed installation publishes `shop.installed`; one that is known but brings other
 * scopes publishes `shop.scopes-changed`.
 */
export async function installShop(
  db: RootDb,
  { facts, now }: { facts: ShopFacts; now: Date },
): Promise<InstallOutcome> {
  // A shop that is not known yet takes its turn by its domain.
  const known = await findShopByDomain(db, { domain: facts.domain });
  return inTransaction(db, (tx) => installInTurn(tx, { facts, now }), { shopId: known?.id ?? facts.domain });
}

async function installInTurn(
  tx: Tx,
  { facts, now }: { facts: ShopFacts; now: Date },
): Promise<InstallOutcome> {
  const before = await findShopByDomain(tx, { domain: facts.domain });
  const isKnown = before !== null && before.uninstalledAt === null;
  const shop = await upsertInstalledShop(tx, {
    id: before?.id ?? newShopId(),
    facts: { ...facts, scopes: sortScopes(facts.scopes.split(",")) },
    installedAt: isKnown ? before.installedAt : now,
    now,
  });
  if (before) await publishZoneChanged(tx, { before, ianaTimezone: shop.ianaTimezone, at: now, now });
  if (isKnown) {
    if (sortScopes(before.scopes.split(",")) !== shop.scopes)
      await publishScopesChanged(tx, { shop, at: now, now });
    return { outcome: "known", shop };
  }
  await publishEvents(
    tx,
    [
      {
        type: "shop.installed",
        payload: { scopes: shop.scopes },
        sourceKey: `shop.installed:${now.toISOString()}`,
        customerId: null,
        subjectId: shop.id,
        occurredAt: now,
      },
    ],
    { shopId: shop.id, now },
  );
  return { outcome: before ? "reinstalled" : "installed", shop };
}

/** Stops everything for a shop that removed the app; its data stays for the grace period. Safe to repeat. */
export async function uninstallShop(
  tx: Tx,
  { shopId, at, now }: { shopId: string; at: Date; now: Date },
): Promise<void> {
  const shop = await getShop(tx, { shopId });
  // A delivery of an earlier removal that comes after the app was installed again.
  if (at < shop.installedAt) return;
  if (!(await markUninstalled(tx, { shopId, at, now }))) return;
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

/** Takes over the scopes granted at `at`, unless newer ones are known. Safe to repeat. */
export async function changeScopes(
  tx: Tx,
  { shopId, scopes, at, now }: { shopId: string; scopes: readonly string[]; at: Date; now: Date },
): Promise<void> {
  const before = await getShop(tx, { shopId });
  if (!(await updateScopes(tx, { shopId, scopes: sortScopes(scopes), versionAt: at, now }))) return;
  const shop = await getShop(tx, { shopId });
  if (shop.scopes !== sortScopes(before.scopes.split(","))) await publishScopesChanged(tx, { shop, at, now });
}

/** Tells of another zone, if it is another. Safe to repeat: by the instant it was told. */
export async function publishZoneChanged(
  tx: Tx,
  { before, ianaTimezone, at, now }: { before: ShopRecord; ianaTimezone: string; at: Date; now: Date },
): Promise<void> {
  if (before.ianaTimezone === ianaTimezone) return;
  await publishEvents(
    tx,
    [
      {
        type: "shop.zone-changed",
        payload: { ianaTimezone, formerTimezone: before.ianaTimezone },
        sourceKey: `shop.zone-changed:${at.toISOString()}`,
        customerId: null,
        subjectId: before.id,
        occurredAt: at,
      },
    ],
    { shopId: before.id, now },
  );
}

async function publishScopesChanged(
  tx: Tx,
  { shop, at, now }: { shop: ShopRecord; at: Date; now: Date },
): Promise<void> {
  await publishEvents(
    tx,
    [
      {
        type: "shop.scopes-changed",
        payload: { scopes: shop.scopes },
        sourceKey: `shop.scopes-changed:${at.toISOString()}`,
        customerId: null,
        subjectId: shop.id,
        occurredAt: at,
      },
    ],
    { shopId: shop.id, now },
  );
}

/** Scopes come in any order; sorted, the same ones are the same text. */
function sortScopes(scopes: readonly string[]): string {
  return scopes
    .map((scope) => scope.trim())
    .filter(Boolean)
    .sort()
    .join(",");
}
