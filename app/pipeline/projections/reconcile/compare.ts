/**
 * What a change read from Shopify says, beside what is stored: which fields differ. Only what the change says is
 * compared; everything else of a row follows from it, or Shopify has no say in it.
 */
import type { Change } from "../batch/change";
import type { CheckoutChange } from "../checkouts/schema";
import type { CustomerChange } from "../customers/schema";
import type { OrderChange } from "../orders/schema";
import type { ProductChange } from "../products/schema";
import { UNKNOWN_VERSION } from "../orders/schema";
import { isOnlyImported } from "../rules/imported";

import type { DriftKind } from "./rules";

/** Rows of children by their key. */
type Children = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** A stored record with what a reconcile compares. */
export type StoredRecord = {
  id: string;
  row: Readonly<Record<string, unknown>>;
  /** Null: only mentioned by others, or nothing but its refund is known. */
  versionAt: Date | null;
  /** Fields, and kinds of children, that have a version of their own; null = never told. */
  partVersions: Readonly<Record<string, Date | null>>;
  deletedAt: Date | null;
  children: Readonly<Record<string, Children>>;
};

export type Difference =
  | { kind: "same" }
  /** Ours is newer than what was read: a delivery overtook the question. */
  | { kind: "newer-here" }
  /** To be taken over; no drift when `drift` is null, as deliveries never tell what differs. */
  | { kind: "differs"; drift: { kind: DriftKind; fields: string[] } | null };

/** Fields that deliveries do not tell at all: they are completed, and nobody lost them. */
const NEVER_DELIVERED: Readonly<Partial<Record<Change["resource"], ReadonlySet<string>>>> = {
  customer: new Set(["locale", "dataSaleOptOut"]),
  checkout: new Set(["lines.imageUrl"]),
};

/**
 * How a stored record differs from what was read of it.
 *
 * @param stored Null when there is none.
 */
export function compareWithStored(change: Change, stored: StoredRecord | null): Difference {
  const told = toldBy(change);
  if (!told || !stored || isOnlyImported(stored.versionAt) || stored.versionAt === null)
    return { kind: "differs", drift: { kind: "missing", fields: [] } };
  if (stored.deletedAt !== null)
    return { kind: "differs", drift: { kind: "revived", fields: ["deletedAt"] } };
  if (stored.versionAt > told.version) return { kind: "newer-here" };
  const fields = differingFields(told, stored).filter((field) => !isOursToKnow(field, { told, stored }));
  if (fields.length > 0) {
    const kind = secondOf(stored.versionAt) < secondOf(told.version) ? "older" : "different";
    const neverDelivered = NEVER_DELIVERED[change.resource];
    const lost = fields.filter((field) => !neverDelivered?.has(field) && stored.partVersions[field] !== null);
    return { kind: "differs", drift: lost.length > 0 ? { kind, fields: lost } : null };
  }
  const parts = Object.entries(stored.partVersions).filter(
    ([name]) => name in told.fields || name in told.children,
  );
  const versions = [stored.versionAt, ...parts.map(([, version]) => version)];
  const isBehind = versions.some((version) => secondOf(version) < secondOf(told.version));
  return isBehind ? { kind: "differs", drift: null } : { kind: "same" };
}

type Told = {
  version: Date;
  /** Fields that are as of the moment of reading, whenever the record changed last. */
  readAt?: Readonly<Record<string, Date>>;
  fields: Readonly<Record<string, unknown>>;
  children: Readonly<Record<string, Children>>;
};

/** What a change says, flat; null for changes that are no whole record. */
function toldBy(change: Change): Told | null {
  switch (change.resource) {
    case "customer":
      return change.kind === "profile" ? toldOfCustomer(change) : null;
    case "order":
      return change.kind === "order" ? toldOfOrder(change) : null;
    case "checkout":
      return change.kind === "checkout" ? toldOfCheckout(change) : null;
    case "product":
      return change.kind === "product" ? toldOfProduct(change) : null;
    default:
      return null;
  }
}

