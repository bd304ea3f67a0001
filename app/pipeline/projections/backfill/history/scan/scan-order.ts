import type { Line } from "~/integrations/shopify/bulk/lines";
import type { RowPacker } from "~/platform/sql/row-packer";

import { irregular } from "../fields";
import type { CellsOf } from "../rows/columns";
import type { RowSink } from "../rows/sink";
import type { SealedAddresses } from "../sealed-addresses.server";
import { addShop, addStatus, addText, addTrimmed, type Ids } from "./cells";
import {
  accept,
  Cursor,
  gidNumber,
  isText,
  minor,
  minorOrZero,
  type Money,
  moneyOf,
  restOfText,
  skip,
  skipEnd,
  texts,
  trim,
  trimmedOrNull,
  truth,
} from "./cursor";
import { addFigures } from "./figures";
import {
  AFTER_SECONDS,
  AFTER_VERSION,
  type DayReader,
  instant,
  instantOrNone,
  isBefore,
  SECONDS,
} from "./instant";

/** How orders of a shop are read. */
export type OrderScan = {
  ids: Ids;
  /** When the file is read, to the second: `2026-03-01T12:34:56`. */
  readSeconds: string;
  dayOf: DayReader;
  seals: Pick<SealedAddresses, "addTo">;
};

/** Where something lies in the bytes of a line. */
export type Span = { readonly bytes: Buffer; readonly from: number; readonly to: number };

/** What is asked of an order beside its rows. */
export type ScannedOrder = {
  number: string;
  version: string;
  /** The number of the customer it names. */
  customer: Span | null;
  email: Span | null;
  money: Money;
};

/** Where an order is being read to. */
type Reading = { cursor: Cursor; packer: RowPacker; scan: OrderScan };

const OF_ORDER = { before: Buffer.from("gid://shopify/Order/") };

/**
 * Adds the rows of an order, without those of its lines: what `changeOfOrderNode` and `applyOrderChange` make of one of
 * which nothing is known yet.
 *
 * @throws Irregular when the line is not as our bulk query makes it, or is one of the rarer kinds; some of the order's
 * cells are there then.
 */
export function scanOrder(line: Line, scan: OrderScan, sink: RowSink): ScannedOrder {
  const reading = { cursor: new Cursor(line), packer: sink.packerOf("Order"), scan };
  const { cursor, packer } = reading;
  const { shopId, prefix, ours } = scan.ids;
  gidNumber(cursor, '{"id":"gid://shopify/Order/');
  const number = cursor.text();
  packer.addBytes(cursor.bytes, cursor, ours);
  addShop(packer, scan.ids);
  packer.addBytes(cursor.bytes, cursor, OF_ORDER);
  const { version, isCancelled } = addTimes(reading);
  const isTest = addOrigin(reading);
  const email = addEmail(reading);
  const customer = addCustomer(reading);
  const { money, financialStatus } = addState(reading);
  const paid = addMoney(reading, money);
  skip(cursor, ',"discountCodes":');
  const codes = texts(cursor);
  skip(cursor, ',"tags":');
  packer.addCell(tagsJsonOf(texts(cursor)));
  const of = { shopId, orderId: prefix + number };
  const refunds = readRefunds(cursor, { ...of, prefix, money });
  skip(cursor, "}");
  skipEnd(cursor);
  addFigures(packer, paid, { refunds, financialStatus, isTest, isCancelled });
  packer.endRow();
  for (const discount of discountsOf(codes, of)) sink.add("OrderDiscount", discount);
  for (const refund of refunds) sink.add("Refund", refund);
  return { number, version, customer, email, money };
}

function addTimes({ cursor, packer, scan }: Reading): { version: string; isCancelled: boolean } {
  const { bytes } = cursor;
  skip(cursor, ',"name":"');
  restOfText(cursor);
  addText(packer, cursor);
  skip(cursor, ',"createdAt":"');
  const createdAt = instant(cursor);
  skip(cursor, ',"processedAt":');
  const processedAt = instantOrNone(cursor);
  const placedAt = processedAt === -1 ? createdAt : processedAt;
  const placedOn = scan.dayOf(bytes, placedAt);
  addInstant(packer, bytes, placedAt);
  packer.addCell(placedOn);
  packer.addCell(placedOn.substring(0, 7));
  skip(cursor, ',"updatedAt":"');
  const updatedAt = instant(cursor);
  if (!isBefore(bytes, updatedAt, scan.readSeconds)) irregular();
  packer.addBytes(bytes, { from: updatedAt, to: updatedAt + SECONDS }, OF_VERSION);
  skip(cursor, ',"cancelledAt":');
  const cancelledAt = instantOrNone(cursor);
  if (cancelledAt === -1) packer.addCell(null);
  else addInstant(packer, bytes, cancelledAt);
  skip(cursor, ',"cancelReason":');
  addStatus(packer, cursor);
  return {
    version: bytes.toString("latin1", updatedAt, updatedAt + SECONDS) + AFTER_VERSION,
    isCancelled: cancelledAt !== -1,
  };
}

const OF_INSTANT = { after: Buffer.from(AFTER_SECONDS) };
const OF_VERSION = { after: Buffer.from(AFTER_VERSION) };

function addInstant(packer: RowPacker, bytes: Buffer, from: number): void {
  packer.addBytes(bytes, { from, to: from + SECONDS }, OF_INSTANT);
}

