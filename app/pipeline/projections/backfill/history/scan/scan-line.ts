import type { Line } from "~/integrations/shopify/bulk/lines";
import type { RowPacker } from "~/platform/sql/row-packer";

import { NO_VARIANT } from "../../../orders/line-mapping";
import { addShop, addText, addTrimmed, type Ids } from "./cells";
import {
  accept,
  Cursor,
  gidNumber,
  isText,
  minor,
  type Money,
  restOfText,
  skip,
  skipEnd,
  trim,
  truth,
  whole,
} from "./cursor";

type Of = { ids: Ids; orderId: string; money: Money; packer: RowPacker };

const OF_LINE = { before: Buffer.from("gid://shopify/LineItem/") };

/**
 * Adds the row of a line item.
 *
 * @throws Irregular when the line is not as our bulk query makes it, or has amounts in another currency; some of its cells
 * are there then.
 */
export function scanLine(line: Line, { ids, orderId, money, packer }: Of): void {
  const cursor = new Cursor(line);
  const { bytes } = cursor;
  const { ours } = ids;
  gidNumber(cursor, '{"id":"gid://shopify/LineItem/');
  packer.addBytes(bytes, cursor, ours);
  addShop(packer, ids);
  packer.addBytes(bytes, cursor, OF_LINE);
  addNames(packer, cursor);
  skip(cursor, ',"quantity":');
  packer.addNumber(whole(cursor));
  skip(cursor, ',"currentQuantity":');
  packer.addNumber(whole(cursor));
  skip(cursor, ',"isGiftCard":');
  packer.addNumber(truth(cursor) ? 1 : 0);
  skip(cursor, ',"product":');
  addReference(packer, cursor, { start: '{"id":"gid://shopify/Product/', ours });
  skip(cursor, ',"variant":');
  addReference(packer, cursor, { start: '{"id":"gid://shopify/ProductVariant/', ours });
  skip(cursor, ',"originalUnitPriceSet":');
  packer.addNumber(minor(cursor, money));
  packer.addNumber(allocated(cursor, money));
  skip(cursor, ',"__parentId":"');
  restOfText(cursor);
  packer.addCell(orderId);
  skip(cursor, "}");
  skipEnd(cursor);
  packer.endRow();
}

function addNames(packer: RowPacker, cursor: Cursor): void {
  skip(cursor, ',"title":');
  if (!isText(cursor)) packer.addCell("");
  else if (cursor.isAscii) {
    trim(cursor);
    addText(packer, cursor);
  } else packer.addCell(cursor.text().trim());
  skip(cursor, ',"variantTitle":');
  addVariantTitle(packer, cursor);
  skip(cursor, ',"sku":');
  addTrimmed(packer, cursor);
}

const LENGTH_OF_NO_VARIANT = NO_VARIANT.length;

function addVariantTitle(packer: RowPacker, cursor: Cursor): void {
  const start = cursor.at;
  if (isText(cursor)) {
    trim(cursor);
    const isNone = cursor.to - cursor.from === LENGTH_OF_NO_VARIANT && cursor.text() === NO_VARIANT;
    if (isNone) return packer.addCell(null);
  }
  cursor.at = start;
  addTrimmed(packer, cursor);
}

/** Adds our id of the record that a field names. */
function addReference(
  packer: RowPacker,
  cursor: Cursor,
  { start, ours }: { start: string; ours: Ids["ours"] },
): void {
  if (accept(cursor, "null")) return packer.addCell(null);
  gidNumber(cursor, start);
  packer.addBytes(cursor.bytes, cursor, ours);
  skip(cursor, "}");
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
