import { LRUCache } from "lru-cache";

import type { ChangeOutcome, ShopifyAdmin } from "./admin";
import { createShopifyAdmin } from "./admin.server";
import { createShopifyBulk } from "./bulk/operations.server";
import type { ShopifyBulk } from "./bulk/schema";
import { createShopClient, type ShopClient } from "./client.server";
import type { NodeReader } from "./node-reader";
import { createNodeReader } from "./node-reader.server";
import { readShopDetails, type ShopDetails } from "./shop-details.server";
import { getOfflineToken, type TokenOutcome, type TokenPorts } from "./tokens/offline-token.server";

const MAX_SHOPS = 1_000;

/** Shopify for background work: everything by the shop's domain, all of a shop through its one throttled client. */
export type ShopifyGateway = {
  client: (shopDomain: string) => ShopClient;
  admin: (shopDomain: string) => ShopifyAdmin;
  bulk: (shopDomain: string) => ShopifyBulk;
  nodes: (shopDomain: string) => NodeReader;
  readShopDetails: (shopDomain: string) => Promise<ChangeOutcome<ShopDetails>>;
  /** Renews the tokens also when the access token is still good. */
  renewToken: (shopDomain: string) => Promise<TokenOutcome>;
};

/** Makes the gateway of a process; called once by the composition. */
export function createShopifyGateway(ports: TokenPorts): ShopifyGateway {
  const clients = new LRUCache<string, ShopClient>({ max: MAX_SHOPS });

  function client(shopDomain: string): ShopClient {
    const known = clients.get(shopDomain);
    if (known) return known;
    const made = createShopClient({
      shopDomain,
      getToken: (refusedToken) => getOfflineToken(ports, { shopDomain, refusedToken }),
    });
    clients.set(shopDomain, made);
    return made;
  }

  return {
    client,
    admin: (shopDomain) => createShopifyAdmin(client(shopDomain)),
    bulk: (shopDomain) => createShopifyBulk(client(shopDomain)),
    nodes: (shopDomain) => createNodeReader(client(shopDomain)),
    readShopDetails: (shopDomain) => readShopDetails(client(shopDomain)),
    renewToken: (shopDomain) => getOfflineToken(ports, { shopDomain, force: true }),
  };
}
