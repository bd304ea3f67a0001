import type { ConsentChannel, ConsentSource } from "~/kit/consent";

import type { Said } from "../rules/said";

/** A stored customer, without tags. */
export type CustomerRow = {
  id: string;
  gid: string;
  email: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  searchText: string;
  locale: string | null;
  countryCode: string | null;
  /** Within the country, as in Shopify's addresses. */
  provinceCode: string | null;
  city: string | null;
  state: string | null;
  note: string | null;
  emailConsentState: string | null;
  emailConsentLevel: string | null;
  emailConsentAt: Date | null;
  smsConsentState: string | null;
  smsConsentLevel: string | null;
  /** SHOPIFY or OTHER: where it was collected. */
  smsConsentSource: string | null;
  smsConsentAt: Date | null;
  dataSaleOptOut: boolean;
  registeredAt: Date | null;
  shopifyOrderCount: number | null;
  /** Shopify's own sum over all orders, in minor units of `shopifySpentCurrency`. */
  shopifySpentMinor: number | null;
  shopifySpentCurrency: string | null;
  versionAt: Date | null;
  consentVersionAt: Date | null;
  smsConsentVersionAt: Date | null;
  tagsVersionAt: Date | null;
  summaryVersionAt: Date | null;
  deletedAt: Date | null;
  /** The customer the store merged this one into. */
  mergedIntoId: string | null;
  createdAt: Date;
  updatedAt: Date;
};

type Person = Pick<CustomerRow, "email" | "phone" | "firstName" | "lastName">;

export type CustomerProfile = Person &
  Pick<
    CustomerRow,
    "locale" | "countryCode" | "provinceCode" | "city" | "state" | "note" | "dataSaleOptOut" | "registeredAt"
  >;

/** Last single change of a tag. */
export type TagChange = { tag: string; isPresent: boolean; changedAt: Date };

export type { ConsentChannel } from "~/kit/consent";

/** What a customer agreed to. `state` null: the payload does not know. */
export type Consent = {
  state: string | null;
  level: string | null;
  changedAt: Date | null;
  /** SHOPIFY or OTHER; told of SMS only. */
  collectedFrom: string | null;
  /** When a file told it that knows no date: the log has that instead. Not of what the store itself tells. */
  learntAt?: Date;
};

/** A line of the consent log, as a batch notes it. */
export type ConsentChange = {
  customerId: string;
  channel: ConsentChannel;
  fromState: string | null;
  toState: string;
  optInLevel: string | null;
  source: ConsentSource;
  collectedFrom: string | null;
  occurredAt: Date;
  changeKey: string;
};

export type Spent = { amountMinor: number; currencyCode: string };

/** What Shopify counts of a customer's orders, for cross-checking. */
export type Purchases = { orderCount: number; spent?: Spent | undefined };

/** What a payload tells of a customer. */
export type CustomerChange = { resource: "customer"; id: string; gid: string; triggeredAt: Date } & (
  | {
      kind: "profile";
      version: Date;
      profile: Said<CustomerProfile>;
      /** The whole set; undefined when the payload does not say. */
      tags?: string[] | undefined;
      emailConsent?: Consent | undefined;
      smsConsent?: Consent | undefined;
      orderCount?: number | undefined;
      spent?: Spent | undefined;
    }
  /** Named by an order or checkout. */
  | { kind: "mention"; person: Said<Person> }
  | { kind: "tags"; added: string[]; removed: string[]; changedAt: Date }
  | { kind: "consent"; channel: ConsentChannel; consent: Consent; address: string | null }
  | ({ kind: "purchases"; countedAt: Date } & Purchases)
  | { kind: "deletion" }
);

/** A customer while a batch is worked through. */
export type CustomerState = {
  row: CustomerRow;
  /** By lower-case tag: the spelling shown. */
  tags: Map<string, string>;
  tagChanges: Map<string, TagChange>;
  /** What this batch adds to the consent log. */
  consentChanges: ConsentChange[];
  isRowChanged: boolean;
  areTagsChanged: boolean;
};
