import { isValidOrder, receivedOf, worthOf } from "../../../orders/rules/figures";
import { irregular } from "../fields";
import type { CellsOf } from "../rows/columns";
import {
  accept,
  type Cursor,
  cursorOf,
  gidNumber,
  minor,
  minorOrZero,
  type Money,
  moneyOf,
  restOfText,
  skip,
  textOrNull,
  texts,
  trimmedOrNull,
  truth,
} from "./cursor";
import { secondsOf, storedInstant, storedVersion } from "./instant";

/** How orders of a shop are read. */
export type OrderScan = {
  shopId: string;
  /** When the file is read, to the second: `2026-03-01T12:34:56`. */
  readSeconds: string;
  dayOf: (seconds: string) => string;
  seal: (address: string) => { sealed: string; hash: string | null };
};

export type ScannedOrder = {
  order: CellsOf<"Order">;
  discounts: CellsOf<"OrderDiscount">[];
  refunds: CellsOf<"Refund">[];
  /** Number of the customer it names. */
  customer: string | null;
  email: string | null;
  money: Money;
};

/**
 * The rows of an order, without those of its lines: what `changeOfOrderNode` and `applyOrderChange` make of one of which
 * nothing is known yet.
 *
 * @throws Irregular when the line is not as our bulk query makes it, or is one of the rarer kinds.
 */
export function scanOrder(text: string, scan: OrderScan): ScannedOrder {
  const cursor = cursorOf(text);
  const { shopId } = scan;
  const number = gidNumber(cursor, '{"id":"gid://shopify/Order/');
  const id = `${shopId}_${number}`;
  const head = readHead(cursor, scan);
  const person = readPerson(cursor);
  const state = readState(cursor);
  const money = moneyOf(state.currencyCode);
  const paid = readMoney(cursor, money);
  skip(cursor, ',"discountCodes":');
  const codes = texts(cursor);
  skip(cursor, ',"tags":');
  const tagsJson = tagsJsonOf(texts(cursor));
  const refunds = readRefunds(cursor, { shopId, orderId: id, money });
  skip(cursor, "}");
  if (cursor.at !== text.length) irregular();
  const { email, ...customer } = person;
  const sealed = email === null ? null : scan.seal(email);
  const order = {
    id,
    shopId,
    gid: `gid://shopify/Order/${number}`,
    ...head.cells,
    customerId: customer.number === null ? null : `${shopId}_${customer.number}`,
    email: sealed && sealed.sealed,
    emailHash: sealed && sealed.hash,
    ...state,
    ...figuresOf(paid, { refunds, head, financialStatus: state.financialStatus }),
    tagsJson,
  };
  return {
    order,
    discounts: discountsOf(codes, { shopId, orderId: id }),
    refunds,
    customer: customer.number,
    email,
    money,
  };
}

type Head = ReturnType<typeof readHead>;

function readHead(cursor: Cursor, { readSeconds, dayOf }: OrderScan) {
  skip(cursor, ',"name":"');
  const name = restOfText(cursor);
  skip(cursor, ',"createdAt":"');
  const createdAt = secondsOf(restOfText(cursor));
  skip(cursor, ',"processedAt":');
  const processedAt = instantOrNull(cursor);
  skip(cursor, ',"updatedAt":"');
  const versionAt = storedVersion(secondsOf(restOfText(cursor)), readSeconds);
  skip(cursor, ',"cancelledAt":');
  const cancelledAt = instantOrNull(cursor);
  skip(cursor, ',"cancelReason":');
  const cancelReason = statusOrNull(cursor);
  skip(cursor, ',"test":');
  const isTest = truth(cursor);
  skip(cursor, ',"sourceName":');
  const sourceName = trimmedOrNull(cursor);
  skip(cursor, ',"cartToken":');
  const cartToken = trimmedOrNull(cursor);
  skip(cursor, ',"checkoutToken":');
  const checkoutToken = trimmedOrNull(cursor);
  const placedAt = processedAt ?? createdAt;
  const placedOn = dayOf(placedAt);
  return {
    isTest,
    isCancelled: cancelledAt !== null,
    cells: {
      name,
      isTest: isTest ? "1" : "0",
      sourceName,
      cartToken,
      checkoutToken,
      placedAt: storedInstant(placedAt),
      placedOn,
      placedMonth: placedOn.substring(0, 7),
      cancelledAt: cancelledAt && storedInstant(cancelledAt),
      cancelReason,
      versionAt,
    },
  };
}

function readPerson(cursor: Cursor): { email: string | null; number: string | null } {
  skip(cursor, ',"email":');
  const email = textOrNull(cursor)?.trim().toLowerCase() || null;
  if (accept(cursor, ',"customer":null')) return { email, number: null };
  skip(cursor, ',"customer":{"id":"');
  const number = gidNumber(cursor, "gid://shopify/Customer/");
  skip(cursor, "}");
  return { email, number };
}

