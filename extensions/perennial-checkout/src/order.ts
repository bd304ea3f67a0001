/** The page is there before the app has heard of the order: it is asked again, less and less often. */
export const WAITS_MS = [1_500, 3_000, 6_000, 12_000];

/** The number in `gid://shopify/OrderIdentity/123` or `gid://shopify/Order/123`. */
export function numberOf(orderId: string): string {
  return /(\d+)$/.exec(orderId)?.[1] ?? "";
}
