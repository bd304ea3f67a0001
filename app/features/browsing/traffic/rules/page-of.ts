import { type Batch, checkoutOf } from "../../schema";
import type { PageView } from "./sessions";

/** What a batch tells of the page it comes from; its ages go by the browser's clock, which need not be right. */
export function pageOf(
  { page, sights, cart }: Pick<Batch, "page" | "sights" | "cart">,
  {
    shopId,
    browserKey,
    samplePercent,
    now,
  }: Pick<PageView, "browserKey" | "samplePercent"> & { shopId: string; now: Date },
): PageView | null {
  if (!page) return null;
  const checkout = checkoutOf({ sights });
  const isCarted = sights.some(({ kind }) => kind === "product-carted");
  return {
    browserKey,
    pageKey: page.id,
    openedAt: new Date(now.getTime() - page.ms),
    lastMs: page.ms,
    cartedMs: isCarted ? page.ms : null,
    cartToken: cart,
    isCartShown: isCarted || sights.some(({ kind }) => kind === "cart-viewed"),
    checkoutId: checkout === null ? null : `${shopId}_${checkout}`,
    samplePercent,
  };
}
