import { CONSENT_CHANNELS } from "~/kit/consent";
import type { DomainEvent } from "~/pipeline/events/catalogue";

import { isOnlyImported } from "../rules/imported";
import { differsIn, withSaid } from "../rules/said";

import { applyConsent } from "./rules/consent";
import { applyTagChanges, applyTagSet } from "./rules/tags";
import type { CustomerChange, CustomerRow, CustomerState, Purchases } from "./schema";

/** What a change did: `applied`, or the reason why it was left out. */
export type CustomerEffect = { outcome: "applied" | "older-version" | "deleted"; events: DomainEvent[] };

type ChangeOf<Kind extends CustomerChange["kind"]> = Extract<CustomerChange, { kind: Kind }>;

const OLDER: CustomerEffect = { outcome: "older-version", events: [] };

const SHOWN = [
  "email",
  "phone",
  "firstName",
  "lastName",
  "locale",
  "countryCode",
  "provinceCode",
  "city",
  "state",
  "note",
  "dataSaleOptOut",
  "registeredAt",
] as const satisfies readonly (keyof CustomerRow)[];

/** A customer nothing is known of yet but the id. */
export function unknownCustomer({ id, gid }: Pick<CustomerRow, "id" | "gid">, now: Date): CustomerState {
  return {
    row: {
      id,
      gid,
      email: null,
      phone: null,
      firstName: null,
      lastName: null,
      searchText: "",
      locale: null,
      countryCode: null,
      provinceCode: null,
      city: null,
      state: null,
      note: null,
      emailConsentState: null,
      emailConsentLevel: null,
      emailConsentAt: null,
      smsConsentState: null,
      smsConsentLevel: null,
      smsConsentSource: null,
      smsConsentAt: null,
      dataSaleOptOut: false,
      registeredAt: null,
      shopifyOrderCount: null,
      shopifySpentMinor: null,
      shopifySpentCurrency: null,
      versionAt: null,
      consentVersionAt: null,
      smsConsentVersionAt: null,
      tagsVersionAt: null,
      summaryVersionAt: null,
      deletedAt: null,
      mergedIntoId: null,
      createdAt: now,
      updatedAt: now,
    },
    tags: new Map(),
    tagChanges: new Map(),
    consentChanges: [],
    isRowChanged: true,
    areTagsChanged: false,
  };
}

/**
 * Applies one change to a customer, in place.
 *
 * Each part has its own version: profile, consent by channel, the set of tags, each tag, Shopify's order count.
 * Whatever order changes come in, and however often, the newest of each part stays.
 * A deletion holds until something that Shopify triggered later shows that the customer lives. A customer that was merged
 * into another stays hidden whatever comes, but late news of it still count: an undo shows it as it was.
 */
export function applyCustomerChange(state: CustomerState, change: CustomerChange): CustomerEffect {
  if (state.row.mergedIntoId !== null) return applyToMerged(state, change);
  if (isOverByDeletion(state.row, change)) return { outcome: "deleted", events: [] };
  if (state.row.deletedAt && change.kind !== "deletion") setRow(state, { ...state.row, deletedAt: null });
  return applyPart(state, change);
}

/** Nothing that was triggered before a deletion counts, nor that an order still names the customer. */
function isOverByDeletion({ deletedAt }: CustomerRow, change: CustomerChange): boolean {
  return deletedAt !== null && (change.kind === "mention" || change.triggeredAt < deletedAt);
}

function applyPart(state: CustomerState, change: CustomerChange): CustomerEffect {
  switch (change.kind) {
    case "profile":
      return applyProfile(state, change);
    case "mention":
      return applyMention(state, change);
    case "tags":
      return effectOf(applyTagChanges(state, change));
    case "consent":
      return applyConsentChange(state, change);
    case "purchases":
      return applyPurchases(state, change);
    case "deletion":
      return applyDeletion(state, change);
  }
}

/** That the store no longer has a merged customer is no news. */
function applyToMerged(state: CustomerState, change: CustomerChange): CustomerEffect {
  if (change.kind === "mention" || change.kind === "deletion") return { outcome: "deleted", events: [] };
  const { deletedAt, mergedIntoId } = state.row;
  setRow(state, { ...state.row, deletedAt: null, mergedIntoId: null });
  const effect = applyCustomerChange(state, change);
  setRow(state, { ...state.row, deletedAt, mergedIntoId });
  return effect;
}

/**
 * The customer counts from the day of the customer that was merged into them, when that was earlier. Shopify never
 * changes the date of a customer itself, so a later one is not news.
 */
export function inheritRegistration(state: CustomerState, { registeredAt }: CustomerRow): void {
  const earliest = earlierOf(state.row.registeredAt, registeredAt);
  if (earliest?.getTime() !== state.row.registeredAt?.getTime())
    setRow(state, { ...state.row, registeredAt: earliest });
}

