import type { Cell } from "~/platform/sql/packed-rows";
import { toDbInstant } from "~/platform/sql.server";

/*
 * Columns of rows that a load inserts. What is left out has its default: it is never anything else in a record of which
 * nothing was known before.
 */

/** In the order in which a line tells them; what is counted from others comes last. */
export const ORDER_COLUMNS = [
  "id",
  "shopId",
  "gid",
  "name",
  "placedAt",
  "placedOn",
  "placedMonth",
  "versionAt",
  "cancelledAt",
  "cancelReason",
  "isTest",
  "sourceName",
  "cartToken",
  "checkoutToken",
  "email",
  "emailHash",
  "customerId",
  "currencyCode",
  "presentmentCurrency",
  "financialStatus",
  "fulfillmentStatus",
  "totalMinor",
  "subtotalMinor",
  "discountMinor",
  "shippingMinor",
  "taxMinor",
  "tagsJson",
  "receivedMinor",
  "refundedMinor",
  "netMinor",
  "netTaxMinor",
  "netShippingMinor",
  "isValid",
] as const;

/** In the order in which a line tells them. */
export const LINE_COLUMNS = [
  "id",
  "shopId",
  "gid",
  "title",
  "variantTitle",
  "sku",
  "quantity",
  "currentQuantity",
  "isGiftCard",
  "productId",
  "variantId",
  "unitPriceMinor",
  "discountMinor",
  "orderId",
] as const;

export const DISCOUNT_COLUMNS = ["orderId", "codeKey", "shopId", "code"] as const;
export const REFUND_COLUMNS = ["id", "shopId", "orderId", "gid", "amountMinor", "refundedAt"] as const;

export const CUSTOMER_COLUMNS = [
  "id",
  "shopId",
  "gid",
  "email",
  "emailHash",
  "phone",
  "phoneHash",
  "firstName",
  "lastName",
  "searchText",
  "sortKey",
  "locale",
  "countryCode",
  "provinceCode",
  "city",
  "state",
  "note",
  "emailConsentState",
  "emailConsentLevel",
  "emailConsentAt",
  "smsConsentState",
  "smsConsentLevel",
  "smsConsentSource",
  "smsConsentAt",
  "dataSaleOptOut",
  "registeredAt",
  "shopifyOrderCount",
  "shopifySpentMinor",
  "shopifySpentCurrency",
  "versionAt",
  "consentVersionAt",
  "smsConsentVersionAt",
  "tagsVersionAt",
  "summaryVersionAt",
  "createdAt",
  "updatedAt",
] as const;

export const TAG_COLUMNS = ["shopId", "customerId", "tagKey", "tag"] as const;

export const CONSENT_COLUMNS = [
  "id",
  "shopId",
  "customerId",
  "channel",
  "fromState",
  "toState",
  "optInLevel",
  "source",
  "collectedFrom",
  "occurredAt",
  "recordedAt",
  "changeKey",
] as const;

/** The tables of a batch, in the order in which their rows refer to each other. */
export const COLUMNS = {
  Customer: CUSTOMER_COLUMNS,
  CustomerTag: TAG_COLUMNS,
  ConsentChange: CONSENT_COLUMNS,
  Order: ORDER_COLUMNS,
  OrderLine: LINE_COLUMNS,
  OrderDiscount: DISCOUNT_COLUMNS,
  Refund: REFUND_COLUMNS,
} as const;
export type LoadedTable = keyof typeof COLUMNS;

/** A row to be inserted, personal texts sealed. */
export type CellsOf<Table extends LoadedTable> = Readonly<Record<(typeof COLUMNS)[Table][number], Cell>>;

/** A value as it is packed. */
export function toCell(value: string | number | boolean | Date | null): Cell {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "1" : "0";
  return typeof value === "number" ? String(value) : storedInstant(value);
}

/** A record names the same instant in several columns, and making a text of one takes longer than all else with it. */
const known = new Map<number, string>();
const MOST_KNOWN = 1_000;

function storedInstant(instant: Date): string {
  const time = instant.getTime();
  const found = known.get(time);
  if (found !== undefined) return found;
  const made = toDbInstant(instant);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(time, made);
  return made;
}
