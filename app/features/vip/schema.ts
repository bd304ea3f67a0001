import { z } from "zod";

import type { HistoryCoverage } from "~/kit/coverage";
import { MAX_RFM, MIN_RFM } from "~/kit/rfm";

import { PerkSchema } from "./perks/schema";

export const VIP_SETTINGS_KEY = "vip";
export const MAX_TIERS = 5;
export const MAX_PERKS = 8;
export const MAX_GRACE_DAYS = 400;

/** What a tier may ask for. */
export const MEASURES = ["orders", "spend", "margin", "points", "rfm"] as const;
export type Measure = (typeof MEASURES)[number];

const money = (problem: string) => z.number().int().min(1, problem).max(1_000_000_000_000, problem);

/** The field of a tier that says how much of a measure it asks for. */
export const REQUIREMENTS = {
  orders: "minOrderCount",
  spend: "minNetMinor",
  margin: "minMarginMinor",
  points: "minPoints",
  rfm: "minRfmScore",
} as const satisfies Record<Measure, string>;

type Requirements = Readonly<Record<(typeof REQUIREMENTS)[Measure], number | null>>;

/** What a tier asks for. */
export function measuresOf(tier: Requirements): Measure[] {
  return MEASURES.filter((measure) => tier[REQUIREMENTS[measure]] !== null);
}

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
    minNetMinor: money("spend-range").nullable(),
    /** Margin in the window, minor units; null = any. */
    minMarginMinor: money("margin-range").nullable().default(null),
    /** Points earned in the window, less those taken back; null = any. */
    minPoints: z
      .number()
      .int()
      .min(1, "points-range")
      .max(1_000_000_000, "points-range")
      .nullable()
      .default(null),
    /** Sum of the three scores of `kit/rfm.ts`, whatever the window; null = any. */
    minRfmScore: z
      .number()
      .int()
      .min(MIN_RFM, "rfm-range")
      .max(MAX_RFM, "rfm-range")
      .nullable()
      .default(null),
    perks: z.array(PerkSchema).max(MAX_PERKS, "too-many-perks").default([]),
  })
  .refine((tier) => measuresOf(tier).length > 0, {
    message: "no-requirement",
    path: ["minOrderCount"],
  });

export type Tier = z.infer<typeof TierSchema>;

const WindowSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("lifetime") }),
  /** From 1 January in the shop's zone. */
  z.object({ kind: z.literal("calendar-year") }),
  z.object({
    kind: z.literal("rolling"),
    days: z.number().int().min(30, "days-range").max(3_650, "days-range"),
  }),
]);

export type VipWindow = z.infer<typeof WindowSchema>;

/** Without any set-up: who orders three times in a year is a VIP, who orders six times is VIP Gold. */
const DEFAULT_TIERS: z.input<typeof TierSchema>[] = [
  { id: "vip", name: "VIP", tag: "VIP", minOrderCount: 3, minNetMinor: null },
  { id: "gold", name: "VIP Gold", tag: "VIP Gold", minOrderCount: 6, minNetMinor: null },
];

const days = (max: number, problem: string) => z.number().int().min(0, problem).max(max, problem);

/** Settings key `vip`. Tiers go from the lowest to the highest. What was saved before a field was there means the same. */
export const VipSettingsSchema = z
  .object({
    isEnabled: z.boolean().default(true),
    window: WindowSchema.default({ kind: "rolling", days: 365 }),
    /** Whether a tier asks for all it names, or any of it suffices. */
    mix: z.enum(["all", "any"]).default("all"),
    /** Days of 24 hours a tier is kept after it is no longer carried; 0 = none. */
    graceDays: days(MAX_GRACE_DAYS, "grace-range").default(0),
    /** Days before the end of a tier on which it is announced; 0 = it is not. */
    noticeDays: days(MAX_GRACE_DAYS, "notice-range").default(0),
    tiers: z.array(TierSchema).min(1, "no-tiers").max(MAX_TIERS, "too-many-tiers").default(DEFAULT_TIERS),
    /** Perks nobody used go with the tier. */
    withdrawsPerks: z.boolean().default(true),
    /** Tags of tiers that were removed or renamed: taken off whoever still has them. */
    retiredTags: z.array(z.string()).default([]),
    /** What tiers that were removed were called, by id. */
    formerTierNames: z.record(z.string()).default({}),
  })
  .superRefine(({ tiers, mix, graceDays, noticeDays }, context) => {
    // A tier's end is known from the day its grace begins: nobody can be told earlier.
    if (noticeDays > graceDays)
      context.addIssue({ code: z.ZodIssueCode.custom, message: "notice-over-grace", path: ["noticeDays"] });
    for (const [index, tier] of tiers.entries()) {
      const earlier = tiers.slice(0, index);
      const problem = (field: keyof Tier, message: string) =>
        context.addIssue({ code: z.ZodIssueCode.custom, message, path: ["tiers", index, field] });
      if (earlier.some((other) => other.tag.toLowerCase() === tier.tag.toLowerCase()))
        problem("tag", "tag-taken");
      if (earlier.some((other) => other.name.toLowerCase() === tier.name.toLowerCase()))
        problem("name", "name-taken");
      if (earlier.some((lower) => isEasier(tier, lower, mix))) problem("minOrderCount", "not-harder");
    }
  });

export type VipSettings = z.infer<typeof VipSettingsSchema>;

/** Whoever reaches the lower tier would reach this one too: nobody could ever be in the lower. */
function isEasier(tier: Tier, lower: Tier, mix: "all" | "any"): boolean {
  const isCovered = (measure: Measure) => {
    const [asked, below] = [tier[REQUIREMENTS[measure]], lower[REQUIREMENTS[measure]]];
    return mix === "all"
      ? (asked ?? 0) <= (below ?? 0)
      : below === null || (asked !== null && asked <= below);
  };
  return MEASURES.every(isCovered);
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
  /** Null: not asked by these tiers. */
  marginMinor: number | null;
  points: number | null;
  rfmScore: number | null;
  /** ISO instant: they keep the former tier until then. Null: they move at once. */
  keptUntil: string | null;
};

/** What saving a draft would do. */
export type VipPreview = {
  /** Named, the highest spenders first; at most `PREVIEW_LIMIT`. */
  moves: TierMove[];
  moveCount: number;
  /** Of those, who keep their tier for the days of grace. */
  keptCount: number;
  /** Members per tier id, now and after. */
  before: Record<string, number>;
  after: Record<string, number>;
  /** What the draft's tiers ask for and cannot be told here, such as points without a points programme. */
  unavailable: Measure[];
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
  /** What can be told of customers here. */
  available: Measure[];
  /** What the saved tiers ask for and cannot be told: nobody is moved. */
  unavailable: Measure[];
  /** The window reaches further back than this: older orders are not known and do not count. Null: all of it is known. */
  coverage: HistoryCoverage | null;
  /** ISO instant. */
  asOf: string;
};
