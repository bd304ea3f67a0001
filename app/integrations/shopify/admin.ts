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

/** The changes of a shop that features may ask for. Every one is safe to repeat. */
export type ShopifyAdmin = {
  addTags: (customerGid: string, tags: string[]) => Promise<ChangeOutcome<null>>;
  removeTags: (customerGid: string, tags: string[]) => Promise<ChangeOutcome<null>>;
  /** The code is the natural key: "taken" by a discount of ours counts as done. */
  createPersonalDiscount: (discount: PersonalDiscount) => Promise<ChangeOutcome<{ discountGid: string }>>;
  unsubscribeEmail: (customerGid: string, at: Date) => Promise<ChangeOutcome<null>>;
};
