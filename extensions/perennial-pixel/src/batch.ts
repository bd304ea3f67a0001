/*
 * What leaves the browser. Ids and nothing else: no names, addresses, prices or pages. The app takes the same shape
 * (app/features/browsing/schema.ts); a test holds the two together.
 */

/** Something the shopper did. */
export type Sight =
  | { kind: "product-viewed"; product: string }
  | { kind: "product-carted"; product: string }
  | { kind: "cart-viewed" }
  | { kind: "checkout-started"; checkout: string };

/** What the visitor agreed to. */
export type Consent = { analytics: boolean; marketing: boolean };

/** A page that is open, and for how long: `id` is Shopify's name of its `page_viewed`. */
export type Page = { id: string; ms: number };

export type Batch = {
  v: 1;
  account: string;
  /** Shopify's name of the browser. */
  client: string;
  consent: Consent;
  /** Of a link of one of our mails, when the page was opened by it. */
  mark: string | null;
  /** Token of the cart, when there is one. */
  cart: string | null;
  /** Null in browsers whose visits are not counted. */
  page: Page | null;
  sights: Sight[];
};

/** Longer than anything Shopify gives; the app refuses what is longer. */
const MOST_LETTERS = 300;

/** The number in `gid://shopify/Product/123`, or the number itself; null when there is none. */
export function numberOf(id: string | null | undefined): string | null {
  return /(?:^|\/)(\d{1,20})$/.exec(id ?? "")?.[1] ?? null;
}

/** The token of a cart as webhooks name it, out of `gid://shopify/Cart/<token>?key=…` or the bare token. */
export function cartTokenOf(id: string | null | undefined): string | null {
  const token = (id ?? "").replace(/^gid:\/\/shopify\/Cart\//, "").split("?")[0] ?? "";
  return token !== "" && token.length <= MOST_LETTERS ? token : null;
}

/** What a mail's link left in the address: `#perennial=<mark>`. */
export function markIn(hash: string | null | undefined): string | null {
  const mark = /^#perennial=([\w.-]+)$/.exec(hash ?? "")?.[1];
  return mark !== undefined && mark.length <= MOST_LETTERS ? mark : null;
}
