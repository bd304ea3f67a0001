import { placedFields } from "../orders/mapping";
import type { OrderChange, OrderDiscountRow, OrderFields, OrderLineRow } from "../orders/schema";
import { IMPORTED_VERSION, NAME_KEYED_GID, nameKeyedOrderId } from "../rules/imported";

import {
  type Cell,
  cellOf,
  CellProblem,
  findCount,
  findId,
  findPhone,
  findText,
  readInstant,
  readList,
  readMinor,
} from "./cells";
import type { Columns, OrderColumn } from "./columns";

/** A row with the line of the file it begins in. */
export type ImportedRow = { line: number; cells: readonly string[] };

type ImportedShop = { id: string; currencyCode: string; ianaTimezone: string };

/** An order of a file; who placed it is found by the contact. */
export type ImportedOrder = {
  line: number;
  /** By what the one who placed it is known: mail address (lower case), else phone number (E.164); null for neither. */
  contact: string | null;
  /** The file does not tell Shopify's id. */
  isKeyedByName: boolean;
  name: string;
  placedAt: Date;
  change: Extract<OrderChange, { kind: "order" }>;
};

const STATUSES = [
  "PENDING",
  "AUTHORIZED",
  "PARTIALLY_PAID",
  "PAID",
  "PARTIALLY_REFUNDED",
  "REFUNDED",
  "VOIDED",
  "EXPIRED",
  "UNPAID",
];
const FULFILLMENT: Readonly<Record<string, string>> = { "": "UNFULFILLED", PARTIAL: "PARTIALLY_FULFILLED" };

/** Whether a row begins an order: the figures stand in an order's first row only. */
export function beginsOrder(columns: Columns<OrderColumn>, cells: readonly string[]): boolean {
  const cell = cellOf(columns, cells);
  return cell("total").text !== "" || cell("financialStatus").text !== "";
}

/**
 * An order of an orders_export: its first row has the figures, every row a line.
 *
 * Net is what METRICS.md says: received less refunded. The export tells the total as placed, what is outstanding of it
 * and what was refunded.
 *
 * @throws CellProblem
 */
export function mapImportedOrder(
  [first, ...more]: readonly [ImportedRow, ...ImportedRow[]],
  { columns, shop }: { columns: Columns<OrderColumn>; shop: ImportedShop },
): ImportedOrder {
  const cell = cellOf(columns, first.cells);
  const name = cell("name").text;
  if (name === "") throw new CellProblem("no-name", cell("name"));
  const currency = cell("currency");
  if (currency.text !== shop.currencyCode)
    throw new CellProblem("currency", currency, { expected: shop.currencyCode });
  const legacyId = findId(cell("id"));
  const id = legacyId === null ? nameKeyedOrderId(shop.id, name) : `${shop.id}_${legacyId}`;
  const placedAt = readInstant(cell("createdAt"));
  const figures = figuresOf(columns, cell, shop.currencyCode);
  return {
    line: first.line,
    contact: emailOf(cell) ?? findPhone(cell("phone")),
    isKeyedByName: legacyId === null,
    name,
    placedAt,
    change: {
      resource: "order",
      kind: "order",
      id,
      gid: legacyId === null ? `${NAME_KEYED_GID}${name}` : `gid://shopify/Order/${legacyId}`,
      triggeredAt: IMPORTED_VERSION,
      version: IMPORTED_VERSION,
      isWhole: true,
      fields: {
        ...fieldsOf(cell),
        ...figures.fields,
        ...placedFields(placedAt, shop.ianaTimezone),
        name,
      },
      payment: {
        receivedMinor: figures.receivedMinor,
        currentTotalMinor: null,
        outstandingMinor: null,
        returnedMinor: 0,
      },
      refunds: undefined,
      refundedMinor: figures.refundedMinor,
      lines: [first, ...more].flatMap((row, index) =>
        lineOf(row, { columns, shop, id: `${id}:${index + 1}` }),
      ),
      discounts: discountsOf(cell, shop.currencyCode),
      customer: null,
    },
  };
}

type Read = (column: OrderColumn) => Cell;

/** Trimmed and lower case; null when the order has none. */
function emailOf(cell: Read): string | null {
  return findText(cell("email"))?.toLowerCase() ?? null;
}