/** The earlier of two instants; null is not known. */
export function earlierOf(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

function applyProfile(state: CustomerState, change: ChangeOf<"profile">): CustomerEffect {
  const events: DomainEvent[] = accountEvents(state.row, change);
  const { versionAt } = state.row;
  const isNewest = !versionAt || change.version >= versionAt;
  if (isNewest) events.push(...replaceProfile(state, change));
  if (change.tags) events.push(...(applyTagSet(state, change.tags, change.version) ?? []));
  for (const channel of CONSENT_CHANNELS) {
    const consent = channel === "email" ? change.emailConsent : change.smsConsent;
    if (consent)
      events.push(
        ...(applyConsent(state, { channel, consent, version: change.version, told: "snapshot" }) ?? []),
      );
  }
  if (change.orderCount !== undefined) {
    const { orderCount, spent } = change;
    applyPurchases(state, { orderCount, spent, countedAt: change.version });
  }
  return { outcome: isNewest ? "applied" : "older-version", events };
}

/**
 * Somebody who bought as a guest, or whom the store knew otherwise, made an account. Older news tell of it, too: so it is
 * told once in whatever order they come.
 */
function accountEvents(row: CustomerRow, { profile, version }: ChangeOf<"profile">): DomainEvent[] {
  if (profile.state !== "ENABLED" || row.state === "ENABLED") return [];
  return [
    {
      type: "customer.account-created",
      payload: { customerId: row.id },
      sourceKey: `customer.account-created:${row.id}`,
      customerId: row.id,
      subjectId: row.id,
      occurredAt: version,
    },
  ];
}

function replaceProfile(state: CustomerState, change: ChangeOf<"profile">): DomainEvent[] {
  const before = state.row;
  const said = withSaid(before, change.profile);
  const registeredAt = earlierOf(before.registeredAt, said.registeredAt);
  const after = withSearchText({ ...said, registeredAt, versionAt: change.version });
  setRow(state, after);
  const fact = { customerId: after.id, subjectId: after.id };
  if (isOnlyImported(before.versionAt)) {
    return [
      {
        type: "customer.created",
        payload: { customerId: after.id },
        sourceKey: `customer.created:${after.id}`,
        occurredAt: after.registeredAt ?? change.version,
        ...fact,
      },
    ];
  }
  if (!differsIn(before, after, SHOWN)) return [];
  return [
    {
      type: "customer.updated",
      payload: { customerId: after.id },
      sourceKey: `customer.updated:${after.id}:${change.version.getTime()}`,
      occurredAt: change.version,
      ...fact,
    },
  ];
}

/** Fills gaps of a customer we only know by such mentions; whoever came with a payload of their own is left alone. */
function applyMention(state: CustomerState, { person }: ChangeOf<"mention">): CustomerEffect {
  const { row } = state;
  if (!row.versionAt) {
    const filled = {
      email: row.email ?? person.email ?? null,
      phone: row.phone ?? person.phone ?? null,
      firstName: row.firstName ?? person.firstName ?? null,
      lastName: row.lastName ?? person.lastName ?? null,
    };
    const after = { ...row, ...filled };
    if (differsIn(row, after, SHOWN)) setRow(state, withSearchText(after));
  }
  return { outcome: "applied", events: [] };
}

function applyConsentChange(state: CustomerState, change: ChangeOf<"consent">): CustomerEffect {
  const { channel, consent, address, triggeredAt } = change;
  const events = applyConsent(state, { channel, consent, version: triggeredAt, told: "change" });
  const person = channel === "email" ? { email: address } : { phone: address };
  if (!state.row.versionAt && address) applyMention(state, { ...change, kind: "mention", person });
  return effectOf(events);
}

function applyPurchases(
  state: CustomerState,
  { orderCount, spent, countedAt }: Purchases & { countedAt: Date },
): CustomerEffect {
  const { summaryVersionAt } = state.row;
  if (summaryVersionAt && countedAt < summaryVersionAt) return OLDER;
  setRow(state, {
    ...state.row,
    shopifyOrderCount: orderCount,
    ...(spent ? { shopifySpentMinor: spent.amountMinor, shopifySpentCurrency: spent.currencyCode } : {}),
    summaryVersionAt: countedAt,
  });
  return effectOf([]);
}

/** The store no longer has the person, so neither have we: only the id stays, for orders that name it. */
function applyDeletion(state: CustomerState, { triggeredAt }: ChangeOf<"deletion">): CustomerEffect {
  const { id, gid, createdAt, deletedAt } = state.row;
  const nobody = unknownCustomer({ id, gid }, createdAt).row;
  setRow(state, { ...nobody, updatedAt: state.row.updatedAt, deletedAt: triggeredAt });
  state.tags.clear();
  state.tagChanges.clear();
  state.areTagsChanged = true;
  if (deletedAt) return effectOf([]);
  return effectOf([
    {
      type: "customer.deleted",
      payload: { customerId: id },
      sourceKey: `customer.deleted:${id}`,
      customerId: id,
      subjectId: id,
      occurredAt: triggeredAt,
    },
  ]);
}

function effectOf(events: DomainEvent[] | null): CustomerEffect {
  return events ? { outcome: "applied", events } : OLDER;
}

function setRow(state: CustomerState, row: CustomerRow): void {
  state.row = row;
  state.isRowChanged = true;
}

function withSearchText(row: CustomerRow): CustomerRow {
  const words = [row.firstName, row.lastName, row.email, row.phone].filter((word) => word !== null);
  return { ...row, searchText: words.join(" ").toLowerCase() };
}
