import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import express from "express";

import { SimulatedClock } from "../clock";
import { resolveNamespace } from "../graphql/types/metafield";
import { stockShelves } from "../simulation/catalogue";
import { demoShop } from "../simulation/shop";
import type { AppConfig } from "../state/app-model";
import type { Metafield } from "../state/model";
import { Store } from "../state/store";
import { readThemeExtension } from "../theme-extension";
import { storefrontRouter } from "./router";

const NOW = new Date("2026-03-02T08:00:00Z");

/** A shop with goods, the app's blocks in its theme, and its pages served. */
export async function startStorefront(app: Partial<AppConfig> = {}): Promise<{
  store: Store;
  base: string;
  tellApp: (key: string, value: unknown) => void;
  tellCustomer: (email: string, key: string, value: unknown) => void;
  close: () => void;
}> {
  const store = new Store(demoShop(NOW), new SimulatedClock(() => NOW.getTime()));
  store.quietly(() => stockShelves(store));
  store.installation = {
    ...{ id: 77, scopes: [], installedAt: NOW, uninstalledAt: null, accessTokens: [], refreshTokens: [] },
  };
  const known = { clientId: "client", clientSecret: "hush", ...app };
  const theme = readThemeExtension("shopify.app.toml");
  const server: Server = createServer(express().use(storefrontRouter({ store, app: { ...known, theme } })));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  store.storefrontOrigin = base;
  const metafield = (namespace: string, key: string, value: unknown): Metafield => ({
    ...{ id: store.nextId(), namespace, key, createdAt: NOW, updatedAt: NOW },
    ...(typeof value === "number"
      ? { type: "number_integer", value: String(value) }
      : { type: "json", value: JSON.stringify(value) }),
  });
  return {
    store,
    base,
    tellApp: (key, value) =>
      void store.metafields.set("gid://shopify/AppInstallation/77", [metafield("perennial", key, value)]),
    tellCustomer: (email, key, value) =>
      void store
        .findCustomerByEmail(email)
        ?.metafields.push(metafield(resolveNamespace("$app", known), key, value)),
    close: () => void server.close(),
  };
}

/** A browser as far as pages without scripts need one: keeps cookies, follows redirects. */
export class Visitor {
  readonly #cookies = new Map<string, string>();

  constructor(
    private readonly base: string,
    private readonly language = "en",
  ) {}

  async open(path: string, form?: Record<string, string>): Promise<string> {
    const response = await this.request(path, form && { method: "POST", body: new URLSearchParams(form) });
    const next = response.headers.get("location");
    return next ? this.open(next) : response.text();
  }

  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(new URL(path, this.base), {
      redirect: "manual",
      ...init,
      headers: {
        "accept-language": this.language,
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = "", value = ""] = cookie.split(";")[0]?.split("=") ?? [];
      if (value) this.#cookies.set(name, value);
      else this.#cookies.delete(name);
    }
    return response;
  }
}