function fieldsOf(cell: Read): Partial<OrderFields> {
  const cancelled = cell("cancelledAt");
  const fulfillment = cell("fulfillmentStatus").text.toUpperCase().replace(/\s+/g, "_");
  return {
    email: emailOf(cell),
    // Orders of Shopify's test gateway; nothing else in an export tells a test.
    isTest: /\bbogus\b/i.test(cell("paymentMethod").text),
    sourceName: findText(cell("source")),
    fulfillmentStatus: FULFILLMENT[fulfillment] ?? fulfillment,
    currencyCode: cell("currency").text,
    tagsJson: JSON.stringify(readList(cell("tags"))),
    cancelledAt: cancelled.text === "" ? null : readInstant(cancelled),
  };
}

type Figures = { fields: Partial<OrderFields>; receivedMinor: number; refundedMinor: number };

function figuresOf(columns: Columns<OrderColumn>, cell: Read, currencyCode: string): Figures {
  const minor = (column: OrderColumn) => readMinor(cell(column), currencyCode);
  const financialStatus = statusOf(cell("financialStatus"));
  const totalMinor = minor("total");
  const refundedMinor = refundedOf(cell, { columns, totalMinor, told: minor("refunded") });
  const outstandingMinor = columns.outstanding ? Math.max(0, minor("outstanding")) : null;
  return {
    fields: {
      financialStatus,
      totalMinor,
      subtotalMinor: minor("subtotal"),
      shippingMinor: minor("shipping"),
      taxMinor: minor("taxes"),
      discountMinor: minor("discountAmount"),
    },
    refundedMinor,
    receivedMinor: receivedOf(cell("financialStatus"), { totalMinor, refundedMinor, outstandingMinor }),
  };
}

function statusOf(cell: Cell): string {
  const status = cell.text.toUpperCase().replace(/\s+/g, "_");
  if (!STATUSES.includes(status)) throw new CellProblem("status", cell, { expected: "paid, refunded …" });
  return status;
}

/** Exports of before 2017 have no column for it: then only a refund of everything can be told. */
function refundedOf(
  cell: Read,
  { columns, totalMinor, told }: { columns: Columns<OrderColumn>; totalMinor: number; told: number },
): number {
  if (columns.refunded) return Math.max(0, told);
  const status = cell("financialStatus");
  if (statusOf(status) === "REFUNDED") return totalMinor;
  if (statusOf(status) !== "PARTIALLY_REFUNDED") return 0;
  throw new CellProblem("partly-refunded-unknown", status);
}

function receivedOf(
  status: Cell,
  facts: { totalMinor: number; refundedMinor: number; outstandingMinor: number | null },
): number {
  const { totalMinor, refundedMinor, outstandingMinor } = facts;
  switch (statusOf(status)) {
    case "PAID":
    case "PARTIALLY_REFUNDED":
      return Math.max(refundedMinor, totalMinor - (outstandingMinor ?? 0));
    case "PARTIALLY_PAID":
      if (outstandingMinor === null) throw new CellProblem("partly-paid-unknown", status);
      return Math.max(refundedMinor, totalMinor - outstandingMinor);
    default:
      return refundedMinor; // All of it went back, or no money moved.
  }
}

/** The line of a row; none where the row has nothing but an order's figures. */
function lineOf(
  { line, cells }: ImportedRow,
  { columns, shop, id }: { columns: Columns<OrderColumn>; shop: ImportedShop; id: string },
): OrderLineRow[] {
  const cell = cellOf(columns, cells);
  const title = cell("lineName").text;
  if (title === "") return [];
  try {
    const quantity = findCount(cell("lineQuantity")) ?? 1;
    return [
      {
        id,
        gid: `import:LineItem/${id}`,
        productId: null,
        variantId: null,
        title,
        variantTitle: null,
        sku: findText(cell("lineSku")),
        quantity,
        currentQuantity: quantity,
        unitPriceMinor: readMinor(cell("linePrice"), shop.currencyCode),
        discountMinor: readMinor(cell("lineDiscount"), shop.currencyCode),
        isGiftCard: false,
      },
    ];
  } catch (error) {
    if (error instanceof CellProblem) error.line ??= line;
    throw error;
  }
}

/** Of several codes the export tells only what they gave together. */
function discountsOf(cell: Read, currencyCode: string): OrderDiscountRow[] {
  const byKey = new Map(readList(cell("discountCode")).map((code) => [code.toLowerCase(), code]));
  const amountMinor = byKey.size === 1 ? readMinor(cell("discountAmount"), currencyCode) : null;
  return [...byKey].map(([codeKey, code]) => ({ code, codeKey, amountMinor }));
}
