import { z } from "zod";

/*
 * What may be offered to a person, shared with screens and flows. Amounts are minor units of the shop's currency.
 */

export const OFFER_KINDS = ["percentage", "amount", "free-shipping", "gift-card", "store-credit"] as const;
export type OfferKind = (typeof OFFER_KINDS)[number];

/** Kinds that are codes of a discount; the others are money. */
export const CODE_KINDS = ["percentage", "amount", "free-shipping"] as const satisfies readonly OfferKind[];

/** What the store must have allowed for a kind; codes come with the app's own scopes. */
export const NEEDED_SCOPES: Readonly<Record<OfferKind, readonly string[]>> = {
  percentage: ["write_discounts"],
  amount: ["write_discounts"],
  "free-shipping": ["write_discounts"],
  "gift-card": ["write_gift_cards"],
  "store-credit": ["read_store_credit_accounts", "write_store_credit_account_transactions"],
};

export const OFFER_LIMITS = {
  percentBp: { min: 1, max: 10_000 },
  amountMinor: { min: 1, max: 1_000_000_000 },
  quantity: { min: 1, max: 1_000 },
  validDays: { min: 1, max: 365 },
  remindDays: { min: 1, max: 60 },
} as const;

const within = ({ min, max }: { min: number; max: number }) =>
  z.number({ message: "not-a-number" }).int("not-whole").min(min, "out-of-range").max(max, "out-of-range");

const AmountSchema = within(OFFER_LIMITS.amountMinor);

const ValueSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("percentage"), percentBp: within(OFFER_LIMITS.percentBp) }),
  z.object({ kind: z.literal("amount"), amountMinor: AmountSchema }),
  z.object({ kind: z.literal("free-shipping") }),
  z.object({ kind: z.literal("gift-card"), amountMinor: AmountSchema }),
  z.object({ kind: z.literal("store-credit"), amountMinor: AmountSchema }),
]);
export type OfferValue = z.infer<typeof ValueSchema>;

const MinimumSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("amount"), amountMinor: AmountSchema }),
  z.object({ kind: z.literal("quantity"), quantity: within(OFFER_LIMITS.quantity) }),
]);

const gidsOf = (type: string) =>
  z
    .array(z.string().regex(new RegExp(`^gid://shopify/${type}/\\d+$`), "not-a-gid"))
    .min(1, "nothing-chosen")
    .max(100, "too-many");

const ItemsSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("all") }),
  z.object({ kind: z.literal("products"), gids: gidsOf("Product") }),
  z.object({ kind: z.literal("collections"), gids: gidsOf("Collection") }),
]);

const CombinesWithSchema = z.object({ order: z.boolean(), product: z.boolean(), shipping: z.boolean() });

export const OfferSchema = z.object({
  value: ValueSchema,
  minimum: MinimumSchema.nullable().default(null),
  items: ItemsSchema.default({ kind: "all" }),
  combinesWith: CombinesWithSchema.default({ order: false, product: true, shipping: true }),
  /** The same code works once per customer. A personal code works once anyway. */
  oncePerCustomer: z.boolean().default(true),
  /** Days of 24 hours. */
  validDays: within(OFFER_LIMITS.validDays),
  /** From when its days count: when it is made, or when the message with it was sent. */
  clock: z.enum(["issued", "sent"]).default("sent"),
  /** Days before the end on which those who have not used it are reminded; null = nobody is. */
  remindDaysBefore: within(OFFER_LIMITS.remindDays).nullable().default(null),
  /** Letters before the dash of the code. */
  prefix: z
    .string()
    .regex(/^[A-Z0-9]{2,12}$/, "not-a-prefix")
    .default("GIFT"),
  /** How it is called in the Shopify admin. */
  title: z.string().trim().min(1, "blank").max(200, "too-long"),
  /** Only for people without a valid order. */
  firstTimersOnly: z.boolean().default(false),
  /** It was promised for something that was done: no guard of the person, the margin or the budget holds it back. */
  isEarned: z.boolean().default(false),
  /** Not while the person has another that is open. */
  oneAtATime: z.boolean().default(false),
});
export type Offer = z.infer<typeof OfferSchema>;
export type OfferInput = z.input<typeof OfferSchema>;

export const INCENTIVE_SETTINGS_KEY = "incentives";

export const SETTINGS_LIMITS = {
  marginBp: { min: 0, max: 10_000 },
  budgetMinor: { min: 0, max: 1_000_000_000_000 },
  unusedCodes: { min: 1, max: 100 },
  codeLimit: { min: 1_000, max: 20_000_000 },
} as const;

/** Settings key `incentives`. */
export const IncentiveSettingsSchema = z
  .object({
    /** Gross margin of the shop, for what no cost is known of; null = not told. */
    grossMarginBp: within(SETTINGS_LIMITS.marginBp).nullable().default(null),
    /** What must be left of the price after the discount; null = no floor. */
    marginFloorBp: within(SETTINGS_LIMITS.marginBp).nullable().default(null),
    /** Per calendar month of the shop's zone; null = no limit. */
    monthlyBudgetMinor: within(SETTINGS_LIMITS.budgetMinor).nullable().default(null),
    /** The same of each flow or campaign. */
    flowBudgetMinor: within(SETTINGS_LIMITS.budgetMinor).nullable().default(null),
    /** Who let this many codes of the last 90 days go unused gets no more. */
    mostUnusedCodes: within(SETTINGS_LIMITS.unusedCodes).default(3),
    /** Codes a shop may hold: what the quota meter is full at. */
    codeLimit: within(SETTINGS_LIMITS.codeLimit).default(20_000_000),
  })
  .refine(({ marginFloorBp, grossMarginBp }) => marginFloorBp === null || grossMarginBp !== null, {
    message: "margin-needed",
    path: ["grossMarginBp"],
  });
export type IncentiveSettings = z.infer<typeof IncentiveSettingsSchema>;

/** Tabs of the list and the states behind them. */
export const CODE_TABS = {
  all: ["requested", "issued", "redeemed", "expired", "failed"],
  open: ["requested", "issued"],
  used: ["redeemed"],
  over: ["expired"],
  failed: ["failed"],
} as const;
export type CodeTab = keyof typeof CODE_TABS;

const TAB_NAMES = ["all", "open", "used", "over", "failed"] as const satisfies readonly CodeTab[];

export const CodeFilterSchema = z.object({
  tab: z.enum(TAB_NAMES).catch("all"),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
export type CodeFilter = z.infer<typeof CodeFilterSchema>;

/** The address of the list as narrowed. */
export function codeListUrl({ tab, page }: CodeFilter): string {
  const params = new URLSearchParams();
  if (tab !== "all") params.set("tab", tab);
  if (page > 1) params.set("page", String(page));
  const query = params.toString();
  return query ? `/app/incentives?${query}` : "/app/incentives";
}
