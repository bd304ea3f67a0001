/** What the stand-in store knows of the app that is installed in it. */

/** What the shop gave the app: scopes and the tokens that are good now. Lifetimes go by the wall clock, as in the libraries. */
export type Installation = {
  id: number;
  scopes: string[];
  installedAt: Date;
  uninstalledAt: Date | null;
  accessTokens: { token: string; kind: "offline" | "online"; expiresAt: Date }[];
  refreshTokens: { token: string; expiresAt: Date; usedAt: Date | null; replacedBy: string | null }[];
};

/** A subscription of the Events family. */
export type EventSubscription = {
  handle: string;
  topic: "Customer" | "Order" | "Product";
  actions: ("create" | "update" | "delete")[];
  uri: string;
  /** GraphQL with the variable `$customerId`, `$orderId` or `$productId`; its answer is the `data` of the body. */
  query: string | null;
};

/** What of people an app must be approved for, field by field. */
export type PersonalField = "name" | "email" | "phone" | "address";

/** A web pixel as it was deployed with the app. */
export type PixelExtension = {
  name: string;
  /** Path of its source. */
  entry: string;
  fields: { key: string; validations: { name: "min" | "max" | "regex"; value: string }[] }[];
  /** Purposes a visitor must agree to. */
  privacy: { analytics: boolean; marketing: boolean; preferences: boolean; sale_of_data: string };
};

/** What of Shopify Flow was deployed with the app. */
export type FlowExtension = {
  /** `keys` are what a trigger may be told. */
  triggers: { handle: string; keys: string[] }[];
  actions: { handle: string; path: string }[];
  /** Where the app is told of workflows that are switched on or off; null = nowhere. */
  callback: string | null;
};

/** What the app told Shopify Flow. */
export type FlowSignal = { handle: string; payload: Record<string, unknown>; receivedAt: Date };

/** A block of a theme app extension. */
export type ThemeBlock = {
  /** Its file's name. */
  handle: string;
  target: "section" | "head" | "body";
  /** Liquid, without the schema. */
  source: string;
  stylesheet: string | null;
  javascript: string | null;
  /** Where it may be put; null: anywhere. */
  templates: string[] | null;
  /** With their defaults. */
  settings: { id: string; type: string; value: unknown }[];
};

/** A theme app extension as it was deployed with the app. */
export type ThemeExtension = {
  name: string;
  /** The folder of its assets. */
  assets: string;
  blocks: ThemeBlock[];
  /** Liquid by name. */
  snippets: Record<string, string>;
  /** Translations by language. */
  texts: Record<string, unknown>;
};

/** The pixel of the app in the shop. */
export type WebPixel = { id: number; settings: Record<string, string> };

/** The app as the Partner dashboard and shopify.app.toml know it. */
export type AppConfig = {
  clientId: string;
  clientSecret: string;
  handle: string;
  name: string;
  /** Where webhooks, the frame and the proxy go. */
  applicationUrl: string;
  apiVersion: string;
  scopes: string[];
  /** What the app may ask for later (App Bridge `scopes.request`); nothing when absent. */
  optionalScopes?: string[];
  subscriptions: { topic: string; uri: string; includeFields: string[] | null; name: string | null }[];
  events?: EventSubscription[];
  /** Personal fields the app is approved for; all of them when absent, as on a development store. */
  approvedData?: PersonalField[];
  /** Deployed with the app; absent or null: none was. */
  pixel?: PixelExtension | null;
  flow?: FlowExtension;
  /** Deployed with the app; absent or null: none was. */
  theme?: ThemeExtension | null;
  /** Where pages of the shop reach the app, and the path of the app that answers; absent: they do not. */
  proxy?: { path: string; target: string };
};
