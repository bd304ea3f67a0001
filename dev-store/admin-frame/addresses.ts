/** Where things are in the stand-in admin. Pure, for the server and the browser alike. */

export type AdminPlace = {
  /** Origin of the stand-in admin. */
  adminOrigin: string;
  /** `demo-shop.myshopify.com` */
  shopDomain: string;
};

/** `demo-shop.myshopify.com` → `demo-shop`. */
export function storeHandle(shopDomain: string): string {
  return shopDomain.replace(/\.myshopify\.com$/, "");
}

/** What the app gets as `host`: base64 of `admin.shopify.com/store/<handle>`, without padding, as the real one. */
export function hostParameter(shopDomain: string): string {
  return btoa(`admin.shopify.com/store/${storeHandle(shopDomain)}`).replace(/=+$/, "");
}

/**
 * The stand-in's address for one of the real admin (`https://admin.shopify.com/store/<handle>/…`,
 * `https://<shop>/admin/…`, `shopify://admin/…`); null for every other address.
 */
export function standInAddress(address: string, { adminOrigin, shopDomain }: AdminPlace): string | null {
  const store = `/store/${storeHandle(shopDomain)}`;
  const scheme = /^shopify:\/*admin(?=\/|$)/i.exec(address);
  if (scheme) return `${adminOrigin}${store}${address.slice(scheme[0].length)}`;
  if (!URL.canParse(address)) return null;
  const { protocol, host, pathname, search, hash } = new URL(address);
  if (protocol !== "https:") return null;
  if (host === "admin.shopify.com") return adminOrigin + pathname + search + hash;
  const isShopAdmin = host === shopDomain && /^\/admin(\/|$)/.test(pathname);
  return isShopAdmin ? adminOrigin + pathname + search + hash : null;
}

/** Parameters by which the admin opens the app; they are none of the page's own. */
const EMBED_PARAMETERS = [
  "embedded",
  "hmac",
  "host",
  "id_token",
  "locale",
  "session",
  "shop",
  "shopify-reload",
  "timestamp",
];

/** Path and query of a page of the app without what the admin added. */
export function withoutEmbedding(path: string): string {
  const url = new URL(path, "http://app.invalid");
  for (const name of EMBED_PARAMETERS) url.searchParams.delete(name);
  return url.pathname + url.search + url.hash;
}
