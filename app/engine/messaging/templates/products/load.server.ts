import { LRUCache } from "lru-cache";

import { DAY_MS } from "~/kit/duration";
import { formatMoney } from "~/kit/money";
import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import type { ProductNeeds } from "../rules/product-lists";
import { MOST_PRODUCTS } from "../schema";
import { listBestsellerIds, listLastBoughtIds, listProducts, type ProductRow } from "./repository.server";

/** A product as templates show it. */
export type ShownProduct = { title: string; detail: string; price: string; image_url: string; url: string };

const BESTSELLER_DAYS = 90;
/** What sells best changes slowly, and finding it out reads all lines of a season. */
const FRESH_MS = 60 * 60 * 1_000;
/** Some of those found cannot be bought any more. */
const SPARE = 6;

const bestsellers = new LRUCache<string, { ids: string[]; until: number }>({ max: 1_000 });

type Asked = { shopId: string; customerId: string | null; language: string; now: Date };

/** The products that a variant wants, as they are sold now: sold-out ones are left out. */
export async function loadProducts(
  db: Db,
  { needs, shopId, customerId, language, now }: Asked & { needs: ProductNeeds },
): Promise<{ products: Record<string, ShownProduct[]>; picked: Record<string, ShownProduct[]> }> {
  const { domain } = await getShop(db, { shopId });
  const show = async (ids: readonly string[]) => {
    const rows = await listProducts(db, { shopId, ids });
    return rows.slice(0, MOST_PRODUCTS).map((row) => shown(row, { domain, language }));
  };
  const products: Record<string, ShownProduct[]> = {};
  const picked: Record<string, ShownProduct[]> = {};
  if (needs.bestsellers) products.bestsellers = await show(await bestsellerIds(db, { shopId, now }));
  if (needs.lastBought && customerId !== null) {
    const limit = MOST_PRODUCTS + SPARE;
    products.last_bought = await show(await listLastBoughtIds(db, { shopId, customerId, limit }));
  }
  for (const [key, ids] of Object.entries(needs.picked)) picked[key] = await show(ids);
  return { products, picked };
}

async function bestsellerIds(db: Db, { shopId, now }: { shopId: string; now: Date }): Promise<string[]> {
  const known = bestsellers.get(shopId);
  if (known && known.until > now.getTime()) return known.ids;
  const since = new Date(now.getTime() - BESTSELLER_DAYS * DAY_MS);
  const ids = await listBestsellerIds(db, { shopId, since, limit: MOST_PRODUCTS + SPARE });
  bestsellers.set(shopId, { ids, until: now.getTime() + FRESH_MS });
  return ids;
}

function shown(
  { title, handle, imageUrl, priceMinor, currencyCode }: ProductRow,
  { domain, language }: { domain: string; language: string },
): ShownProduct {
  return {
    title,
    detail: "",
    price:
      priceMinor === null || currencyCode === null ? "" : formatMoney(priceMinor, currencyCode, language),
    image_url: imageUrl ?? "",
    url: handle ? `https://${domain}/products/${encodeURIComponent(handle)}` : "",
  };
}
