/** Whether a text is the domain of a store at Shopify, and nothing else. */
export function isShopDomain(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com$/i.test(text);
}
