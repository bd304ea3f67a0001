import type { ChangeOutcome } from "./admin";
import type { ShopClient } from "./client.server";
import { ShopDetailsDocument } from "./generated/documents";

export type ShopDetails = {
  gid: string;
  domain: string;
  name: string;
  email: string;
  currencyCode: string;
  ianaTimezone: string;
  countryCode: string | null;
  /** Granted now, comma separated and sorted. */
  scopes: string;
};

/** What Shopify says of the shop and of what the app may do there. */
export async function readShopDetails(client: ShopClient): Promise<ChangeOutcome<ShopDetails>> {
  const outcome = await client.call(ShopDetailsDocument, {}, { priority: "interactive" });
  if (outcome.kind !== "done") return outcome;
  const { shop, currentAppInstallation } = outcome.result;
  return {
    kind: "done",
    result: {
      gid: shop.id,
      domain: shop.myshopifyDomain,
      name: shop.name,
      email: shop.email,
      currencyCode: shop.currencyCode,
      ianaTimezone: shop.ianaTimezone,
      countryCode: shop.shopAddress.countryCodeV2,
      scopes: currentAppInstallation.accessScopes
        .map((scope) => scope.handle)
        .sort()
        .join(","),
    },
  };
}
