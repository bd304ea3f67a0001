import type { Db } from "~/platform/db.server";
import { acrossShops } from "~/platform/tenant-guard.server";

/** A merchant's store as every layer above knows it. */
export type ShopRecord = {
  id: string;
  domain: string;
  name: string;
  email: string | null;
  currencyCode: string;
  ianaTimezone: string;
  countryCode: string | null;
  /** Comma separated and sorted. */
  scopes: string;
  /** Nothing older is known; null = the whole history is. */
  historySinceAt: Date | null;
  installedAt: Date;
  uninstalledAt: Date | null;
};

const FIELDS = {
  id: true,
  domain: true,
  name: true,
  email: true,
  currencyCode: true,
  ianaTimezone: true,
  countryCode: true,
  scopes: true,
  historySinceAt: true,
  installedAt: true,
  uninstalledAt: true,
} as const;

/** Every job and every batch asks for its shop: past Prisma, whose compiler would take longer than the rest. */
export async function findShop(db: Db, { shopId }: { shopId: string }): Promise<ShopRecord | null> {
  const [row] = await db.$queryRaw<ShopRecord[]>`
    SELECT "id", "domain", "name", "email", "currencyCode", "ianaTimezone", "countryCode", "scopes",
      "historySinceAt", "installedAt", "uninstalledAt"
    FROM "Shop" WHERE "id" = ${shopId}`;
  return row ?? null;
}

/** @throws Error when the shop is unknown: an id that did not come from a request or a job of ours. */
export async function getShop(db: Db, { shopId }: { shopId: string }): Promise<ShopRecord> {
  const shop = await findShop(db, { shopId });
  if (!shop) throw new Error(`no shop has the id "${shopId}"`);
  return shop;
}

export function findShopByDomain(db: Db, { domain }: { domain: string }): Promise<ShopRecord | null> {
  return db.shop.findUnique({ where: { domain }, select: FIELDS });
}

/** Ids of shops that have the app now: for sweeps. */
export async function listInstalledShopIds(db: Db): Promise<string[]> {
  const rows = await acrossShops("a sweep over shops", () =>
    db.shop.findMany({ where: { uninstalledAt: null }, select: { id: true } }),
  );
  return rows.map((row) => row.id);
}

/** Ids of shops that have the app and something saved under a key of settings: for sweeps. */
export async function listShopIdsWithSetting(db: Db, { key }: { key: string }): Promise<string[]> {
  const rows = await acrossShops("a sweep over shops", () =>
    db.shopSetting.findMany({ where: { key, shop: { uninstalledAt: null } }, select: { shopId: true } }),
  );
  return rows.map((row) => row.shopId);
}

export type ShopFacts = Pick<
  ShopRecord,
  "domain" | "name" | "email" | "currencyCode" | "ianaTimezone" | "countryCode" | "scopes"
> & { gid: string | null };

/**
 * Stores what Shopify says of a shop that has the app, for the first time, again or still.
 *
 * Safe to repeat: one row per domain; the id of an earlier installation is kept.
 *
 * @param row.installedAt When this installation began.
 */
export async function upsertInstalledShop(
  db: Db,
  { id, facts, installedAt, now }: { id: string; facts: ShopFacts; installedAt: Date; now: Date },
): Promise<ShopRecord> {
  const row = {
    ...facts,
    installedAt,
    uninstalledAt: null,
    factsVersionAt: now,
    scopesVersionAt: now,
    updatedAt: now,
  };
  return db.shop.upsert({
    where: { domain: facts.domain },
    create: { ...row, id, createdAt: now },
    update: row,
    select: FIELDS,
  });
}

