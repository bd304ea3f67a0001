import type { SubjectVariables } from "~/engine/messaging/subject-variables";
import { formatMoney } from "~/kit/money";
import { findCartFacts } from "~/pipeline/projections/carts/queries.server";
import { listBuyableProducts } from "~/pipeline/projections/products/queries.server";
import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";
import type { Locale } from "~/shops/schema";

type Reader = { domain: string; locale: Locale };
type Values = Readonly<Record<string, unknown>>;

/** What a template may say of a cart that a run is about, as it is sold now. */
export const cartVariables: SubjectVariables = {
  subjectKind: "cart",
  variablesOf: async (db, { shopId, subjectId: cartId, locale }) => {
    const { domain } = await getShop(db, { shopId });
    return cartValues(db, { shopId, cartId }, { domain, locale });
  },
};

/** And of a product. */
export const productVariables: SubjectVariables = {
  subjectKind: "product",
  variablesOf: async (db, { shopId, subjectId: productId, locale }) => {
    const { domain } = await getShop(db, { shopId });
    return productValues(db, { shopId, productId }, { domain, locale });
  },
};

async function cartValues(
  db: Db,
  ids: { shopId: string; cartId: string },
  { domain, locale }: Reader,
): Promise<Values> {
  const cart = await findCartFacts(db, ids);
  if (!cart) return {};
  const { currencyCode } = cart;
  const canBuy = cart.lines.filter(({ isBuyable }) => isBuyable);
  const url = cartUrl(domain, canBuy);
  const sumMinor = canBuy.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0);
  return {
    cart: {
      url,
      lines: canBuy.map(({ title, quantity, unitPriceMinor, imageUrl }) => ({
        title,
        detail: `× ${quantity}`,
        price: formatMoney(unitPriceMinor * quantity, currencyCode, locale),
        image_url: imageUrl ?? "",
        url,
      })),
      total: formatMoney(sumMinor, currencyCode, locale),
      item_count: canBuy.reduce((count, { quantity }) => count + quantity, 0),
      sold_out: cart.lines
        .filter(({ isBuyable }) => !isBuyable)
        .map(({ title }) => title)
        .join(", "),
    },
  };
}

/** Shopify's permalink of a cart: it is filled in whatever browser opens it, and shown before the checkout. */
function cartUrl(
  domain: string,
  lines: readonly { variantNumber: string | null; quantity: number }[],
): string {
  const items = lines.flatMap(({ variantNumber, quantity }) =>
    variantNumber === null ? [] : [`${variantNumber}:${quantity}`],
  );
  return items.length === 0
    ? `https://${domain}/cart`
    : `https://${domain}/cart/${items.join(",")}?storefront=true`;
}

async function productValues(
  db: Db,
  { shopId, productId }: { shopId: string; productId: string },
  { domain, locale }: Reader,
): Promise<Values> {
  const [product] = await listBuyableProducts(db, { shopId, ids: [productId] });
  if (!product) return {};
  const { title, handle, imageUrl, priceMinor, currencyCode } = product;
  return {
    product: {
      title,
      price: formatMoney(priceMinor, currencyCode, locale),
      image_url: imageUrl ?? "",
      url: handle === null ? `https://${domain}` : `https://${domain}/products/${encodeURIComponent(handle)}`,
    },
  };
}