/** @returns whether it is a test. */
function addOrigin({ cursor, packer }: Reading): boolean {
  skip(cursor, ',"test":');
  const isTest = truth(cursor);
  packer.addNumber(isTest ? 1 : 0);
  skip(cursor, ',"sourceName":');
  addTrimmed(packer, cursor);
  skip(cursor, ',"cartToken":');
  addTrimmed(packer, cursor);
  skip(cursor, ',"checkoutToken":');
  addTrimmed(packer, cursor);
  return isTest;
}

function addEmail({ cursor, packer, scan }: Reading): Span | null {
  skip(cursor, ',"email":');
  const email = isText(cursor) ? lowered(cursor) : null;
  if (email === null || email.from === email.to) {
    packer.addCell(null);
    packer.addCell(null);
    return null;
  }
  scan.seals.addTo(packer, email);
  return email;
}

/** The text that was read last, trimmed, in small letters. */
function lowered(cursor: Cursor): Span {
  trim(cursor);
  const { bytes, from, to } = cursor;
  if (cursor.isAscii && !hasCapitals(cursor)) return { bytes, from, to };
  const small = Buffer.from(cursor.text().trim().toLowerCase());
  return { bytes: small, from: 0, to: small.length };
}

function hasCapitals({ bytes, from, to }: Cursor): boolean {
  for (let at = from; at < to; at++) {
    const code = bytes[at] ?? 0;
    if (code >= 0x41 && code <= 0x5a) return true;
  }
  return false;
}

/** @returns its number. */
function addCustomer({ cursor, packer, scan }: Reading): Span | null {
  if (accept(cursor, ',"customer":null')) {
    packer.addCell(null);
    return null;
  }
  gidNumber(cursor, ',"customer":{"id":"gid://shopify/Customer/');
  const { bytes, from, to } = cursor;
  packer.addBytes(bytes, cursor, scan.ids.ours);
  skip(cursor, "}");
  return { bytes, from, to };
}

function addState({ cursor, packer }: Reading): { money: Money; financialStatus: string | null } {
  skip(cursor, ',"currencyCode":"');
  restOfText(cursor);
  const money = moneyOf(cursor.text());
  addText(packer, cursor);
  skip(cursor, ',"presentmentCurrencyCode":');
  const isPresented = isText(cursor);
  if (isPresented) {
    moneyOf(cursor.text()); // A code, too.
    addText(packer, cursor);
  } else packer.addCell(null);
  skip(cursor, ',"displayFinancialStatus":');
  const financialStatus = trimmedOrNull(cursor)?.toUpperCase() ?? null;
  packer.addCell(financialStatus);
  skip(cursor, ',"displayFulfillmentStatus":');
  addStatus(packer, cursor);
  return { money, financialStatus };
}

function addMoney({ cursor, packer }: Reading, money: Money) {
  skip(cursor, ',"totalPriceSet":');
  const totalMinor = minor(cursor, money);
  packer.addNumber(totalMinor);
  skip(cursor, ',"subtotalPriceSet":');
  packer.addNumber(minorOrZero(cursor, money));
  skip(cursor, ',"totalDiscountsSet":');
  packer.addNumber(minorOrZero(cursor, money));
  skip(cursor, ',"totalShippingPriceSet":');
  const shippingMinor = minorOrZero(cursor, money);
  packer.addNumber(shippingMinor);
  skip(cursor, ',"totalTaxSet":');
  const taxMinor = minorOrZero(cursor, money);
  packer.addNumber(taxMinor);
  skip(cursor, ',"netPaymentSet":');
  const netPaymentMinor = minor(cursor, money);
  return { totalMinor, shippingMinor, taxMinor, netPaymentMinor };
}

type OfOrder = { shopId: string; orderId: string };

/** Two of one id, or one of nothing, are left to the rules. */
function readRefunds(
  cursor: Cursor,
  { shopId, orderId, prefix, money }: OfOrder & { prefix: string; money: Money },
): CellsOf<"Refund">[] {
  if (accept(cursor, ',"refunds":[]')) return NO_REFUNDS;
  const refunds: CellsOf<"Refund">[] = [];
  skip(cursor, ',"refunds":[');
  do {
    gidNumber(cursor, '{"id":"gid://shopify/Refund/');
    const number = cursor.text();
    skip(cursor, ',"createdAt":"');
    const at = instant(cursor);
    const refundedAt = cursor.bytes.toString("latin1", at, at + SECONDS) + AFTER_SECONDS;
    skip(cursor, ',"totalRefundedSet":');
    const amountMinor = minor(cursor, money);
    skip(cursor, "}");
    const id = prefix + number;
    if (amountMinor === 0 || refunds.some((other) => other.id === id)) irregular();
    const gid = `gid://shopify/Refund/${number}`;
    refunds.push({ id, shopId, orderId, gid, amountMinor: String(amountMinor), refundedAt });
  } while (accept(cursor, ","));
  skip(cursor, "]");
  return refunds;
}

const NO_REFUNDS: CellsOf<"Refund">[] = [];

function discountsOf(codes: readonly string[], { shopId, orderId }: OfOrder): CellsOf<"OrderDiscount">[] {
  if (codes.length === 0) return [];
  const byKey = new Map(codes.map((code) => [code.trim().toLowerCase(), code]));
  return [...byKey].map(([codeKey, code]) => ({ orderId, codeKey, shopId, code }));
}

function tagsJsonOf(tags: readonly string[]): string {
  return tags.length === 0 ? "[]" : JSON.stringify(tags.map((tag) => tag.trim()).filter(Boolean));
}
