import { randomBytes } from "node:crypto";

import type { Installation } from "../state/app-model";
import type { Shop } from "../state/model";

/**
 * Tokens of one installation. An offline access token either lives for an hour and is renewed by a refresh
 * token, or never ends. A refresh token is spent when it is used; it can be sent again, to get its one
 * replacement again, until that replacement is used itself: so a lost answer does not cost the chain.
 */
const OFFLINE_LIFETIME_SECONDS = 3600;
const ONLINE_LIFETIME_SECONDS = 86_399;
const REFRESH_LIFETIME_SECONDS = 7_776_000;
/** A spent refresh token can be sent again for 30 days at most. */
const RETRY_WINDOW_MS = 30 * 86_400_000;
/** The last instant a Date can hold. */
const NEVER = new Date(8_640_000_000_000_000);

export type AccessTokenAnswer = {
  access_token: string;
  scope: string;
  expires_in?: number;
  refresh_token?: string;
  refresh_token_expires_in?: number;
};

type AssociatedUser = {
  id: number;
  first_name: string;
  last_name: string;
  email: string;
  email_verified: boolean;
  account_owner: boolean;
  locale: string;
  collaborator: boolean;
};

export type OnlineTokenAnswer = AccessTokenAnswer & {
  expires_in: number;
  associated_user_scope: string;
  associated_user: AssociatedUser;
};

const secondsFromNow = (seconds: number): Date => new Date(Date.now() + seconds * 1000);

const newToken = (prefix: "shpat" | "shprt"): string => `${prefix}_${randomBytes(16).toString("hex")}`;

function issueAccessToken(
  installation: Installation,
  kind: "offline" | "online",
  expiresAt: Date,
): { access_token: string; scope: string } {
  const now = Date.now();
  installation.accessTokens = installation.accessTokens.filter((known) => known.expiresAt.getTime() > now);
  const token = newToken("shpat");
  installation.accessTokens.push({ token, kind, expiresAt });
  return { access_token: token, scope: installation.scopes.join(",") };
}

function expiringPair(installation: Installation, refreshToken: string): AccessTokenAnswer {
  const refresh = installation.refreshTokens.find((known) => known.token === refreshToken);
  const leftMs = (refresh?.expiresAt.getTime() ?? Date.now()) - Date.now();
  return {
    ...issueAccessToken(installation, "offline", secondsFromNow(OFFLINE_LIFETIME_SECONDS)),
    expires_in: OFFLINE_LIFETIME_SECONDS,
    refresh_token: refreshToken,
    refresh_token_expires_in: Math.round(leftMs / 1000),
  };
}

function addRefreshToken(installation: Installation): string {
  const token = newToken("shprt");
  const expiresAt = secondsFromNow(REFRESH_LIFETIME_SECONDS);
  installation.refreshTokens.push({ token, expiresAt, usedAt: null, replacedBy: null });
  return token;
}

/** A new offline token; one chain of refresh tokens per shop, so an earlier chain ends. */
export function issueOfflineToken(
  installation: Installation,
  { expiring }: { expiring: boolean },
): AccessTokenAnswer {
  if (!expiring) return issueAccessToken(installation, "offline", NEVER);
  installation.refreshTokens = [];
  return expiringPair(installation, addRefreshToken(installation));
}

/** A token of one member of staff, good for a day; the only member of staff here owns the shop. */
export function issueOnlineToken(installation: Installation, shop: Shop, userId: number): OnlineTokenAnswer {
  return {
    ...issueAccessToken(installation, "online", secondsFromNow(ONLINE_LIFETIME_SECONDS)),
    expires_in: ONLINE_LIFETIME_SECONDS,
    associated_user_scope: installation.scopes.join(","),
    associated_user: {
      id: userId,
      first_name: shop.ownerFirstName,
      last_name: shop.ownerLastName,
      email: shop.email,
      email_verified: true,
      account_owner: true,
      locale: "en",
      collaborator: false,
    },
  };
}

/** The next pair of a chain; null when the refresh token is unknown, expired or retired. */
export function refreshOfflineToken(
  installation: Installation,
  refreshToken: string,
): AccessTokenAnswer | null {
  const known = installation.refreshTokens.find((candidate) => candidate.token === refreshToken);
  if (!known || known.expiresAt.getTime() <= Date.now()) return null;
  if (known.usedAt && known.replacedBy) {
    const stillRetriable = Date.now() - known.usedAt.getTime() < RETRY_WINDOW_MS;
    return stillRetriable ? expiringPair(installation, known.replacedBy) : null;
  }
  installation.refreshTokens = installation.refreshTokens.filter((other) => other.replacedBy !== known.token);
  const replacement = addRefreshToken(installation);
  known.usedAt = new Date();
  known.replacedBy = replacement;
  return expiringPair(installation, replacement);
}

/** A non-expiring offline token becomes an expiring pair and dies itself; null when it is no such token. */
export function migrateOfflineToken(installation: Installation, token: string): AccessTokenAnswer | null {
  const known = installation.accessTokens.find(
    (candidate) => candidate.token === token && candidate.expiresAt.getTime() === NEVER.getTime(),
  );
  if (!known) return null;
  installation.accessTokens = installation.accessTokens.filter((other) => other !== known);
  return issueOfflineToken(installation, { expiring: true });
}
