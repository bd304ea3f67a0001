import { setTimeout as sleep } from "node:timers/promises";

import { MINUTE_MS, SECOND_MS } from "~/kit/duration";
import { wallNow } from "~/platform/clock.server";
import type { RootDb } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import type { ShopifyCredentials } from "../credentials";
import { decideTokenNeed, type TokenNeed } from "./lifetime";
import { REFRESH_TIMEOUT_MS, requestRefresh } from "./refresh-grant.server";
import {
  claimRefreshLease,
  claimTokenReplacement,
  deleteRefreshLease,
  findOfflineSession,
  type OfflineSession,
} from "./repository.server";

const LEASE_MS = 2 * REFRESH_TIMEOUT_MS;
const LOOK_AGAIN_MS = 50;
const PATIENCE_MS = LEASE_MS + 10 * SECOND_MS;

export type TokenPorts = { db: RootDb; credentials: ShopifyCredentials };

export type TokenOutcome =
  | { kind: "token"; accessToken: string }
  | { kind: "unavailable"; error: string; retryAfterMs: number }
  | { kind: "shop-gone"; error: string };

export type TokenRequest = {
  shopDomain: string;
  /** An access token that was answered with 401: it is not given again. */
  refusedToken?: string | null;
  /** Renew also when the token is still good. */
  force?: boolean;
};

/**
 * An access token of the shop that is good for some minutes, renewed when need be.
 *
 * A refresh token can be used once, so only the holder of the shop's lease renews; everybody else, in whatever
 * process, waits and reads what the holder stored. Lifetimes go by the wall clock.
 */
export async function getOfflineToken(ports: TokenPorts, request: TokenRequest): Promise<TokenOutcome> {
  const until = wallNow().getTime() + PATIENCE_MS;
  let force = request.force ?? false;
  for (;;) {
    const session = await findOfflineSession(ports.db, request);
    if (!session) return { kind: "shop-gone", error: "the shop has no offline session" };
    const need = needOf(session, { ...request, force });
    if (need.kind === "lost") return { kind: "shop-gone", error: need.error };
    if (need.kind === "use") return { kind: "token", accessToken: session.accessToken };

    const renewal = await renewUnderLease(ports, { ...request, force });
    switch (renewal.kind) {
      case "token":
        return renewal;
      case "shop-gone":
      case "unavailable":
        // What we have works until it expires or is refused; only then does it matter that it was the last.
        return need.mayStillUse ? { kind: "token", accessToken: session.accessToken } : renewal;
      case "busy":
        force = false; // Whoever holds the lease renews for us too.
        if (wallNow().getTime() > until) {
          return {
            kind: "unavailable",
            error: "another process holds the token lease",
            retryAfterMs: SECOND_MS,
          };
        }
        await sleep(LOOK_AGAIN_MS);
    }
  }
}

async function renewUnderLease(
  ports: TokenPorts,
  request: TokenRequest,
): Promise<TokenOutcome | { kind: "busy" }> {
  const { db } = ports;
  const { shopDomain } = request;
  const holder = newId();
  const now = wallNow();
  const leasedUntil = new Date(now.getTime() + LEASE_MS);
  if (!(await claimRefreshLease(db, { shopDomain, holder, now, leasedUntil }))) return { kind: "busy" };
  try {
    return await renew(ports, request);
  } finally {
    await deleteRefreshLease(db, { shopDomain, holder });
  }
}

async function renew(
  { db, credentials }: TokenPorts,
  request: TokenRequest,
): Promise<TokenOutcome | { kind: "busy" }> {
  const { shopDomain } = request;
  const session = await findOfflineSession(db, request); // Again: the last holder may have been faster than our lease.
  if (!session) return { kind: "shop-gone", error: "the shop has no offline session" };
  const need = needOf(session, request);
  if (need.kind === "lost") return { kind: "shop-gone", error: need.error };
  if (need.kind === "use") return { kind: "token", accessToken: session.accessToken };

  const outcome = await requestRefresh(credentials, { shopDomain, refreshToken: need.refreshToken });
  switch (outcome.kind) {
    case "renewed": {
      const { tokens } = outcome;
      const stored = await claimTokenReplacement(db, {
        shopDomain,
        usedRefreshToken: need.refreshToken,
        tokens,
      });
      return stored ? { kind: "token", accessToken: tokens.accessToken } : { kind: "busy" };
    }
    case "refused": {
      const current = await findOfflineSession(db, request);
      const isReplaced = current !== null && current.refreshToken !== need.refreshToken;
      return isReplaced ? { kind: "busy" } : { kind: "shop-gone", error: outcome.error };
    }
    case "unavailable":
      return { ...outcome, retryAfterMs: MINUTE_MS };
  }
}

function needOf(session: OfflineSession, { refusedToken = null, force = false }: TokenRequest): TokenNeed {
  const now = wallNow();
  const need = decideTokenNeed(session, { now, refusedToken });
  return force && need.kind === "use" && session.refreshToken
    ? { kind: "renew", refreshToken: session.refreshToken, mayStillUse: true }
    : need;
}
