import type { Shop } from "../../state/model";
import type { Store } from "../../state/store";

import { type Body, localTime } from "./wire";

const PLAN_NAMES: Record<Shop["plan"], string> = {
  Basic: "basic",
  Advanced: "unlimited",
  Plus: "shopify_plus",
};

/** app/uninstalled and shop/update */
export function shopPayload(store: Store, shop: Shop): Body {
  const createdAt = localTime(shop.createdAt, shop.ianaTimezone);
  return {
    id: shop.id,
    name: shop.name,
    email: shop.email,
    domain: shop.domain,
    province: null,
    country: shop.countryCode,
    address1: null,
    zip: null,
    city: null,
    source: null,
    phone: null,
    latitude: null,
    longitude: null,
    primary_locale: "en",
    address2: null,
    created_at: createdAt,
    updated_at: localTime(store.clock.now(), shop.ianaTimezone),
    country_code: shop.countryCode,
    country_name: shop.countryCode,
    currency: shop.currencyCode,
    customer_email: shop.email,
    timezone: shop.ianaTimezone,
    iana_timezone: shop.ianaTimezone,
    shop_owner: `${shop.ownerFirstName} ${shop.ownerLastName}`,
    money_format: "{{amount}}",
    money_with_currency_format: `{{amount}} ${shop.currencyCode}`,
    weight_unit: "kg",
    province_code: null,
    taxes_included: shop.taxesIncluded,
    plan_display_name: shop.plan,
    plan_name: PLAN_NAMES[shop.plan],
    has_discounts: true,
    has_gift_cards: true,
    myshopify_domain: shop.domain,
    password_enabled: false,
    has_storefront: true,
    finances: true,
    multi_location_enabled: false,
    setup_required: false,
    pre_launch_enabled: false,
    enabled_presentment_currencies: [shop.currencyCode, ...Object.keys(shop.presentmentRates)],
  };
}