/** Takes over what `shop/update` said at `versionAt`, unless newer is known. @returns false when it is. */
export async function updateShopFacts(
  db: Db,
  {
    shopId,
    facts,
    versionAt,
    now,
  }: { shopId: string; facts: Partial<Omit<ShopFacts, "domain" | "scopes">>; versionAt: Date; now: Date },
): Promise<boolean> {
  const { count } = await db.shop.updateMany({
    where: { id: shopId, OR: [{ factsVersionAt: null }, { factsVersionAt: { lte: versionAt } }] },
    data: { ...facts, factsVersionAt: versionAt, updatedAt: now },
  });
  return count === 1;
}

/** Since when the shop's orders are in our tables; null = all are. */
export async function updateHistorySince(
  db: Db,
  { shopId, historySinceAt }: { shopId: string; historySinceAt: Date | null },
): Promise<void> {
  await db.shop.update({ where: { id: shopId }, data: { historySinceAt } });
}

/** Takes over the scopes granted at `versionAt`, unless newer are known. @returns false when they are. */
export async function updateScopes(
  db: Db,
  { shopId, scopes, versionAt, now }: { shopId: string; scopes: string; versionAt: Date; now: Date },
): Promise<boolean> {
  const { count } = await db.shop.updateMany({
    where: { id: shopId, OR: [{ scopesVersionAt: null }, { scopesVersionAt: { lte: versionAt } }] },
    data: { scopes, scopesVersionAt: versionAt, updatedAt: now },
  });
  return count === 1;
}

/**
 * Takes note that the app was removed at `at`, unless Shopify has shown since then that the shop has it.
 *
 * @returns true when the shop had the app until now.
 */
export async function markUninstalled(
  db: Db,
  { shopId, at, now }: { shopId: string; at: Date; now: Date },
): Promise<boolean> {
  const { count } = await db.shop.updateMany({
    where: {
      id: shopId,
      uninstalledAt: null,
      OR: [{ factsVersionAt: null }, { factsVersionAt: { lte: at } }],
    },
    data: { uninstalledAt: at, updatedAt: now },
  });
  return count === 1;
}

/** Forgets the tokens of a shop: they are dead after an uninstall. */
export async function deleteSessions(db: Db, { domain }: { domain: string }): Promise<void> {
  await db.session.deleteMany({ where: { shop: domain } });
}

/** Deletes a shop; what belongs to it must be gone by then. @returns how many rows: 0 when it was gone already. */
export async function deleteShop(db: Db, { shopId }: { shopId: string }): Promise<number> {
  const { count } = await db.shop.deleteMany({ where: { id: shopId } });
  return count;
}

/** Shops that removed the app before `before`: for the sweep that ends the grace period. */
export async function listShopIdsUninstalledBefore(db: Db, { before }: { before: Date }): Promise<string[]> {
  const rows = await acrossShops("a sweep over shops", () =>
    db.shop.findMany({ where: { uninstalledAt: { lt: before } }, select: { id: true } }),
  );
  return rows.map((row) => row.id);
}

/** Ids of all shops, those that removed the app among them: for sweeps. */
export async function listShopIds(db: Db): Promise<string[]> {
  const rows = await acrossShops("a sweep over shops", () => db.shop.findMany({ select: { id: true } }));
  return rows.map((row) => row.id);
}

export async function findSettingJson(
  db: Db,
  { shopId, key }: { shopId: string; key: string },
): Promise<string | null> {
  const [row] = await db.$queryRaw<{ valueJson: string }[]>`
    SELECT "valueJson" FROM "ShopSetting" WHERE "shopId" = ${shopId} AND "key" = ${key}`;
  return row?.valueJson ?? null;
}

export async function deleteSetting(db: Db, { shopId, key }: { shopId: string; key: string }): Promise<void> {
  await db.shopSetting.deleteMany({ where: { shopId, key } });
}

export async function upsertSettingJson(
  db: Db,
  { shopId, key, valueJson, now }: { shopId: string; key: string; valueJson: string; now: Date },
): Promise<void> {
  await db.shopSetting.upsert({
    where: { shopId_key: { shopId, key } },
    create: { shopId, key, valueJson, updatedAt: now },
    update: { valueJson, updatedAt: now },
  });
}
