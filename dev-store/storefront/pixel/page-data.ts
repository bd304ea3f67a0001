/** What a page of the shop tells the sandbox, as JSON inside it: the events of Shopify's Web Pixels API. */
export type PageEvent = {
  name: "product_viewed" | "product_added_to_cart" | "cart_viewed" | "checkout_started";
  data: Record<string, unknown>;
  /** Published once in a tab, however often the page is opened. */
  onceKey?: string;
};

export type PixelPage = {
  /** What the app told its pixel. */
  settings: Record<string, string>;
  /** Purposes a visitor must agree to before it is loaded. */
  needs: { analytics: boolean; marketing: boolean; preferences: boolean };
  initData: Record<string, unknown>;
  events: PageEvent[];
};

export type Privacy = {
  analyticsProcessingAllowed: boolean;
  marketingAllowed: boolean;
  preferencesProcessingAllowed: boolean;
  saleOfDataAllowed: boolean;
};

/** What the page tells the worker. */
export type ToWorker =
  | { kind: "start"; init: Record<string, unknown>; settings: Record<string, string> }
  | { kind: "event"; event: Record<string, unknown> & { name: string } }
  | { kind: "consent"; customerPrivacy: Privacy }
  | { kind: "answer"; call: number; value: unknown };

/** What the worker asks the page: the parts of a browser that a worker has not. */
export type FromWorker = {
  call: number;
  store: "cookie" | "localStorage" | "sessionStorage" | "beacon";
  method: string;
  args: string[];
};