function toldOfCustomer(change: Extract<CustomerChange, { kind: "profile" }>): Told {
  const { version, profile, tags, emailConsent, smsConsent, orderCount, spent } = change;
  const { triggeredAt } = change;
  return {
    version,
    readAt: { shopifyOrderCount: triggeredAt, shopifySpentMinor: triggeredAt },
    fields: {
      ...profile,
      ...(emailConsent?.state ? { emailConsentState: emailConsent.state } : {}),
      ...(smsConsent?.state ? { smsConsentState: smsConsent.state } : {}),
      ...(orderCount === undefined ? {} : { shopifyOrderCount: orderCount }),
      ...(spent ? { shopifySpentMinor: spent.amountMinor } : {}),
    },
    children: tags ? { tags: new Map(tags.map((tag) => [tag.toLowerCase(), {}])) } : {},
  };
}

function toldOfOrder(change: Extract<OrderChange, { kind: "order" }>): Told {
  const { version, fields, payment, refunds, lines, discounts } = change;
  const { receivedMinor } = payment;
  return {
    version,
    fields: { ...fields, ...(receivedMinor === null ? {} : { receivedMinor }) },
    children: {
      ...(refunds
        ? {
            refunds: keyed(
              refunds
                .filter(({ amountMinor }) => amountMinor > 0)
                .map(({ id, amountMinor }) => ({ id, amountMinor })),
              ({ id }) => id,
            ),
          }
        : {}),
      ...(lines ? { lines: keyed(lines, ({ id }) => id) } : {}),
      // Deliveries tell what a code took off, the API does not.
      ...(discounts ? { discounts: new Map(discounts.map(({ codeKey }) => [codeKey, {}])) } : {}),
    },
  };
}

function toldOfCheckout(change: Extract<CheckoutChange, { kind: "checkout" }>): Told {
  return {
    version: change.version,
    fields: change.fields,
    children: { lines: keyed(change.lines, ({ position }) => String(position)) },
  };
}

function toldOfProduct(change: Extract<ProductChange, { kind: "product" }>): Told {
  return {
    version: change.version,
    fields: change.fields,
    children: { variants: keyed(change.variants, ({ id }) => id) },
  };
}

function keyed<Row extends object>(rows: readonly Row[], keyOf: (row: Row) => string): Children {
  return new Map(rows.map((row) => [keyOf(row), row as Record<string, unknown>]));
}

function differingFields(told: Told, stored: StoredRecord): string[] {
  const fields = Object.entries(told.fields)
    .filter(([field, value]) => value !== undefined && !isEqual(value, stored.row[field]))
    .map(([field]) => field)
    .filter((field) => !isNewerPart(field, { told, stored }));
  for (const [name, children] of Object.entries(told.children)) {
    if (isNewerPart(name, { told, stored })) continue;
    fields.push(...differingChildren(name, children, stored.children[name] ?? new Map()));
  }
  return [...new Set(fields)].sort();
}

/**
 * What we know better than the record itself: that the customer counts from the day of one merged into them, and whose an
 * order or checkout is that names nobody.
 */
function isOursToKnow(
  field: string,
  { told: { fields: told }, stored: { row } }: { told: Told; stored: StoredRecord },
): boolean {
  if (field === "customerId") return told[field] === null && row.isLinkedByAddress === true;
  const [said, known] = [told[field], row[field]];
  return field === "registeredAt" && said instanceof Date && known instanceof Date && known < said;
}

/** A part that was told later than the rest of the record was read. */
function isNewerPart(name: string, { told, stored }: { told: Told; stored: StoredRecord }): boolean {
  return secondOf(stored.partVersions[name]) > secondOf(told.readAt?.[name] ?? told.version);
}

/** The name alone when there are others, more or fewer; `name.field` when one of them differs. */
function differingChildren(name: string, told: Children, stored: Children): string[] {
  const areOthers = told.size !== stored.size || [...told.keys()].some((key) => !stored.has(key));
  if (areOthers) return [name];
  return [...told].flatMap(([key, row]) =>
    Object.entries(row)
      .filter(([field, value]) => value !== undefined && !isEqual(value, stored.get(key)?.[field]))
      .map(([field]) => `${name}.${field}`),
  );
}

function isEqual(told: unknown, stored: unknown): boolean {
  return plain(told) === plain(stored);
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  return typeof value === "bigint" ? Number(value) : (value ?? null);
}

/** Versions of one second are one: which delivery of it is stored makes no difference. */
function secondOf(version: Date | null | undefined): number {
  return Math.floor((version?.getTime() ?? 0) / 1_000);
}

/** The version of a stored row, or null when nothing but its id is known. */
export function knownVersion(versionAt: Date | null): Date | null {
  return versionAt !== null && versionAt > UNKNOWN_VERSION ? versionAt : null;
}
