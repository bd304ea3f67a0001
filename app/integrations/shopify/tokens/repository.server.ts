import type { Db } from "~/platform/db.server";
import { acrossShops } from "~/platform/tenant-guard.server";

/** The offline session of a shop as `@shopify/shopify-app-session-storage-prisma` stores it. */
export type OfflineSession = {
  shop: string;
  accessToken: string;
  /** Null: never expires, or the library met an answer without `expires_in`. */
  expires: Date | null;
  refreshToken: string | null;
  refreshTokenExpires: Date | null;
};

const FIELDS = {
  shop: true,
  accessToken: true,
  expires: true,
  refreshToken: true,
  refreshTokenExpires: true,
} as const;

/** The shop's offline session; null when it never opened the app or has uninstalled it. */
export function findOfflineSession(
  db: Db,
  { shopDomain }: { shopDomain: string },
): Promise<OfflineSession | null> {
  return db.session.findFirst({
    where: { id: offlineSessionId(shopDomain), shop: shopDomain },
    select: FIELDS,
  });
}

/** What a renewal brought; a null date or token leaves what is stored. */
export type RenewedTokens = {
  accessToken: string;
  expires: Date;
  refreshToken: string | null;
  refreshTokenExpires: Date | null;
  scope: string | null;
};

/**
 * Stores renewed tokens, unless the session was replaced since `usedRefreshToken` was read.
 *
 * @returns false when it was: a merchant opened the app meanwhile, and what that brought is newer than ours.
 */
export async function claimTokenReplacement(
  db: Db,
  {
    shopDomain,
    usedRefreshToken,
    tokens,
  }: { shopDomain: string; usedRefreshToken: string; tokens: RenewedTokens },
): Promise<boolean> {
  const { refreshToken, refreshTokenExpires, scope, ...always } = tokens;
  const { count } = await db.session.updateMany({
    where: { id: offlineSessionId(shopDomain), shop: shopDomain, refreshToken: usedRefreshToken },
    data: {
      ...always,
      ...(refreshToken === null ? {} : { refreshToken }),
      ...(refreshTokenExpires === null ? {} : { refreshTokenExpires }),
      ...(scope === null ? {} : { scope }),
    },
  });
  return count === 1;
}

/**
 * Takes the right to renew a shop's token until `leasedUntil`.
 *
 * @returns true for one holder at a time, in all processes.
 */
export async function claimRefreshLease(
  db: Db,
  {
    shopDomain,
    holder,
    now,
    leasedUntil,
  }: { shopDomain: string; holder: string; now: Date; leasedUntil: Date },
): Promise<boolean> {
  const count = await db.$executeRaw`
    INSERT INTO "TokenRefreshLock" ("shop", "holder", "leasedUntil") VALUES (${shopDomain}, ${holder}, ${leasedUntil})
    ON CONFLICT ("shop") DO UPDATE SET "holder" = ${holder}, "leasedUntil" = ${leasedUntil}
    WHERE "TokenRefreshLock"."leasedUntil" <= ${now}`;
  return count === 1;
}

/** Gives the right back; one that ran out and was taken over is left alone. */
export async function deleteRefreshLease(
  db: Db,
  { shopDomain, holder }: { shopDomain: string; holder: string },
): Promise<void> {
  await db.tokenRefreshLock.deleteMany({ where: { shop: shopDomain, holder } });
}

/** Shops whose refresh token dies before `before` (and has not yet): nobody but us keeps them alive. */
export async function listShopsToKeepAlive(
  db: Db,
  { now, before }: { now: Date; before: Date },
): Promise<string[]> {
  const rows = await acrossShops("a sweep over shops", () =>
    db.session.findMany({
      where: { isOnline: false, refreshToken: { not: null }, refreshTokenExpires: { gt: now, lt: before } },
      select: { shop: true },
      orderBy: { refreshTokenExpires: "asc" },
    }),
  );
  return rows.map((row) => row.shop);
}

/** The id `@shopify/shopify-api` gives to a shop's offline session. */
function offlineSessionId(shopDomain: string): string {
  return `offline_${shopDomain}`;
}
