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
  return lines.flatMap((line) => {
    const legacyId = findLegacyId("LineItem", line);
    return legacyId ? [lineOf(input, { line, legacyId, currencyCode })] : [];
  });
}

function lineOf(
  { idOf }: MappingInput,
  { line, legacyId, currencyCode }: { line: LinePayload; legacyId: string; currencyCode: string },
): OrderLineRow {
  const { product_id: productId, variant_id: variantId, variant_title: variantTitle } = line;
  return {
    id: idOf(legacyId),
    gid: `gid://shopify/LineItem/${legacyId}`,
    productId: productId ? idOf(productId) : null,
    variantId: variantId ? idOf(variantId) : null,
    title: line.title ?? line.name ?? "",
    variantTitle: variantTitle && variantTitle !== NO_VARIANT ? variantTitle : null,
    sku: line.sku ?? null,
    quantity: line.quantity,
    currentQuantity: line.current_quantity ?? line.quantity,
    unitPriceMinor: unitPriceOf(line, currencyCode),
    discountMinor: discountOf(line, currencyCode),
    isGiftCard: line.gift_card ?? false,
  };
}

function unitPriceOf({ price_set: set, price }: LinePayload, currencyCode: string): number {
  return parseMinor(set?.shop_money.amount ?? price ?? "0", currencyCode);
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
