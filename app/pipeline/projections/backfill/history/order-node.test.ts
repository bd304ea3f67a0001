import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { BulkLine } from "~/integrations/shopify/bulk/schema";

import { changeOfOrderNode, mapOrderNode } from "../../orders/node-mapping";
import { PayloadProblem } from "../../outcome";
import { assembleNode } from "../assemble";
import { readOrderNode } from "./order-node";

const INPUT = {
  shop: { id: "s1", domain: "demo-shop.myshopify.com", currencyCode: "EUR", ianaTimezone: "Europe/Warsaw" },
  triggeredAt: new Date("2026-03-01T12:00:00Z"),
  idOf: (legacyId: string) => `s1_${legacyId}`,
};

/** What the schema makes of an order and its children: the change, or where it is wrong. */
function bySchema(parent: BulkLine, children: readonly BulkLine[]): unknown {
  try {
    return mapOrderNode({ ...INPUT, body: assembleNode("orders", parent, children) })[0];
  } catch (error) {
    if (error instanceof PayloadProblem) return error.problem;
    throw error;
  }
}

/** Null: left to the schema. */
function byHand(parent: BulkLine, children: readonly BulkLine[]): unknown {
  const node = readOrderNode(parent, children);
  return node && changeOfOrderNode(INPUT, node);
}

const nullish = <T>(value: fc.Arbitrary<T>) => fc.option(fc.option(value, { nil: undefined }), { nil: null });
const text = fc.string({ unit: "grapheme", maxLength: 12 });
const amount = fc.oneof(
  fc.integer({ min: 0, max: 9_999_999 }).map((minor) => (minor / 100).toFixed(2)),
  fc.constantFrom("0.0", "10.0", "-3.5", "7", "7.", "1234567890123.125", "0.005", "99.999"),
);
const bag = fc.record({
  shopMoney: fc.record({ amount, currencyCode: fc.constantFrom("EUR", "JPY", "KWD", "USD") }),
});
const id = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n });
const gid = (type: string) => id.map((number) => `gid://shopify/${type}/${number}`);
const instant = fc.oneof(
  fc
    .date({ min: new Date("1971-06-01"), max: new Date("2030-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString()),
  fc.constantFrom("2026-03-29T02:30:00+02:00", "2025-10-26T00:59:59Z", "2024-02-29T23:59:59-05:00"),
);
const line = fc.record({
  id: gid("LineItem"),
  title: nullish(text),
  variantTitle: nullish(fc.oneof(text, fc.constant("Default Title"))),
  sku: nullish(text),
  quantity: fc.nat(99),
  currentQuantity: nullish(fc.nat(99)),
  isGiftCard: nullish(fc.boolean()),
  product: nullish(fc.record({ id: gid("Product") })),
  variant: nullish(fc.record({ id: gid("ProductVariant") })),
  originalUnitPriceSet: bag,
  discountAllocations: nullish(fc.array(fc.record({ allocatedAmountSet: bag }), { maxLength: 2 })),
});
const order = fc.record({
  id: gid("Order"),
  name: text,
  createdAt: instant,
  processedAt: nullish(instant),
  updatedAt: instant,
  cancelledAt: nullish(instant),
  cancelReason: nullish(text),
  test: fc.boolean(),
  sourceName: nullish(text),
  cartToken: nullish(text),
  checkoutToken: nullish(text),
  email: nullish(fc.emailAddress()),
  customer: nullish(fc.record({ id: gid("Customer") })),
  currencyCode: fc.constantFrom("EUR", "JPY"),
  presentmentCurrencyCode: nullish(fc.constantFrom("EUR", "USD")),
  displayFinancialStatus: nullish(fc.constantFrom("PAID", "partially_refunded", " PENDING ", "")),
  displayFulfillmentStatus: nullish(text),
  totalPriceSet: bag,
  subtotalPriceSet: nullish(bag),
  totalDiscountsSet: nullish(bag),
  totalShippingPriceSet: nullish(bag),
  totalTaxSet: nullish(bag),
  netPaymentSet: bag,
  discountCodes: fc.array(text, { maxLength: 3 }),
  tags: fc.array(text, { maxLength: 3 }),
  refunds: fc.array(fc.record({ id: gid("Refund"), createdAt: nullish(instant), totalRefundedSet: bag }), {
    maxLength: 2,
  }),
});
const family = fc.tuple(order, fc.array(line, { maxLength: 3 }));
type Family = [BulkLine, BulkLine[]];
const throughJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as Family;

test("an order read by hand is the order read by the schema, escapes, scripts and huge ids included", () => {
  fc.assert(
    fc.property(family, (value) => {
      const [parent, children] = throughJson(value);
      const expected = bySchema(parent, children);
      expect(byHand(parent, children)).toEqual(expected);
    }),
    { numRuns: 1_000 },
  );
});

const ODD: readonly unknown[] = [
  undefined,
  null,
  "",
  "x",
  0,
  -1,
  1.5,
  true,
  [],
  {},
  [null],
  { id: 5 },
  "EURO",
  "12,50",
];

test("whatever a field holds instead, it is never read as something else", () => {
  const oddly = fc.tuple(family, fc.nat(40), fc.constantFrom(...ODD), fc.boolean());
  fc.assert(
    fc.property(oddly, ([value, at, odd, isInChild]) => {
      const [parent, children] = throughJson(value);
      const target = (isInChild ? children[0] : parent) ?? parent;
      const fields = Object.keys(target);
      target[fields[at % fields.length] ?? "id"] = odd;
      const read = byHand(parent, children);
      if (read !== null) expect(read).toEqual(bySchema(parent, children));
    }),
    { numRuns: 2_000 },
  );
});

test("an ordinary order needs no schema", () => {
  fc.assert(
    fc.property(family, (value) => {
      const [parent, children] = throughJson(value);
      expect(byHand(parent, children)).not.toBeNull();
    }),
  );
});

const RECORDED = "../shared/fixtures/bulk";

describe.skipIf(!existsSync(RECORDED))("recorded bulk files", () => {
  const files = existsSync(RECORDED) ? readdirSync(RECORDED).filter((name) => name.endsWith(".jsonl")) : [];

  test.each(files)("every line of %s is read as by the schema, or left to it", (name) => {
    const lines = readFileSync(join(RECORDED, name), "utf8")
      .split("\n")
      .filter(Boolean)
      .map((json) => JSON.parse(json) as BulkLine);
    const parents = lines.filter((parsed) => parsed.__parentId === undefined);
    expect(parents.length).toBeGreaterThan(0);
    for (const parent of parents) {
      const children = lines.filter(
        ({ __parentId, id: childGid }) => __parentId === parent.id && childGid?.includes("/LineItem/"),
      );
      const read = byHand(parent, children);
      if (read !== null) expect(read).toEqual(bySchema(parent, children));
    }
  });
});
