import { randomUUID } from "node:crypto";

import type { DevStoreContext } from "../context";
import type { AppConfig, Installation } from "../state/app-model";
import type { Store } from "../state/store";

/** The installation; made, with the scopes of the app's configuration, when the app first exchanges a token. */
export function ensureInstalled(store: Store, app: AppConfig): Installation {
  if (store.installation && !store.installation.uninstalledAt) return store.installation;
  store.installation = {
    id: store.nextId(),
    scopes: [...app.scopes],
    installedAt: store.clock.now(),
    uninstalledAt: null,
    accessTokens: [],
    refreshTokens: [],
  };
  return store.installation;
}

/** The merchant removes the app: every token dies, then `app/uninstalled` goes out. A repeat changes nothing. */
export function uninstall({ store }: Pick<DevStoreContext, "store">): void {
  const { installation } = store;
  if (!installation || installation.uninstalledAt) return;
  installation.uninstalledAt = store.clock.now();
  installation.accessTokens = [];
  installation.refreshTokens = [];
  store.webPixel = null;
  store.emit({
    topic: "app/uninstalled",
    subject: store.shop,
    occurredAt: store.clock.now(),
    eventId: randomUUID(),
  });
}

/** What App Bridge tells of the app's scopes. */
export type ScopesDetail = { granted: string[]; required: string[]; optional: string[] };

/** What the app has, what it cannot do without, and what it may ask for. */
export function scopesDetail(store: Store, app: AppConfig): ScopesDetail {
  const granted = store.installation?.scopes ?? [];
  return { granted: [...granted], required: [...app.scopes], optional: [...(app.optionalScopes ?? [])] };
}

/** Scopes among those asked for that the app's configuration does not name: Shopify refuses the whole request then. */
export function undeclaredScopes(app: AppConfig, asked: readonly string[]): string[] {
  const declared = new Set([...app.scopes, ...(app.optionalScopes ?? [])]);
  return asked.filter((scope) => !declared.has(scope));
}

/** The merchant allows optional scopes; `app/scopes_update` goes out when that changes something. */
export function grantScopes(store: Store, scopes: readonly string[]): void {
  const { installation } = store;
  if (!installation || installation.uninstalledAt) return;
  const previous = [...installation.scopes];
  const current = [...new Set([...previous, ...scopes])];
  if (current.length === previous.length) return;
  installation.scopes = current;
  store.emit({
    topic: "app/scopes_update",
    subject: {
      id: installation.id,
      previous,
      current,
      updated_at: store.clock.now().toISOString(),
    },
    occurredAt: store.clock.now(),
    eventId: randomUUID(),
  });
}

/** Ends the life of all access tokens now, as if their hour had passed; refresh tokens stay good. */
export function expireTokens(store: Store): void {
  const past = new Date(Date.now() - 1000);
  for (const token of store.installation?.accessTokens ?? []) token.expiresAt = past;
}
