export type ImportKind = "orders" | "customers";

/** Names of the columns, lower case, as Shopify has written them over the years; the first one is today's. */
const ORDER_COLUMNS = {
  name: ["name"],
  id: ["id"],
  email: ["email"],
  phone: ["phone"],
  financialStatus: ["financial status"],
  fulfillmentStatus: ["fulfillment status"],
  currency: ["currency"],
  subtotal: ["subtotal"],
  shipping: ["shipping"],
  taxes: ["taxes"],
  total: ["total"],
  refunded: ["refunded amount"],
  outstanding: ["outstanding balance"],
  discountCode: ["discount code"],
  discountAmount: ["discount amount"],
  createdAt: ["created at"],
  cancelledAt: ["cancelled at", "canceled at"],
  paymentMethod: ["payment method"],
  source: ["source"],
  tags: ["tags"],
  lineQuantity: ["lineitem quantity"],
  lineName: ["lineitem name"],
  linePrice: ["lineitem price"],
  lineSku: ["lineitem sku"],
  lineDiscount: ["lineitem discount"],
} as const;

const CUSTOMER_COLUMNS = {
  id: ["customer id"],
  firstName: ["first name"],
  lastName: ["last name"],
  email: ["email"],
  phone: ["phone", "default address phone"],
  acceptsEmail: ["accepts email marketing", "accepts marketing"],
  acceptsSms: ["accepts sms marketing"],
  city: ["default address city", "city"],
  provinceCode: ["default address province code", "province code"],
  countryCode: ["default address country code", "country code"],
  orderCount: ["total orders", "orders count"],
  tags: ["tags"],
  note: ["note"],
} as const;

export type OrderColumn = keyof typeof ORDER_COLUMNS;
export type CustomerColumn = keyof typeof CUSTOMER_COLUMNS;

/** Without these a row says nothing that can be counted. */
const NEEDED_OF_ORDERS: readonly OrderColumn[] = [
  "name",
  "financialStatus",
  "currency",
  "total",
  "createdAt",
];
const NEEDED_OF_CUSTOMERS: readonly CustomerColumn[] = ["email"];

/** Where the columns of a file are; null = the file has no such column. */
export type Columns<Column extends string = string> = Readonly<
  Record<Column, { at: number; title: string } | null>
>;

export type Header = {
  kind: ImportKind;
  /** Columns of every row. */
  width: number;
  columns: Columns;
};

type HeaderReading =
  | { kind: "recognised"; header: Header }
  /** `value` stands in the file, `expected` should. */
  | { kind: "refused"; code: HeaderProblemCode; value: string; expected: string };

export type HeaderProblemCode = "other-separator" | "other-export" | "missing-columns" | "unknown-columns";

/**
 * Which export of Shopify's a first row belongs to, by the names of its columns; their order, capitals and what else
 * there is do not matter.
 */
export function recogniseHeader(titles: readonly string[]): HeaderReading {
  const known = new Map(titles.map((title, at) => [keyOf(title), { at, title: title.trim() }]));
  const has = (...names: string[]) => names.every((name) => known.has(name));
  const isOf = {
    orders: has("name", "financial status"),
    customers: has("first name", "last name") && CUSTOMER_MARKS.some((name) => has(name)),
    others: OTHER_EXPORTS.some((names) => has(...names)),
  };
  if (isOf.orders)
    return columnsOf("orders", { titles, known, aliases: ORDER_COLUMNS, needed: NEEDED_OF_ORDERS });
  if (isOf.customers)
    return columnsOf("customers", { titles, known, aliases: CUSTOMER_COLUMNS, needed: NEEDED_OF_CUSTOMERS });
  const value = titles.join(",").slice(0, 120);
  if (titles.length === 1 && /[;\t|]/.test(value))
    return { kind: "refused", code: "other-separator", value, expected: "Name,Email,Financial Status" };
  const code = isOf.others ? "other-export" : "unknown-columns";
  return { kind: "refused", code, value, expected: "orders_export, customers_export" };
}

/** One of these tells customers from any other list of people. */
const CUSTOMER_MARKS = ["total orders", "total spent", "customer id"];

/** Columns of Shopify's other exports: products, inventory, discounts. */
const OTHER_EXPORTS = [["handle", "title"], ["url handle"], ["variant sku"], ["code", "value"]];

function columnsOf(
  kind: ImportKind,
  {
    titles,
    known,
    aliases,
    needed,
  }: {
    titles: readonly string[];
    known: ReadonlyMap<string, { at: number; title: string }>;
    aliases: Readonly<Record<string, readonly string[]>>;
    needed: readonly string[];
  },
): HeaderReading {
  const columns = Object.fromEntries(
    Object.entries(aliases).map(([column, names]) => {
      const name = names.find((candidate) => known.has(candidate));
      return [column, name === undefined ? null : (known.get(name) ?? null)];
    }),
  );
  const missing = needed.filter((column) => !columns[column]);
  if (missing.length === 0) return { kind: "recognised", header: { kind, width: titles.length, columns } };
  return {
    kind: "refused",
    code: "missing-columns",
    value: titles.join(",").slice(0, 120),
    expected: missing.map((column) => titleOf(aliases[column]?.[0] ?? column)).join(", "),
  };
}

/** A column's title as Shopify writes it: only its first letter is a capital. */
function titleOf(name: string): string {
  return name === "financial status" ? "Financial Status" : name.charAt(0).toUpperCase() + name.slice(1);
}

function keyOf(title: string): string {
  return title.trim().toLowerCase().replace(/\s+/g, " ");
}
