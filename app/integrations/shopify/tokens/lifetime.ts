import { DAY_MS, MINUTE_MS } from "~/kit/duration";

import type { OfflineSession } from "./repository.server";

/** Renewed when less than this is left: earlier than the library's five minutes, so that it finds a good token. */
export const RENEW_BEFORE_MS = 10 * MINUTE_MS;
/** A refresh token lives 90 days; renewed when it has less than this, i.e. is older than 30 days. */
export const KEEP_ALIVE_BEFORE_MS = 60 * DAY_MS;

export type TokenNeed =
  | { kind: "use" }
  /** `mayStillUse`: works for now if the renewal does not come through. */
  | { kind: "renew"; refreshToken: string; mayStillUse: boolean }
  | { kind: "lost"; error: string };

/**
 * What to do with a session before a call.
 *
 * A session with a refresh token but no expiry comes from an answer without `expires_in`: its age is unknown, so it is
 * renewed. One with neither is a token that does not expire.
 *
 * @param refusedToken An access token Shopify has just answered 401 to.
 */
export function decideTokenNeed(
  session: OfflineSession,
  { now, refusedToken }: { now: Date; refusedToken: string | null },
): TokenNeed {
  const isRefused = session.accessToken === refusedToken;
  const leftMs = session.expires ? session.expires.getTime() - now.getTime() : null;
  const isFresh = leftMs === null ? session.refreshToken === null : leftMs >= RENEW_BEFORE_MS;
  if (isFresh && !isRefused) return { kind: "use" };
  const mayStillUse = !isRefused && (leftMs === null || leftMs > 0);
  if (session.refreshToken === null) {
    return mayStillUse ? { kind: "use" } : { kind: "lost", error: "the token is dead and cannot be renewed" };
  }
  if (session.refreshTokenExpires && session.refreshTokenExpires <= now) {
    return mayStillUse
      ? { kind: "use" }
      : { kind: "lost", error: "the refresh token ran out: the merchant has to open the app" };
  }
  return { kind: "renew", refreshToken: session.refreshToken, mayStillUse };
}
