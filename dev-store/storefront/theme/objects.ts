import type { CartItem } from "../../commerce/cart-lines";
import { convertMoney } from "../../commerce/money";
import { resolveNamespace, metafieldsOf } from "../../graphql/types/metafield";
import type { AppConfig } from "../../state/app-model";
import type { Customer, Metafield, Product, Variant } from "../../state/model";
import type { Store } from "../../state/store";
import type { Shopper } from "../shopper";

export type PageFacts = {
  store: Store;
  app: Pick<AppConfig, "clientId">;
  shopper: Shopper;
  customer: Customer | null;
  items: readonly CartItem[];
};

/** Liquid's objects of every page, as far as theme app extensions use them. */
export function globalsOf(facts: PageFacts): Record<string, unknown> {
  const { store, app, shopper, customer, items } = facts;
  const installation = store.installation && `gid://shopify/AppInstallation/${store.installation.id}`;
  return {
    app: { metafields: installation === null ? {} : byNamespace(metafieldsOf(store, installation), app) },
    customer: customer && {
      ...{ id: customer.id, email: customer.email, first_name: customer.firstName },
      metafields: byNamespace(customer.metafields, app),
    },
    shop: { name: store.shop.name, currency: store.shop.currencyCode, domain: store.shop.domain },
    cart: {
      item_count: items.reduce((sum, { line }) => sum + line.quantity, 0),
      items: items.map((item) => ({
        product: productObject(item.product, facts),
        final_line_price: priceOf(item.variant, facts) * item.line.quantity,
      })),
      total_price: items.reduce((sum, item) => sum + priceOf(item.variant, facts) * item.line.quantity, 0),
      currency: { iso_code: shopper.currency },
      taxes_included: store.shop.taxesIncluded,
    },
    request: { locale: { iso_code: shopper.language }, page_type: "page" },
    localization: { language: { iso_code: shopper.language } },
    routes: {
      ...{ root_url: "/", cart_url: "/cart", account_url: "/account" },
      ...{ account_login_url: "/account/login", account_register_url: "/account/register" },
    },
  };
}

/** A product as Liquid has it, with prices in minor units of the currency the shopper chose. */
export function productObject(product: Product, facts: PageFacts): Record<string, unknown> {
  const variants = product.variants.map((variant) => ({
    ...{ id: variant.id, title: variant.title, price: priceOf(variant, facts) },
    available: variant.inventoryPolicy !== "DENY" || variant.inventoryQuantity > 0,
  }));
  const selected = variants.find(({ available }) => available) ?? variants[0];
  return {
    ...{ id: product.id, title: product.title, handle: product.handle, variants },
    ...{ type: product.productType, vendor: product.vendor },
    selected_or_first_available_variant: selected,
  };
}

function priceOf(variant: Variant, { store, shopper }: PageFacts): number {
  const rate = store.shop.presentmentRates[shopper.currency] ?? 1;
  return convertMoney(variant.price, shopper.currency, rate).amountMinor;
}

type Values = Record<string, Record<string, { value: unknown; type: string }>>;

/** Metafields as Liquid reaches them; the app's own namespaces by their short names. */
function byNamespace(metafields: readonly Metafield[], app: Pick<AppConfig, "clientId">): Values {
  const own = resolveNamespace("$app", app);
  const grouped: Values = {};
  for (const { namespace, key, type, value } of metafields) {
    const short = namespace.startsWith(own)
      ? namespace.replace(own, "$app").replace("$app--", "$app:")
      : namespace;
    (grouped[short] ??= {})[key] = { type, value: valueOf(type, value) };
  }
  return grouped;
}

function valueOf(type: string, value: string): unknown {
  if (type === "number_integer") return Number(value);
  if (type === "boolean") return value === "true";
  return type === "json" ? (JSON.parse(value) as unknown) : value;
}
