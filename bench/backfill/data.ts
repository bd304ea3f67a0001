import { createWriteStream, existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";

/** The shape of a shop's bulk files: nodes as our bulk queries ask for them. */
export type Files = { directory: string; customers: string; orders: string; counts: Counts; bytes: number };

export type Counts = { orders: number; lines: number; customers: number };

const CACHE = "node_modules/.cache/perennial/bench-backfill-2";
const FIRST_ORDER = 5_400_000_000_000;
const FIRST_CUSTOMER = 7_200_000_000_000;
const FIRST_LINE = 14_100_000_000_000;
const STEP = 32_768;
/** Three years of orders, evenly. */
const FIRST_AT = Date.UTC(2023, 8, 1);
const SPAN_MS = 3 * 365 * 86_400_000;
const PRODUCTS = 400;
const WRITE_BYTES = 1_000_000;

const FIRST_NAMES = ["Ada", "Grace", "Zoë", "Łucja", "Иван", "Mary Ann", "José", "Noor", "Kai", "Anastasia"];
const LAST_NAMES = [
  "Lovelace",
  "Hopper",
  "Müller",
  "Wójcik",
  "Петров",
  "O'Neill",
  "García",
  "van den Berg",
  "Li",
];

/** How many there are of what for so many orders: 1.2 lines each, one customer to 8⅓. */
export function countsFor(orders: number): Counts {
  return { orders, lines: Math.floor(orders * 1.2), customers: Math.max(1, Math.round(orders * 0.12)) };
}

/** Makes the files of a shop, once: they are kept under node_modules/.cache. The same number gives the same bytes. */
export async function makeFiles(orderCount: number): Promise<Files> {
  const counts = countsFor(orderCount);
  const directory = join(CACHE, String(orderCount));
  mkdirSync(directory, { recursive: true });
  const customers = join(directory, "customers.jsonl");
  const orders = join(directory, "orders.jsonl");
  await writeOnce(customers, customerLines(counts));
  await writeOnce(orders, orderLines(counts));
  const bytes = statSync(customers).size + statSync(orders).size;
  return { directory, customers, orders, counts, bytes };
}

async function writeOnce(path: string, lines: Iterable<string>): Promise<void> {
  if (existsSync(path)) return;
  const stream = createWriteStream(`${path}.part`);
  let text = "";
  for (const line of lines) {
    text += `${line}\n`;
    if (text.length < WRITE_BYTES) continue;
    if (!stream.write(text)) await once(stream, "drain");
    text = "";
  }
  stream.end(text);
  await once(stream, "finish");
  renameSync(`${path}.part`, path);
}

/** Numbers that look random and are the same every time: a hash of the index (splitmix32). */
function hashOf(index: number, salt: number): number {
  let mixed = (index + Math.imul(salt, 0x9e3779b9)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

function pick<T>(list: readonly T[], index: number, salt: number): T {
  return list[hashOf(index, salt) % list.length] as T;
}

const hex = (index: number, salt: number) => hashOf(index, salt).toString(16).padStart(8, "0");
const bag = (minor: number) => ({ shopMoney: { amount: (minor / 100).toFixed(2), currencyCode: "EUR" } });
const iso = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
const customerGid = (index: number) => `gid://shopify/Customer/${FIRST_CUSTOMER + index * STEP}`;

function emailOf(index: number): string {
  return `person.${index}@example-${index % 97}.com`;
}

function* customerLines({ customers }: Counts): Generator<string> {
  for (let index = 0; index < customers; index++) {
    const createdAt = iso(FIRST_AT + Math.floor((SPAN_MS * index) / customers));
    const isSubscribed = hashOf(index, 1) % 3 > 0;
    yield JSON.stringify({
      id: customerGid(index),
      createdAt,
      updatedAt: createdAt,
      firstName: pick(FIRST_NAMES, index, 2),
      lastName: pick(LAST_NAMES, index, 3),
      locale: "en",
      state: "ENABLED",
      note: null,
      tags: index % 10 === 0 ? ["newsletter", "wholesale"] : [],
      dataSaleOptOut: false,
      numberOfOrders: "8",
      amountSpent: { amount: "214.40", currencyCode: "EUR" },
      defaultEmailAddress: {
        emailAddress: emailOf(index),
        marketingState: isSubscribed ? "SUBSCRIBED" : "NOT_SUBSCRIBED",
        marketingOptInLevel: "SINGLE_OPT_IN",
        marketingUpdatedAt: isSubscribed ? createdAt : null,
      },
      defaultPhoneNumber: null,
      defaultAddress: { countryCodeV2: "PL", provinceCode: "PL-14", city: "Warszawa" },
    });
  }
}

function* orderLines(counts: Counts): Generator<string> {
  let line = 0;
  for (let index = 0; index < counts.orders; index++) {
    const count = index % 5 === 0 ? 2 : 1;
    const gid = `gid://shopify/Order/${FIRST_ORDER + index * STEP}`;
    const lines = Array.from({ length: count }, () => lineOf(line++, gid));
    const goodsMinor = lines.reduce((sum, { priceMinor, quantity }) => sum + priceMinor * quantity, 0);
    yield JSON.stringify(orderOf(index, { gid, goodsMinor, counts }));
    for (const { node } of lines) yield JSON.stringify(node);
  }
}

function orderOf(
  index: number,
  { gid, goodsMinor, counts }: { gid: string; goodsMinor: number; counts: Counts },
): object {
  const placedAt = FIRST_AT + Math.floor((SPAN_MS * index) / counts.orders);
  const isCancelled = index % 50 === 7;
  const isRefunded = index % 25 === 3;
  const customer = hashOf(index, 4) % counts.customers;
  const shippingMinor = 990;
  const totalMinor = goodsMinor + shippingMinor;
  const refundedMinor = isRefunded ? goodsMinor : 0;
  return {
    id: gid,
    name: `#${1001 + index}`,
    createdAt: iso(placedAt),
    processedAt: iso(placedAt),
    updatedAt: iso(placedAt + 3 * 86_400_000),
    cancelledAt: isCancelled ? iso(placedAt + 3_600_000) : null,
    cancelReason: isCancelled ? "CUSTOMER" : null,
    test: false,
    sourceName: "web",
    cartToken: `Z2NwLWV1cm9wZS${hex(index, 5)}${hex(index, 6)}${hex(index, 7)}`,
    checkoutToken: hex(index, 8) + hex(index, 9) + hex(index, 10) + hex(index, 11),
    email: emailOf(customer),
    customer: { id: customerGid(customer) },
    currencyCode: "EUR",
    presentmentCurrencyCode: "EUR",
    displayFinancialStatus: isRefunded ? "PARTIALLY_REFUNDED" : "PAID",
    displayFulfillmentStatus: "FULFILLED",
    totalPriceSet: bag(totalMinor),
    subtotalPriceSet: bag(goodsMinor),
    totalDiscountsSet: bag(0),
    totalShippingPriceSet: bag(shippingMinor),
    totalTaxSet: bag(Math.round(totalMinor * 0.187)),
    netPaymentSet: bag(totalMinor - refundedMinor),
    discountCodes: index % 20 === 11 ? ["WELCOME10"] : [],
    tags: [],
    refunds: isRefunded
      ? [
          {
            id: `gid://shopify/Refund/${900_000_000_000 + index}`,
            createdAt: iso(placedAt + 86_400_000),
            totalRefundedSet: bag(refundedMinor),
          },
        ]
      : [],
  };
}

function lineOf(index: number, parentGid: string): { priceMinor: number; quantity: number; node: object } {
  const product = hashOf(index, 12) % PRODUCTS;
  const quantity = 1 + (hashOf(index, 13) % 2);
  const priceMinor = 990 + product * 25;
  const node = {
    id: `gid://shopify/LineItem/${FIRST_LINE + index * STEP}`,
    title: `Single origin coffee no. ${product}`,
    variantTitle: "250 g / whole bean",
    sku: `COF-${String(product).padStart(4, "0")}-250`,
    quantity,
    currentQuantity: quantity,
    isGiftCard: false,
    product: { id: `gid://shopify/Product/${8_300_000_000_000 + product * STEP}` },
    variant: { id: `gid://shopify/ProductVariant/${43_700_000_000_000 + product * STEP}` },
    originalUnitPriceSet: bag(priceMinor),
    discountAllocations: [],
    __parentId: parentGid,
  };
  return { priceMinor, quantity, node };
}