function readState(cursor: Cursor) {
  skip(cursor, ',"currencyCode":"');
  const currencyCode = restOfText(cursor);
  skip(cursor, ',"presentmentCurrencyCode":');
  const presentmentCurrency = textOrNull(cursor);
  if (presentmentCurrency !== null) moneyOf(presentmentCurrency); // A code, too.
  skip(cursor, ',"displayFinancialStatus":');
  const financialStatus = statusOrNull(cursor);
  skip(cursor, ',"displayFulfillmentStatus":');
  const fulfillmentStatus = statusOrNull(cursor);
  return { currencyCode, presentmentCurrency, financialStatus, fulfillmentStatus };
}

function readMoney(cursor: Cursor, money: Money) {
  skip(cursor, ',"totalPriceSet":');
  const totalMinor = minor(cursor, money);
  skip(cursor, ',"subtotalPriceSet":');
  const subtotalMinor = minorOrZero(cursor, money);
  skip(cursor, ',"totalDiscountsSet":');
  const discountMinor = minorOrZero(cursor, money);
  skip(cursor, ',"totalShippingPriceSet":');
  const shippingMinor = minorOrZero(cursor, money);
  skip(cursor, ',"totalTaxSet":');
  const taxMinor = minorOrZero(cursor, money);
  skip(cursor, ',"netPaymentSet":');
  const netPaymentMinor = minor(cursor, money);
  return { totalMinor, subtotalMinor, discountMinor, shippingMinor, taxMinor, netPaymentMinor };
}

type Paid = ReturnType<typeof readMoney>;
type Known = { refunds: readonly CellsOf<"Refund">[]; head: Head; financialStatus: string | null };

function figuresOf(paid: Paid, { refunds, head, financialStatus }: Known) {
  const { totalMinor, subtotalMinor, discountMinor, shippingMinor, taxMinor } = paid;
  const refundedMinor = refunds.reduce((sum, { amountMinor }) => sum + Number(amountMinor), 0);
  const payment = { ...NOTHING_INFERRED, receivedMinor: paid.netPaymentMinor + refundedMinor };
  const receivedMinor = receivedOf(financialStatus, { totalMinor, refundedMinor, payment });
  const worth = worthOf({ receivedMinor, refundedMinor, totalMinor, taxMinor, shippingMinor });
  const { isTest, isCancelled } = head;
  const cancelledAt = isCancelled ? SOME_DAY : null;
  const { netMinor } = worth;
  const isValid = isValidOrder({ financialStatus, isTest, cancelledAt, deletedAt: null, netMinor });
  return {
    totalMinor: String(totalMinor),
    subtotalMinor: String(subtotalMinor),
    discountMinor: String(discountMinor),
    shippingMinor: String(shippingMinor),
    taxMinor: String(taxMinor),
    receivedMinor: String(receivedMinor),
    refundedMinor: String(refundedMinor),
    netMinor: String(netMinor),
    netTaxMinor: String(worth.netTaxMinor),
    netShippingMinor: String(worth.netShippingMinor),
    isValid: isValid ? "1" : "0",
  };
}

const NOTHING_INFERRED = { currentTotalMinor: null, outstandingMinor: null, returnedMinor: 0 };
const SOME_DAY = new Date(0);

type OfOrder = { shopId: string; orderId: string };

/** Two of one id, or one of nothing, are left to the rules. */
function readRefunds(cursor: Cursor, of: OfOrder & { money: Money }): CellsOf<"Refund">[] {
  if (accept(cursor, ',"refunds":[]')) return [];
  const { shopId, orderId, money } = of;
  const refunds: CellsOf<"Refund">[] = [];
  skip(cursor, ',"refunds":[');
  do {
    const number = gidNumber(cursor, '{"id":"gid://shopify/Refund/');
    skip(cursor, ',"createdAt":"');
    const refundedAt = storedInstant(secondsOf(restOfText(cursor)));
    skip(cursor, ',"totalRefundedSet":');
    const amountMinor = minor(cursor, money);
    skip(cursor, "}");
    const id = `${shopId}_${number}`;
    if (amountMinor === 0 || refunds.some((other) => other.id === id)) irregular();
    const gid = `gid://shopify/Refund/${number}`;
    refunds.push({ id, shopId, orderId, gid, amountMinor: String(amountMinor), refundedAt });
  } while (accept(cursor, ","));
  skip(cursor, "]");
  return refunds;
}

function discountsOf(codes: readonly string[], { shopId, orderId }: OfOrder): CellsOf<"OrderDiscount">[] {
  if (codes.length === 0) return [];
  const byKey = new Map(codes.map((code) => [code.trim().toLowerCase(), code]));
  return [...byKey].map(([codeKey, code]) => ({ orderId, codeKey, shopId, code }));
}

function tagsJsonOf(tags: readonly string[]): string {
  return tags.length === 0 ? "[]" : JSON.stringify(tags.map((tag) => tag.trim()).filter(Boolean));
}

function instantOrNull(cursor: Cursor): string | null {
  const instant = textOrNull(cursor);
  return instant === null ? null : secondsOf(instant);
}

/** Trimmed, in capitals. */
function statusOrNull(cursor: Cursor): string | null {
  return trimmedOrNull(cursor)?.toUpperCase() ?? null;
}
