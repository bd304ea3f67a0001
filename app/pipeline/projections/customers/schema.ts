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
  city: string | null;
  state: string | null;
  note: string | null;
  emailConsentState: string | null;
  emailConsentLevel: string | null;
  emailConsentAt: Date | null;
  smsConsentState: string | null;
  smsConsentAt: Date | null;
  dataSaleOptOut: boolean;
  registeredAt: Date | null;
  shopifyOrderCount: number | null;
  versionAt: Date | null;
  consentVersionAt: Date | null;
  smsConsentVersionAt: Date | null;
  tagsVersionAt: Date | null;
  summaryVersionAt: Date | null;
  deletedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

type Person = Pick<CustomerRow, "email" | "phone" | "firstName" | "lastName">;

export type CustomerProfile = Person &
  Pick<CustomerRow, "locale" | "countryCode" | "city" | "state" | "note" | "dataSaleOptOut" | "registeredAt">;

/** Last single change of a tag. */
export type TagChange = { tag: string; isPresent: boolean; changedAt: Date };

export type ConsentChannel = "email" | "sms";

/** What a customer agreed to. `state` null: the payload does not know. */
export type Consent = { state: string | null; level: string | null; changedAt: Date | null };

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
    }
  /** Named by an order or checkout. */
  | { kind: "mention"; person: Said<Person> }
  | { kind: "tags"; added: string[]; removed: string[]; changedAt: Date }
  | { kind: "consent"; channel: ConsentChannel; consent: Consent; address: string | null }
  | { kind: "purchases"; orderCount: number; countedAt: Date }
  | { kind: "deletion" }
);

/** A customer while a batch is worked through. */
export type CustomerState = {
  row: CustomerRow;
  /** By lower-case tag: the spelling shown. */
  tags: Map<string, string>;
  tagChanges: Map<string, TagChange>;
  isRowChanged: boolean;
  areTagsChanged: boolean;
};
