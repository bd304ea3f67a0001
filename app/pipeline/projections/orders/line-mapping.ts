import { parseMinor } from "~/kit/money";

import type { MappingInput } from "../batch/mapping-input";
import { findLegacyId } from "../payload/fields";

import type { LinePayload } from "./payload";
import type { OrderLineRow } from "./schema";

/** What Shopify calls the only variant of a product without options. */
export const NO_VARIANT = "Default Title";

/** The lines of an order; those without an id are left out, as nothing could refer to them. */
export function linesOf(
  input: MappingInput,
  lines: readonly LinePayload[],
  currencyCode: string,
): OrderLineRow[] {
  return lines.flatMap((line): OrderLineRow[] => {
    const legacyId = findLegacyId("LineItem", line);
    if (!legacyId) return [];
    return [
      {
        id: input.idOf(legacyId),
        gid: `gid://shopify/LineItem/${legacyId}`,
        productId: line.product_id ? input.idOf(line.product_id) : null,
        variantId: line.variant_id ? input.idOf(line.variant_id) : null,
        title: line.title ?? line.name ?? "",
        variantTitle: line.variant_title === NO_VARIANT ? null : (line.variant_title ?? null),
        sku: line.sku ?? null,
        quantity: line.quantity,
        currentQuantity: line.current_quantity ?? line.quantity,
        unitPriceMinor: parseMinor(line.price_set?.shop_money.amount ?? line.price ?? "0", currencyCode),
        discountMinor: discountOf(line, currencyCode),
        isGiftCard: line.gift_card ?? false,
      },
    ];
  });
}

/** Allocations tell the line's share of every discount, `total_discount` of older payloads only its own. */
function discountOf(
  { discount_allocations: allocations, total_discount: own }: LinePayload,
  currencyCode: string,
): number {
  if (!allocations?.length) return own ? parseMinor(own, currencyCode) : 0;
  return allocations.reduce(
    (sum, { amount, amount_set: set }) =>
      sum + parseMinor(set?.shop_money.amount ?? amount ?? "0", currencyCode),
    0,
  );
}
