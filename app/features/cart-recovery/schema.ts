import { z } from "zod";

import { ConsentPolicySchema } from "~/engine/messaging/schema";

export const CART_RECOVERY_SETTINGS_KEY = "cart-recovery";

export const LIMITS = {
  delayMinutes: { min: 15, max: 2_880 },
  percent: { min: 0, max: 90 },
  validDays: { min: 1, max: 60 },
  maxCodes: { min: 1, max: 100 },
} as const;

const within = ({ min, max }: { min: number; max: number }) =>
  z.coerce
    .number({ message: "not-a-number" })
    .int("not-whole")
    .min(min, "out-of-range")
    .max(max, "out-of-range");

/** Settings key `cart-recovery`. Nobody is written to before a merchant said so. */
export const CartRecoverySettingsSchema = z.object({
  enabled: z.boolean().default(false),
  /** Quiet time after which a checkout counts as left. */
  delayMinutes: within(LIMITS.delayMinutes).default(60),
  /** Share of the price; 0 = reminders without a code. */
  percentBp: z.number().int().min(0).max(9_000).default(1_000),
  /** Days of 24 hours from the making of the code. */
  validDays: within(LIMITS.validDays).default(7),
  /** Who had this many codes within 90 days gets reminders without one. */
  maxCodesPer90Days: within(LIMITS.maxCodes).default(3),
  consent: ConsentPolicySchema.default("subscribed-only"),
});

export type CartRecoverySettings = z.infer<typeof CartRecoverySettingsSchema>;

/** The form of the settings: numbers as people type them, whole percents. */
export const CartRecoveryFormSchema = z
  .object({
    enabled: z.enum(["true", "false"]).transform((value) => value === "true"),
    delayMinutes: within(LIMITS.delayMinutes),
    percent: within(LIMITS.percent),
    validDays: within(LIMITS.validDays),
    maxCodesPer90Days: within(LIMITS.maxCodes),
    consent: ConsentPolicySchema,
  })
  .transform(({ percent, ...settings }): CartRecoverySettings => ({ ...settings, percentBp: percent * 100 }));

/** Carts a mail can be previewed with: in the shop's currency, or seen in another, so that no price is named. */
export const PREVIEW_PRICES = ["shown", "left-out"] as const;
export type PreviewPrices = (typeof PREVIEW_PRICES)[number];

export const PreviewQuerySchema = z.object({ prices: z.enum(PREVIEW_PRICES).catch("shown") });

/** waiting → offering → sent → recovered, or stopped. */
export const RECOVERY_STATES = ["waiting", "offering", "sent", "recovered", "stopped"] as const;
export type RecoveryState = (typeof RECOVERY_STATES)[number];

/** Tabs of the list and the states behind them. */
export const RECOVERY_TABS = {
  all: RECOVERY_STATES,
  waiting: ["waiting", "offering"],
  sent: ["sent"],
  recovered: ["recovered"],
  stopped: ["stopped"],
} as const satisfies Record<string, readonly RecoveryState[]>;

export type RecoveryTab = keyof typeof RECOVERY_TABS;

export const RecoveryFilterSchema = z.object({
  tab: z.enum(["all", "waiting", "sent", "recovered", "stopped"]).catch("all"),
  /** Exactly the checkouts behind a figure of the last 30 days. */
  counted: z.enum(["messaged", "recovered"]).nullable().catch(null),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

export type RecoveryFilter = z.infer<typeof RecoveryFilterSchema>;

/** Query string of a list, without what is the default anyway. */
export function recoveryListUrl({ tab, counted, page }: Partial<RecoveryFilter>): string {
  const params = new URLSearchParams({
    ...(tab && tab !== "all" ? { tab } : {}),
    ...(counted ? { counted } : {}),
    ...(page && page > 1 ? { page: String(page) } : {}),
  }).toString();
  return params ? `/app/recovery?${params}` : "/app/recovery";
}
