import { randomBytes } from "node:crypto";

import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import { Line } from "~/integrations/shopify/bulk/lines";
import { openSealed, provideKeys } from "~/platform/sealed.server";

import { Irregular } from "../fields";
import { preparationOf } from "../prepare.server";
import { COLUMNS, type LoadedTable } from "../rows/columns";
import { RowSink } from "../rows/sink";
import { SealedAddresses } from "../sealed-addresses.server";
import { idsOf } from "./cells";
import { scanOrder } from "./scan-order";

const SHOP = {
  id: "s1",
  domain: "demo-shop.myshopify.com",
  currencyCode: "EUR",
  ianaTimezone: "Europe/Warsaw",
};
const NOW = new Date("2026-03-10T12:00:00.500Z");
const CONTEXT = { shop: SHOP, now: NOW };

beforeAll(() => provideKeys([{ id: "k1", key: randomBytes(32) }], randomBytes(32)));

/** As it lies in a file, with others around it. */
function lineOf(value: unknown): Line {
  const bytes = Buffer.from(`"}\n${JSON.stringify(value)}\n{"id":"`);
  return new Line(bytes, { from: 3, to: bytes.lastIndexOf("\n") }, 1);
}

/** The rows of a family by table, addresses opened. */
function rowsOf(parent: Line, children: readonly Line[]) {
  const sink = new RowSink(false);
  const preparation = preparationOf("orders", CONTEXT);
  const understood = preparation.addParent(sink, parent);
  for (const child of children) preparation.addChild(sink, child, understood);
  const tables = sink.take().map(({ table, ends, bytes }) => {
    const columns = COLUMNS[table as LoadedTable];
    let from = 0;
    const values = [...ends].map((end, index) => {
      if (end === -1) return null;
      const text = Buffer.from(bytes.subarray(from, end)).toString();
      from = end;
      return columns[index % columns.length] === "email" ? openSealed(text) : text;
    });
    return [table, values] as const;
  });
  const mention = understood.mention && { ...understood.mention, change: understood.mention.change() };
  return { understood: { ...understood, money: null, mention }, tables };
}

/** The same JSON in an order in which no query of ours asks for it, so that the parser of JSON reads it. */
const shuffled = (value: object): Line => lineOf(Object.fromEntries(Object.entries(value).reverse()));

/** Mostly as it nearly always is, so that many orders are so in all of their fields. */
function mostly<T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ arbitrary: usual, weight: 40 }, { arbitrary: other, weight: 1 });
}

const amount = mostly(
  fc.integer({ min: 0, max: 9_999_999 }).map((minor) => (minor / 100).toFixed(2)),
  fc.constantFrom("0.0", "10.0", "-3.5", "7", "7.", "123456789012.12", "0.005", "99.990", ".5"),
);
const currency = mostly(fc.constant("EUR"), fc.constantFrom("JPY", "KWD"));
const bag = fc.record(
  { shopMoney: fc.record({ amount, currencyCode: currency }) },
  { noNullPrototype: true },
);
const text = mostly(
  fc.constantFrom("web", "Łódź", " PAID ", "paid", "", "Default Title", "O'Neill"),
  fc.oneof(fc.string({ unit: "grapheme", maxLength: 8 }), fc.constantFrom('a "b"', "Ł\\ó")),
);
const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const gid = (type: string) =>
  fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }).map((id) => `gid://shopify/${type}/${id}`);
