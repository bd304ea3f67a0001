import type { CellsOf } from "../rows/columns";
import { NO_VARIANT } from "../../../orders/line-mapping";
import {
  accept,
  type Cursor,
  cursorOf,
  gidNumber,
  minor,
  type Money,
  restOfText,
  skip,
  trimmedOrNull,
  truth,
  whole,
} from "./cursor";
import { irregular } from "../fields";

type Of = { shopId: string; orderId: string; money: Money };

/**
 * The row of a line item.
 *
 * @throws Irregular when the line is not as our bulk query makes it, or has amounts in another currency.
 */
export function scanLine(text: string, { shopId, orderId, money }: Of): CellsOf<"OrderLine"> {
  const cursor = cursorOf(text);
  const number = gidNumber(cursor, '{"id":"gid://shopify/LineItem/');
  skip(cursor, ',"title":');
  const title = trimmedOrNull(cursor) ?? "";
  skip(cursor, ',"variantTitle":');
  const variantTitle = trimmedOrNull(cursor);
  skip(cursor, ',"sku":');
  const sku = trimmedOrNull(cursor);
  skip(cursor, ',"quantity":');
  const quantity = whole(cursor);
  skip(cursor, ',"currentQuantity":');
  const currentQuantity = whole(cursor);
  skip(cursor, ',"isGiftCard":');
  const isGiftCard = truth(cursor);
  const productId = referenceOrNull(cursor, { key: ',"product":', type: "Product", shopId });
  const variantId = referenceOrNull(cursor, { key: ',"variant":', type: "ProductVariant", shopId });
  skip(cursor, ',"originalUnitPriceSet":');
  const unitPriceMinor = minor(cursor, money);
  const discountMinor = allocated(cursor, money);
  skip(cursor, ',"__parentId":"');
  restOfText(cursor);
  skip(cursor, "}");
  if (cursor.at !== text.length) irregular();
  return {
    id: `${shopId}_${number}`,
    shopId,
    orderId,
    gid: `gid://shopify/LineItem/${number}`,
    productId,
    variantId,
    title,
    variantTitle: variantTitle === NO_VARIANT ? null : variantTitle,
    sku,
    quantity: String(quantity),
    currentQuantity: String(currentQuantity),
    unitPriceMinor: String(unitPriceMinor),
    discountMinor: String(discountMinor),
    isGiftCard: isGiftCard ? "1" : "0",
  };
}

type Reference = { key: string; type: string; shopId: string };

/** Our id of the record that a field names. */
function referenceOrNull(cursor: Cursor, { key, type, shopId }: Reference): string | null {
  skip(cursor, key);
  if (accept(cursor, "null")) return null;
  skip(cursor, '{"id":"');
  const number = gidNumber(cursor, `gid://shopify/${type}/`);
  skip(cursor, "}");
  return `${shopId}_${number}`;
}

function allocated(cursor: Cursor, money: Money): number {
  skip(cursor, ',"discountAllocations":[');
  if (accept(cursor, "]")) return 0;
  let sum = 0;
  do {
    skip(cursor, '{"allocatedAmountSet":');
    sum += minor(cursor, money);
    skip(cursor, "}");
  } while (accept(cursor, ","));
  skip(cursor, "]");
  return sum;
}
