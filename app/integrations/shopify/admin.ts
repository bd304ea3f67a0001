import type { ConsentChannel } from "~/kit/consent";

import type { CreditWish, DiscountWish, GiftCardWish, LiveDiscount } from "./discount-wish";

/** What Shopify said to a change. */
export type ChangeOutcome<Result> =
  | { kind: "done"; result: Result }
  /** Throttled, down or unreachable: surely not done, try later. */
  | { kind: "unavailable"; error: string; retryAfterMs: number }
  /** userErrors or a refused document: trying again changes nothing. */
  | { kind: "rejected"; error: string }
  /** Uninstalled, or the token can no longer be renewed. */
  | { kind: "shop-gone"; error: string };

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

/** One way to reach a person; what is not known is null. */
export type Contact = {
  name: string | null;
  phone: string | null;
  address: {
    address1: string;
    address2: string | null;
    zip: string | null;
    city: string | null;
    countryCode: string | null;
  } | null;
};

/** What the web pixel is told of us, as its configuration names it. */
export type PixelSettings = { accountID: string; endpoint: string; sample: string };

/** A web pixel that is there, and where shoppers meet the store. */
export type ConnectedPixel = { gid: string; storeUrl: string };

/** Whose metafield; without a namespace it is in the app's own. */
export type MetafieldId = { ownerGid: string; namespace?: string; key: string };

export type MetafieldWish = MetafieldId & { type: string; value: string };

/** Something that happened, for the merchant's workflows in Shopify Flow. */
export type FlowSignal = {
  /** Of the trigger, as its extension declares it. */
  handle: string;
  payload: Readonly<Record<string, string | number | boolean>>;
};

/** What of a shop features may ask and change. Every change is safe to repeat, but for `receiveFlowTrigger`. */
export type ShopifyAdmin = {
  addTags: (customerGid: string, tags: string[]) => Promise<ChangeOutcome<null>>;
  removeTags: (customerGid: string, tags: string[]) => Promise<ChangeOutcome<null>>;
  /** The code is the natural key: "taken" by a discount of ours counts as done. */
  createDiscount: (wish: DiscountWish) => Promise<ChangeOutcome<{ discountGid: string }>>;
  updateDiscountEnd: (change: {
    discountGid: string;
    kind: "goods" | "shipping";
    endsAt: Date;
  }) => Promise<ChangeOutcome<null>>;
  /** One that is gone already counts as done. */
  deleteDiscount: (discountGid: string) => Promise<ChangeOutcome<null>>;
  /** The discount that has the code; null = none. */
  findOwnerOfCode: (code: string) => Promise<ChangeOutcome<string | null>>;
  /** At most 250 codes; Shopify makes them by itself, and `readCodeCreation` tells what became of them. */
  addCodes: (wish: {
    discountGid: string;
    codes: readonly string[];
  }) => Promise<ChangeOutcome<{ creationGid: string }>>;
  /** `unavailable` while Shopify is still at it. */
  readCodeCreation: (
    creationGid: string,
  ) => Promise<ChangeOutcome<{ failed: { code: string; error: string }[] }>>;
  /** Those of others, by code or automatic; and how many codes the shop has. */
  readLiveDiscounts: () => Promise<
    ChangeOutcome<{ discounts: LiveDiscount[]; codeCount: number; isComplete: boolean }>
  >;
  /** The code is the natural key: "taken" by a card with the same note counts as done. */
  createGiftCard: (wish: GiftCardWish) => Promise<ChangeOutcome<{ gid: string }>>;
  /** Amount and end are the natural key: a credit that has both counts as done. */
  creditCustomer: (wish: CreditWish) => Promise<ChangeOutcome<{ gid: string }>>;
  /** Null: the store has no such customer. */
  readConsent: (customerGid: string) => Promise<ChangeOutcome<CustomerConsent | null>>;
  /** Shopify keeps the record with the latest date, so the result may differ from the wish: it is what holds now. */
  updateConsent: (customerGid: string, wish: ConsentWish) => Promise<ChangeOutcome<ConsentRecord | null>>;
  /**
   * How whoever placed an order can be reached, and how another customer can: both empty where nothing is known. Null: the
   * store has no such order.
   */
  readContacts: (of: {
    orderGid: string;
    customerGid: string;
  }) => Promise<ChangeOutcome<{ buyer: Contact[]; customer: Contact[] } | null>>;
  /** The app has one pixel in a shop: it is made, or changed to these settings. `knownGid`: as it was told last. */
  connectPixel: (wish: {
    knownGid: string | null;
    settings: PixelSettings;
  }) => Promise<ChangeOutcome<ConnectedPixel>>;
  /** At most 25, all or none. */
  setMetafields: (metafields: readonly MetafieldWish[]) => Promise<ChangeOutcome<null>>;
  /** Those that are gone already count as done. */
  deleteMetafields: (metafields: readonly MetafieldId[]) => Promise<ChangeOutcome<null>>;
  /** The app's own metafields of a namespace, by key; at most 50 of them. */
  readAppMetafields: (
    namespace: string,
  ) => Promise<ChangeOutcome<{ ownerGid: string; values: Record<string, string> }>>;
  /** One that is gone already counts as done. */
  removePixel: (gid: string) => Promise<ChangeOutcome<null>>;
  /** Begins the workflows that wait for it: once more, each time it is told. */
  receiveFlowTrigger: (signal: FlowSignal) => Promise<ChangeOutcome<null>>;
};
