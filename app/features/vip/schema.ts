import { z } from "zod";

import type { HistoryCoverage } from "~/kit/coverage";

export const VIP_SETTINGS_KEY = "vip";
export const MAX_TIERS = 5;

/** Codes of what may be wrong with a tier; the page has a sentence for each. */
export const TierSchema = z
  .object({
    /** Stable: memberships point at it. */
    id: z.string().min(1).max(40),
    name: z.string().trim().min(1, "name-missing").max(40, "name-too-long"),
    /** The tag in the store. A comma would split it. */
    tag: z
      .string()
      .trim()
      .min(1, "tag-missing")
      .max(40, "tag-too-long")
      .regex(/^[^,]*$/, "tag-comma"),
    /** Valid orders in the window; null = any number. */
    minOrderCount: z.number().int().min(1, "orders-range").max(1_000, "orders-range").nullable(),
    /** Net spend in the window, minor units of the shop's currency; null = any amount. */
    minNetMinor: z.number().int().min(1, "spend-range").max(1_000_000_000_000, "spend-range").nullable(),
  })
  .refine((tier) => tier.minOrderCount !== null || tier.minNetMinor !== null, {
    message: "no-requirement",
    path: ["minOrderCount"],
  });

export type Tier = z.infer<typeof TierSchema>;

const WindowSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("lifetime") }),
  z.object({
    kind: z.literal("rolling"),
    days: z.number().int().min(30, "days-range").max(3_650, "days-range"),
  }),
]);

export type VipWindow = z.infer<typeof WindowSchema>;

/** Without any set-up: who orders three times in a year is a VIP, who orders six times is VIP Gold. */
const DEFAULT_TIERS: Tier[] = [
  { id: "vip", name: "VIP", tag: "VIP", minOrderCount: 3, minNetMinor: null },
  { id: "gold", name: "VIP Gold", tag: "VIP Gold", minOrderCount: 6, minNetMinor: null },
];

/** Settings key `vip`. Tiers go from the lowest to the highest. */
export const VipSettingsSchema = z
  .object({
    isEnabled: z.boolean().default(true),
    window: WindowSchema.default({ kind: "rolling", days: 365 }),
    tiers: z.array(TierSchema).min(1, "no-tiers").max(MAX_TIERS, "too-many-tiers").default(DEFAULT_TIERS),
    /** Tags of tiers that were removed or renamed: taken off whoever still has them. */
    retiredTags: z.array(z.string()).default([]),
    /** What tiers that were removed were called, by id. */
    formerTierNames: z.record(z.string()).default({}),
  })
  .superRefine(({ tiers }, context) => {
    for (const [index, tier] of tiers.entries()) {
      const earlier = tiers.slice(0, index);
      const problem = (field: keyof Tier, message: string) =>
        context.addIssue({ code: z.ZodIssueCode.custom, message, path: ["tiers", index, field] });
      if (earlier.some((other) => other.tag.toLowerCase() === tier.tag.toLowerCase()))
        problem("tag", "tag-taken");
      if (earlier.some((other) => other.name.toLowerCase() === tier.name.toLowerCase()))
        problem("name", "name-taken");
      if (earlier.some((lower) => isEasier(tier, lower))) problem("minOrderCount", "not-harder");
    }
  });

export type VipSettings = z.infer<typeof VipSettingsSchema>;

/** Whoever reaches the lower tier would reach this one too: nobody could ever be in the lower. */
function isEasier(tier: Tier, lower: Tier): boolean {
  const orders = (tier.minOrderCount ?? 0) <= (lower.minOrderCount ?? 0);
  const spend = (tier.minNetMinor ?? 0) <= (lower.minNetMinor ?? 0);
  return orders && spend;
}

/** One person who would move, or moved. */
export type TierMove = {
  customerId: string;
  name: string;
  email: string | null;
  fromTierId: string | null;
  toTierId: string | null;
  orderCount: number;
  netMinor: number;
};

/** What saving a draft would do. */
export type VipPreview = {
  /** Named, the highest spenders first; at most `PREVIEW_LIMIT`. */
  moves: TierMove[];
  moveCount: number;
  /** Members per tier id, now and after. */
  before: Record<string, number>;
  after: Record<string, number>;
};

export const PREVIEW_LIMIT = 100;

/** Everything the VIP page shows, but the movements. */
export type VipPageData = {
  settings: VipSettings;
  /** Members per tier id; a tier without members is not in it. */
  memberCounts: Record<string, number>;
  /** People are being put into their tiers right now: the counts are about to change. */
  isMoving: boolean;
  currencyCode: string;
  /** The window reaches further back than this: older orders are not known and do not count. Null: all of it is known. */
  coverage: HistoryCoverage | null;
  /** ISO instant. */
  asOf: string;
};
