/*
 * Shopify's CSV exports, as the admin mails them: columns and spelling of 2026, an order's figures in its first row only,
 * ids behind an apostrophe where spreadsheets would round them.
 */

/** What an export tells of an order. Amounts are decimal strings. */
export type ExportedOrder = {
  id: string | null;
  name: string;
  email: string;
  financialStatus: string;
  fulfillmentStatus?: string;
  currency: string;
  subtotal: string;
  shipping: string;
  taxes: string;
  total: string;
  refunded: string;
  outstanding: string;
  discountCode?: string;
  discountAmount?: string;
  createdAt: string;
  cancelledAt?: string;
  paymentMethod?: string;
  source?: string;
  tags?: string;
  phone?: string;
  lines: { quantity: number; name: string; price: string; sku?: string; discount?: string }[];
};

const ORDER_TITLES =
  "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Phone,Receipt Number,Duties,Payment References".split(
    ",",
  );

/** Columns that exports of before 2017 did not have. */
const YOUNGER_TITLES = [
  "Refunded Amount",
  "Outstanding Balance",
  "Id",
  "Tags",
  "Source",
  "Lineitem discount",
];

type ExportOptions = { isOld?: boolean; newline?: string; bom?: boolean };

/** The text of an orders_export. */
export function ordersExport(
  orders: readonly ExportedOrder[],
  { isOld = false, newline = "\n", bom = false }: ExportOptions = {},
): string {
  const titles = isOld ? ORDER_TITLES.filter((title) => !YOUNGER_TITLES.includes(title)) : ORDER_TITLES;
  const rows = orders.flatMap((order) =>
    order.lines.map((line, index) => {
      const cells: Record<string, string> = {
        Name: order.name,
        Email: order.email,
        ...(index === 0 ? figuresOf(order) : {}),
        "Lineitem quantity": String(line.quantity),
        "Lineitem name": line.name,
        "Lineitem price": line.price,
        "Lineitem sku": line.sku ?? "",
        "Lineitem discount": line.discount ?? "0.00",
        "Created at": order.createdAt,
      };
      return titles.map((title) => quoted(cells[title] ?? ""));
    }),
  );
  const text = [titles.map(quoted), ...rows].map((cells) => cells.join(",")).join(newline) + newline;
  return bom ? `\ufeff${text}` : text;
}

function figuresOf(order: ExportedOrder): Record<string, string> {
  return {
    "Financial Status": order.financialStatus,
    "Fulfillment Status": order.fulfillmentStatus ?? "unfulfilled",
    "Accepts Marketing": "no",
    Currency: order.currency,
    Subtotal: order.subtotal,
    Shipping: order.shipping,
    Taxes: order.taxes,
    Total: order.total,
    "Discount Code": order.discountCode ?? "",
    "Discount Amount": order.discountAmount ?? "0.00",
    "Cancelled at": order.cancelledAt ?? "",
    "Payment Method": order.paymentMethod ?? "Shopify Payments",
    "Refunded Amount": order.refunded,
    "Outstanding Balance": order.outstanding,
    Id: order.id ?? "",
    Tags: order.tags ?? "",
    Source: order.source ?? "web",
    Phone: order.phone ?? "",
    Notes: 'said "thanks",\nand left',
  };
}

/** A paid order of 50.00 with one line. */
export function exportedOrder(over: Partial<ExportedOrder> = {}): ExportedOrder {
  return {
    id: "5001",
    name: "#1001",
    email: "ada@example.com",
    financialStatus: "paid",
    currency: "EUR",
    subtotal: "45.00",
    shipping: "5.00",
    taxes: "0.00",
    total: "50.00",
    refunded: "0.00",
    outstanding: "0.00",
    createdAt: "2025-03-01 10:00:00 +0100",
    lines: [{ quantity: 1, name: "Morning blend - 250 g", price: "45.00", sku: "MB-250" }],
    ...over,
  };
}

export type ExportedCustomer = {
  id: string | null;
  firstName: string;
  lastName: string;
  email: string;
  phone?: string;
  acceptsEmail?: "yes" | "no";
  totalOrders?: string;
  totalSpent?: string;
  tags?: string;
  note?: string;
};

/** The text of a customers_export; an old one has neither ids nor the consent by SMS. */
export function customersExport(
  customers: readonly ExportedCustomer[],
  { isOld = false, newline = "\n", bom = false }: ExportOptions = {},
): string {
  const titles = isOld
    ? "First Name,Last Name,Email,Company,Address1,Address2,City,Province,Province Code,Country,Country Code,Zip,Phone,Accepts Marketing,Total Spent,Total Orders,Tags,Note,Tax Exempt"
    : "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags";
  const rows = customers.map((customer) => {
    const cells: Record<string, string> = {
      "Customer ID": customer.id === null ? "" : `'${customer.id}`,
      "First Name": customer.firstName,
      "Last Name": customer.lastName,
      Email: customer.email,
      "Accepts Email Marketing": customer.acceptsEmail ?? "no",
      "Accepts Marketing": customer.acceptsEmail ?? "no",
      "Accepts SMS Marketing": "no",
      "Default Address City": "Gdańsk",
      City: "Gdańsk",
      "Default Address Country Code": "PL",
      "Country Code": "PL",
      Phone: customer.phone ? `'${customer.phone}` : "",
      "Total Spent": customer.totalSpent ?? "0.00",
      "Total Orders": customer.totalOrders ?? "0",
      Note: customer.note ?? "",
      Tags: customer.tags ?? "",
      "Tax Exempt": "no",
    };
    return titles.split(",").map((title) => quoted(cells[title] ?? ""));
  });
  const text = [titles, ...rows.map((cells) => cells.join(","))].join(newline) + newline;
  return bom ? `\ufeff${text}` : text;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