const instant = mostly(
  fc
    .date({ min: new Date("1971-06-01"), max: new Date("2026-03-09"), noInvalidDate: true })
    .map((date) => `${date.toISOString().slice(0, 19)}Z`),
  fc.constantFrom(
    "2026-03-29T02:30:00+02:00",
    "2024-02-29T23:59:59Z",
    "2025-10-26T00:45:00Z",
    "2026-03-10T12:00:00Z",
  ),
);
const reference = (type: string) => nullable(fc.record({ id: gid(type) }, { noNullPrototype: true }));
const order = fc.record(
  {
    id: gid("Order"),
    name: text,
    createdAt: instant,
    processedAt: nullable(instant),
    updatedAt: instant,
    cancelledAt: nullable(instant),
    cancelReason: nullable(text),
    test: fc.boolean(),
    sourceName: nullable(text),
    cartToken: nullable(text),
    checkoutToken: nullable(text),
    email: nullable(fc.constantFrom("Ada@Example.com", " b@example.com", "", "zoë@example.com")),
    customer: reference("Customer"),
    currencyCode: currency,
    presentmentCurrencyCode: nullable(currency),
    displayFinancialStatus: nullable(fc.constantFrom("PAID", "partially_refunded", "REFUNDED", "PENDING")),
    displayFulfillmentStatus: nullable(text),
    totalPriceSet: bag,
    subtotalPriceSet: nullable(bag),
    totalDiscountsSet: nullable(bag),
    totalShippingPriceSet: nullable(bag),
    totalTaxSet: nullable(bag),
    netPaymentSet: bag,
    discountCodes: fc.array(fc.constantFrom("TEN", "ten", " X"), { maxLength: 3 }),
    tags: fc.array(text, { maxLength: 3 }),
    refunds: fc.array(
      fc.record(
        {
          id: fc.constantFrom("gid://shopify/Refund/1", "gid://shopify/Refund/2"),
          createdAt: nullable(instant),
          totalRefundedSet: bag,
        },
        { noNullPrototype: true },
      ),
      { maxLength: 3 },
    ),
  },
  { noNullPrototype: true },
);
const line = fc.record(
  {
    id: gid("LineItem"),
    title: nullable(text),
    variantTitle: nullable(text),
    sku: nullable(text),
    quantity: mostly(fc.nat(99), fc.constantFrom(1_234_567_890)),
    currentQuantity: mostly(fc.nat(9), fc.constant(null)),
    isGiftCard: mostly(fc.boolean(), fc.constant(null)),
    product: reference("Product"),
    variant: reference("ProductVariant"),
    originalUnitPriceSet: bag,
    discountAllocations: fc.array(fc.record({ allocatedAmountSet: bag }, { noNullPrototype: true }), {
      maxLength: 2,
    }),
    __parentId: fc.constant("gid://shopify/Order/1"),
  },
  { noNullPrototype: true },
);

function isScanned(written: Line): boolean {
  const seals = new SealedAddresses();
  const scan = { ids: idsOf("s1"), readSeconds: "2026-03-10T12:00:00", dayOf: () => "2026-03-01", seals };
  try {
    return scanOrder(written, scan, new RowSink(false)) !== null;
  } catch (error) {
    if (error instanceof Irregular) return false;
    throw error;
  }
}

function outcomeOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return String(error);
  }
}

describe("an order read off its line", () => {
  test("is the order read by the parser of JSON and the schema, whatever it holds", () => {
    fc.assert(
      fc.property(order, fc.array(line, { maxLength: 3 }), (parent, children) => {
        const scanned = outcomeOf(() => rowsOf(lineOf(parent), children.map(lineOf)));
        const parsed = outcomeOf(() => rowsOf(shuffled(parent), children.map(shuffled)));
        expect(scanned).toEqual(parsed);
      }),
      { numRuns: 500 },
    );
  });

  test("as our query has it written does not need the parser", () => {
    const sample = fc.sample(order, { numRuns: 500, seed: 3 });
    const regular = sample.filter((parent) => isScanned(lineOf(parent)));
    expect(regular.length).toBeGreaterThan(0.1 * sample.length);
  });

  test.each([
    ["the 30th of February", "2026-02-30T10:00:00Z"],
    ["a month 13", "2026-13-01T10:00:00Z"],
    ["an hour 24", "2026-01-01T24:00:00Z"],
    ["no digits", "2026-0x-01T10:00:00Z"],
  ])("with %s in a time is left to the schema", (_what, createdAt) => {
    const [sample] = fc.sample(order, { numRuns: 1, seed: 3 });
    const odd = { ...sample, createdAt, processedAt: null };
    const scanned = outcomeOf(() => rowsOf(lineOf(odd), []));
    expect(scanned).toEqual(outcomeOf(() => rowsOf(shuffled(odd), [])));
  });
});
