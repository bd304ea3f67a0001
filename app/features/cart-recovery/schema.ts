import { z } from "zod";

import { ConsentPolicySchema } from "~/engine/messaging/schema";

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

/** Settings of the trigger `cart-recovery.checkout-left`. */
export const LeftSettingsSchema = z.object({
  /** Quiet time after which a checkout counts as left. */
  delayMinutes: within(LIMITS.delayMinutes).default(60),
  consent: ConsentPolicySchema.default("subscribed-only"),
});
export type LeftSettings = z.infer<typeof LeftSettingsSchema>;

/** Settings of the action `cart-recovery.give-code`. */
export const CodeSettingsSchema = z.object({
  /** Share of the price; 0 = reminders without a code. */
  percentBp: z.number().int().min(0).max(9_000).default(1_000),
  /** Days of 24 hours from the mail with the code. */
  validDays: within(LIMITS.validDays).default(7),
  /** Who had this many codes within 90 days gets reminders without one. */
  maxCodesPer90Days: within(LIMITS.maxCodes).default(3),
  /** Only for people who have not bought yet. */
  firstTimersOnly: z.boolean().default(false),
});
export type CodeSettings = z.infer<typeof CodeSettingsSchema>;

/** What a merchant says of cart recovery; it is kept in its automation. Nobody is written to before a merchant said so. */
export const CartRecoverySettingsSchema = z
  .object({ enabled: z.boolean().default(false) })
  .merge(LeftSettingsSchema)
  .merge(CodeSettingsSchema);
export type CartRecoverySettings = z.infer<typeof CartRecoverySettingsSchema>;

const box = z.enum(["true", "false"]).transform((value) => value === "true");

/** The form of the settings: numbers as people type them, whole percents. */
export const CartRecoveryFormSchema = z
  .object({
    enabled: box,
    delayMinutes: within(LIMITS.delayMinutes),
    percent: within(LIMITS.percent),
    validDays: within(LIMITS.validDays),
    maxCodesPer90Days: within(LIMITS.maxCodes),
    firstTimersOnly: box,
    consent: ConsentPolicySchema,
  })
  .transform(({ percent, ...settings }): CartRecoverySettings => ({ ...settings, percentBp: percent * 100 }));

/** Carts a mail can be previewed with: in the shop's currency, or seen in another, so that no price is named. */
export const PREVIEW_PRICES = ["shown", "left-out"] as const;
export type PreviewPrices = (typeof PREVIEW_PRICES)[number];

/** The reminders that can be looked at: their templates' last figure. */
export const PREVIEW_STEPS = ["1", "2", "3"] as const;
export type PreviewStep = (typeof PREVIEW_STEPS)[number];

export const PreviewQuerySchema = z.object({
  prices: z.enum(PREVIEW_PRICES).catch("shown"),
  step: z.enum(PREVIEW_STEPS).catch("1"),
});

/** waiting (for its first reminder) → sent → recovered; or held out on purpose, or stopped on the way. */
export const RECOVERY_STATES = ["waiting", "sent", "recovered", "held-out", "stopped"] as const;
export type RecoveryState = (typeof RECOVERY_STATES)[number];

/** Tabs of the list and the states behind them. */
export const RECOVERY_TABS = {
  all: RECOVERY_STATES,
  waiting: ["waiting"],
  sent: ["sent"],
  recovered: ["recovered"],
  stopped: ["stopped", "held-out"],
} as const satisfies Record<string, readonly RecoveryState[]>;

export type RecoveryTab = keyof typeof RECOVERY_TABS;

export const RecoveryFilterSchema = z.object({
  tab: z.enum(["all", "waiting", "sent", "recovered", "stopped"]).catch("all"),
  /** Exactly the checkouts behind a figure of the last 30 days. */
  counted: z.enum(["messaged", "recovered"]).nullable().catch(null),
  /** Exactly the checkouts of those who gave this reason for leaving. */
  reason: z
    .string()
    .regex(/^[a-z-]{1,40}$/)
    .nullable()
    .catch(null),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

export type RecoveryFilter = z.infer<typeof RecoveryFilterSchema>;

/** Query string of a list, without what is the default anyway. */
export function recoveryListUrl({ tab, counted, reason, page }: Partial<RecoveryFilter>): string {
  const params = new URLSearchParams({
    ...(tab && tab !== "all" ? { tab } : {}),
    ...(counted ? { counted } : {}),
    ...(reason ? { reason } : {}),
    ...(page && page > 1 ? { page: String(page) } : {}),
  }).toString();
  return params ? `/app/recovery?${params}` : "/app/recovery";
}
