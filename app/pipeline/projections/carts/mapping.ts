import { parseMinor } from "~/kit/money";

import type { MappingInput } from "../batch/mapping-input";
import { parseWith } from "../payload/fields";
import { versionOfDelivery } from "../payload/version";

import { type CartLinePayload, CartPayload } from "./payload";
import type { CartChange, CartLineRow } from "./schema";

/**
 * carts/create and carts/update.
 *
 * @throws PayloadProblem
 */
export function mapCart(input: MappingInput): CartChange[] {
  const body = parseWith(CartPayload, input.body);
  const currencyCode = currencyOf(body.line_items) ?? input.shop.currencyCode;
  const lines = body.line_items.map((line, position) => lineOf(input, { line, position, currencyCode }));
  const version = versionOfDelivery(body.updated_at, input.triggeredAt);
  const id = input.idOf(body.token);
  return [
    {
      resource: "cart",
      id,
      row: {
        id,
        token: body.token,
        currencyCode,
        subtotalMinor: body.line_items.reduce((sum, line) => sum + lineTotal(line, currencyCode), 0),
        itemCount: lines.reduce((sum, { quantity }) => sum + quantity, 0),
        startedAt: body.created_at ?? version,
        activeAt: body.updated_at ?? input.triggeredAt,
        versionAt: version,
      },
      lines,
    },
  ];
}

/** The shop's currency as the lines name it. */
function currencyOf(lines: readonly CartLinePayload[]): string | null {
  for (const { price_set: set } of lines) {
    if (set?.shop_money.currency_code) return set.shop_money.currency_code;
  }
  return null;
}

function lineTotal(line: CartLinePayload, currencyCode: string): number {
  const told = line.line_price_set?.shop_money.amount ?? line.line_price;
  return told ? parseMinor(told, currencyCode) : line.quantity * unitPrice(line, currencyCode);
}

/** What a piece costs after discounts. */
function unitPrice(line: CartLinePayload, currencyCode: string): number {
  const { discounted_price_set: discounted, price_set: listed, discounted_price: plain, price } = line;
  const told = discounted?.shop_money.amount ?? plain ?? listed?.shop_money.amount ?? price;
  return told ? parseMinor(told, currencyCode) : 0;
}

function lineOf(
  { idOf }: MappingInput,
  { line, position, currencyCode }: { line: CartLinePayload; position: number; currencyCode: string },
): CartLineRow {
  return {
    position,
    productId: line.product_id ? idOf(line.product_id) : null,
    variantId: line.variant_id ? idOf(line.variant_id) : null,
    title: line.title ?? "",
    sku: line.sku ?? null,
    quantity: line.quantity,
    unitPriceMinor: unitPrice(line, currencyCode),
  };
}
