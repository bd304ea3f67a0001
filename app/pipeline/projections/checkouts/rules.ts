import { SECOND_MS } from "~/kit/duration";
import type { DomainEvent } from "~/pipeline/events/catalogue";

import { differsIn, type Said, withSaid } from "../rules/said";

import type { CheckoutChange, CheckoutFields, CheckoutLineRow, CheckoutRow, CheckoutState } from "./schema";

export type CheckoutEffect = { outcome: "applied" | "older-version"; events: DomainEvent[] };

const SHOPPERS = [
  "email",
  "phone",
  "subtotalMinor",
  "totalMinor",
  "discountCodesJson",
  "customerId",
] as const;

/** What the API does not tell, or not always. */
const TOLD_BY_WEBHOOKS = ["email", "phone", "locale", "sourceName", "presentmentCurrency"] as const;

const UNKNOWN_VERSION = new Date(0);

/** A checkout of which only a key is known. */
export function unknownCheckout(id: string, currencyCode: string): CheckoutState {
  return {
    row: {
      id,
      token: null,
      gid: null,
      cartToken: null,
      customerId: null,
      isLinkedByAddress: false,
      email: null,
      phone: null,
      locale: null,
      acceptsMarketing: false,
      sourceName: null,
      recoverUrl: null,
      currencyCode,
      presentmentCurrency: null,
      subtotalMinor: 0,
      totalMinor: 0,
      discountCodesJson: "[]",
      startedAt: UNKNOWN_VERSION,
      activeAt: UNKNOWN_VERSION,
      completedAt: null,
      deletedAt: null,
      versionAt: UNKNOWN_VERSION,
    },
    lines: [],
    areLinesChanged: false,
    isChanged: true,
  };
}

/**
 * Applies one change to a checkout, in place: the newest version stays, whatever order they come in.
 *
 * The shopper is taken to have been active whenever the checkout changed, until it is completed.
 * A deletion holds until a payload that Shopify triggered later.
 */
export function applyCheckoutChange(state: CheckoutState, change: CheckoutChange): CheckoutEffect {
  const before = state.row;
  if (change.kind === "deletion") {
    state.row = { ...before, ...missingKeys(before, change), deletedAt: change.triggeredAt };
    state.isChanged = true;
    return { outcome: "applied", events: [] };
  }
  if (change.version < before.versionAt) return addKeys(state, change);
  const isNew = before.versionAt <= UNKNOWN_VERSION;
  const after: CheckoutRow = {
    ...withSaid(before, change.fields),
    deletedAt: before.deletedAt && change.triggeredAt < before.deletedAt ? before.deletedAt : null,
    activeAt: lastActive(before.activeAt, change.version),
    versionAt: change.version,
  };
  const isActivity =
    isNew || differsIn(before, after, SHOPPERS) || lineKey(state.lines) !== lineKey(change.lines);
  state.row = after;
  if (JSON.stringify(state.lines) !== JSON.stringify(change.lines)) {
    state.lines = keepImages(state.lines, change.lines);
    state.areLinesChanged = true;
  }
  state.isChanged = true;
  return {
    outcome: "applied",
    events: eventsOf(after, { isNew, isActivity, wasCompleted: before.completedAt !== null }),
  };
}

/**
 * When the shopper was active last, in whole seconds as the store tells it. Parts of a second are where a version came
 * from, a delivery or a look through the API: a checkout that is read again was not touched again.
 */
function lastActive(before: Date, version: Date): Date {
  const second = Math.floor(version.getTime() / SECOND_MS);
  return Math.floor(before.getTime() / SECOND_MS) === second ? before : new Date(second * SECOND_MS);
}

/** An older version from the other source still tells keys that the newer one cannot know. */
function addKeys(state: CheckoutState, change: CheckoutChange): CheckoutEffect {
  const keys = missingKeys(state.row, change);
  if (Object.keys(keys).length > 0) {
    const told: Said<CheckoutFields> = change.kind === "checkout" ? change.fields : {};
    const { row } = state;
    const missing = TOLD_BY_WEBHOOKS.filter((key) => row[key] === null);
    state.row = { ...row, ...keys, ...Object.fromEntries(missing.map((key) => [key, told[key] ?? null])) };
    state.isChanged = true;
  }
  return { outcome: "older-version", events: [] };
}

function missingKeys(row: CheckoutRow, { keys }: CheckoutChange): Partial<CheckoutRow> {
  return {
    ...(!row.token && keys.token ? { token: keys.token } : {}),
    ...(!row.gid && keys.gid ? { gid: keys.gid } : {}),
    ...(!row.recoverUrl && keys.recoverUrl ? { recoverUrl: keys.recoverUrl } : {}),
    ...(!row.cartToken && keys.cartToken ? { cartToken: keys.cartToken } : {}),
  };
}

/** Webhooks have no pictures: one known from the API stays with its variant. */
function keepImages(
  before: readonly CheckoutLineRow[],
  after: readonly CheckoutLineRow[],
): CheckoutLineRow[] {
  const images = new Map(before.map(({ variantId, imageUrl }) => [variantId, imageUrl]));
  return after.map((line) => ({ ...line, imageUrl: line.imageUrl ?? images.get(line.variantId) ?? null }));
}

function lineKey(lines: readonly CheckoutLineRow[]): string {
  return JSON.stringify(
    lines.map(({ variantId, title, quantity, unitPriceMinor }) => [
      variantId,
      title,
      quantity,
      unitPriceMinor,
    ]),
  );
}

function eventsOf(
  row: CheckoutRow,
  { isNew, isActivity, wasCompleted }: { isNew: boolean; isActivity: boolean; wasCompleted: boolean },
): DomainEvent[] {
  const { id: checkoutId, customerId } = row;
  const base = { customerId, subjectId: checkoutId };
  const events: DomainEvent[] = [];
  if (isNew) {
    events.push({
      ...base,
      type: "checkout.started",
      payload: { checkoutId, customerId },
      sourceKey: `checkout.started:${checkoutId}`,
      occurredAt: row.startedAt,
    });
  }
  if (isActivity && !row.completedAt && !row.deletedAt) {
    events.push({
      ...base,
      type: "checkout.active",
      payload: { checkoutId, customerId, activeAt: row.activeAt.toISOString() },
      sourceKey: `checkout.active:${checkoutId}:${row.versionAt.getTime()}`,
      occurredAt: row.activeAt,
    });
  }
  if (row.completedAt && !wasCompleted) {
    events.push({
      ...base,
      type: "checkout.completed",
      payload: { checkoutId, customerId },
      sourceKey: `checkout.completed:${checkoutId}`,
      occurredAt: row.completedAt,
    });
  }
  return events;
}
