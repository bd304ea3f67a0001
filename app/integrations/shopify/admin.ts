import type { ConsentChannel } from "~/kit/consent";

/** What Shopify said to a change. */
export type ChangeOutcome<Result> =
  | { kind: "done"; result: Result }
  /** Throttled, down or unreachable: surely not done, try later. */
  | { kind: "unavailable"; error: string; retryAfterMs: number }
  /** userErrors or a refused document: trying again changes nothing. */
  | { kind: "rejected"; error: string }
  /** Uninstalled, or the token can no longer be renewed. */
  | { kind: "shop-gone"; error: string };

export type PersonalDiscount = {
  code: string;
  title: string;
  /** Share of the price, in basis points: 1_000 = 10 %. */
  percentBp: number;
  /** Bound to this customer; null = anybody with the code. */
  customerGid: string | null;
  startsAt: Date;
  endsAt: Date;
};

/** How surely a person agreed: M3AAWG's levels, as Shopify keeps them. */
export type OptInLevel = "SINGLE_OPT_IN" | "CONFIRMED_OPT_IN" | "UNKNOWN";

/** What the store holds of a person's consent to marketing by one channel. */
export type ConsentRecord = {
  /** SUBSCRIBED, UNSUBSCRIBED, PENDING, NOT_SUBSCRIBED, REDACTED, INVALID. */
  state: string;
  level: OptInLevel | null;
  /** When the person said so; null when nobody ever said anything. */
  updatedAt: Date | null;
};

/** By channel; null where the customer has no address or number. */
export type CustomerConsent = Record<ConsentChannel, ConsentRecord | null>;

export type ConsentWish = {
  channel: ConsentChannel;
  state: "SUBSCRIBED" | "UNSUBSCRIBED";
  level: OptInLevel | null;
  /** When the person said so. */
  at: Date;
};

/** What of a shop features may ask and change. Every change is safe to repeat. */
export type ShopifyAdmin = {
  addTags: (customerGid: string, tags: string[]) => Promise<ChangeOutcome<null>>;
  removeTags: (customerGid: string, tags: string[]) => Promise<ChangeOutcome<null>>;
  /** The code is the natural key: "taken" by a discount of ours counts as done. */
  createPersonalDiscount: (discount: PersonalDiscount) => Promise<ChangeOutcome<{ discountGid: string }>>;
  /** Null: the store has no such customer. */
  readConsent: (customerGid: string) => Promise<ChangeOutcome<CustomerConsent | null>>;
  /** Shopify keeps the record with the latest date, so the result may differ from the wish: it is what holds now. */
  updateConsent: (customerGid: string, wish: ConsentWish) => Promise<ChangeOutcome<ConsentRecord | null>>;
};
