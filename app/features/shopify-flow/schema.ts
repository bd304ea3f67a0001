import { z } from "zod";

/*
 * What Shopify Flow may be told by us and may have us do. The same as the files of the extensions say
 * (extensions/perennial-flow); a test holds the two together.
 */

/** Triggers, and what each tells besides the customer and the occasion. Keys are what merchants read in Flow. */
export const TRIGGER_FIELDS = {
  "points-earned": ["Points", "For"],
  "reward-redeemed": ["Points", "Reward"],
  "referral-completed": ["Reward"],
  "survey-answered": ["Question", "Answer"],
  "tier-changed": ["Tier", "Former tier", "Move"],
  anniversary: ["Years"],
  "win-back": ["Last order"],
  "cart-abandoned": ["Left"],
} as const satisfies Record<string, readonly string[]>;
export type TriggerHandle = keyof typeof TRIGGER_FIELDS;

export const TRIGGER_HANDLES = Object.keys(TRIGGER_FIELDS) as [TriggerHandle, ...TriggerHandle[]];

/** What a trigger tells: its own fields, and `Occasion`, which names what happened once and for all. */
export type FlowProperties = Readonly<Record<string, string | number>>;

export const FLOW_SETTINGS_KEY = "shopify-flow";

const TriggerUseSchema = z.object({
  /** The shop has a workflow with it that is switched on. */
  isUsed: z.boolean(),
  /** When Shopify said so: older news change nothing. ISO instant. */
  at: z.string(),
  /** Up to when those were told whose time had come; ISO instant. */
  sweptUpTo: z.string(),
});
export type TriggerUse = z.infer<typeof TriggerUseSchema>;

/** Settings key `shopify-flow`: which triggers the shop's workflows wait for, as Shopify tells. */
export const FlowSettingsSchema = z.object({
  triggers: z.record(TriggerUseSchema).default({}),
});
export type FlowSettings = z.infer<typeof FlowSettingsSchema>;

/** What Shopify sends when a merchant switches a workflow with a trigger of ours on or off. */
export const LifecycleSchema = z.object({
  flow_trigger_definition_id: z.string().min(1).max(200),
  has_enabled_flow: z.boolean(),
  shopify_domain: z.string().min(1).max(200),
  timestamp: z.string().datetime({ offset: true }),
});

/** What Shopify sends when a workflow comes to an action of ours. */
export const ActionRequestSchema = z.object({
  shopify_domain: z.string().min(1).max(200),
  /** The same each time it asks for the same run again. */
  action_run_id: z.string().min(1).max(200),
  properties: z.record(z.unknown()),
});

/** What Flow sends of a field that was left empty. */
const optional = <Schema extends z.ZodTypeAny>(schema: Schema) =>
  z.preprocess((value) => (value === null || value === "" ? undefined : value), schema.optional());

const MANUAL_TIER = {
  days: optional(z.coerce.number().int().min(1).max(3_650)),
  reason: optional(z.string().trim().min(1).max(300)),
} as const;

/** What a merchant fills in for an action, besides the customer. */
export const ACTION_FIELDS = {
  "add-points": z.object({ points: z.coerce.number().int().min(1).max(1_000_000) }),
  "start-automation": z.object({ automation: z.string().trim().min(1).max(200) }),
  "issue-code": z.object({
    percent: z.coerce.number().min(0.01).max(100),
    days: z.coerce.number().int().min(1).max(365),
  }),
  "set-tier": z.object({ tier: z.string().trim().min(1).max(40), ...MANUAL_TIER }),
  "mark-vip": z.object(MANUAL_TIER),
  "send-survey": z.object({}),
  "add-note": z.object({ note: z.string().trim().min(1).max(2_000) }),
  "create-task": z.object({
    title: z.string().trim().min(1).max(200),
    days: z.coerce.number().int().min(0).max(365),
  }),
} as const;
export type ActionHandle = keyof typeof ACTION_FIELDS;
