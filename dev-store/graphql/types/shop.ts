import { DateTime } from "luxon";

import type { Shop } from "../../state/model";
import type { TypeResolvers } from "../context";
import { gid } from "../gid";
import { metafieldFields } from "./metafield";

type Zoned = { shop: Shop; now: Date };

function zoned({ shop, now }: Zoned): DateTime {
  return DateTime.fromJSDate(now, { zone: shop.ianaTimezone });
}

export const shopTypes = {
  Shop: {
    id: (shop) => gid("Shop", shop.id),
    contactEmail: (shop) => shop.email,
    myshopifyDomain: (shop) => shop.domain,
    url: (_shop, { context: { store } }) => store.storefrontOrigin,
    primaryDomain: (shop, { context: { store } }) => ({
      id: gid("Domain", shop.id),
      host: new URL(store.storefrontOrigin).host,
      url: store.storefrontOrigin,
      sslEnabled: store.storefrontOrigin.startsWith("https:"),
    }),
    enabledPresentmentCurrencies: (shop) => [
      ...new Set([shop.currencyCode, ...Object.keys(shop.presentmentRates)]),
    ],
    timezoneOffset: (shop, { context: { store } }) => zoned({ shop, now: store.clock.now() }).toFormat("ZZZ"),
    timezoneOffsetMinutes: (shop, { context: { store } }) => zoned({ shop, now: store.clock.now() }).offset,
    timezoneAbbreviation: (shop, { context: { store } }) =>
      zoned({ shop, now: store.clock.now() }).toFormat("ZZZZ"),
    weightUnit: () => "KILOGRAMS",
    unitSystem: () => "METRIC_SYSTEM",
    shopOwnerName: (shop) => `${shop.ownerFirstName} ${shop.ownerLastName}`,
    shopAddress: (shop) => ({
      id: gid("ShopAddress", shop.id),
      countryCodeV2: shop.countryCode,
      coordinatesValidated: false,
      formatted: [shop.countryCode],
    }),
    plan: (shop) => ({
      publicDisplayName: shop.plan,
      partnerDevelopment: false,
      shopifyPlus: shop.plan === "Plus",
    }),
    customerAccounts: () => "OPTIONAL",
    customerAccountsV2: (shop) => ({
      customerAccountsVersion: "NEW_CUSTOMER_ACCOUNTS",
      loginLinksVisibleOnStorefrontAndCheckout: true,
      loginRequiredAtCheckout: false,
      url: `https://shopify.com/${shop.id}/account`,
    }),
    checkoutApiSupported: () => true,
    setupRequired: () => false,
    taxShipping: (shop) => shop.taxesIncluded,
    orderNumberFormatPrefix: () => "#",
    orderNumberFormatSuffix: () => "",
    marketingSmsConsentEnabledAtCheckout: () => false,
    transactionalSmsDisabled: () => false,
    alerts: () => [],
    updatedAt: (shop) => shop.createdAt,
    ...metafieldFields<Shop>("Shop", ({ id }) => id),
  } satisfies TypeResolvers<Shop>,
};
