import type { Store } from "../state/store";

export type Authentication = { kind: "granted"; scopes: readonly string[] } | { kind: "refused" };

/** Checks an access token of the Admin API; lifetimes go by the wall clock. */
export function authenticate(store: Store, accessToken: string | null, nowMs: number): Authentication {
  const { installation } = store;
  if (!installation || installation.uninstalledAt || !accessToken) return { kind: "refused" };
  const known = installation.accessTokens.find(({ token }) => token === accessToken);
  return known && known.expiresAt.getTime() > nowMs
    ? { kind: "granted", scopes: installation.scopes }
    : { kind: "refused" };
}
