import type { ZodIssue } from "zod";

import { LIMITS, type LoyaltySettings, LoyaltySettingsSchema, type Reward } from "./schema";

/** What is wrong at a place of the settings: a code of the texts, with what stands there and what is allowed. */
export type SettingsProblem = {
  /** E.g. `rewards.0.costPoints`. */
  path: string;
  /** Texts `problems.<code>`. */
  code: string;
  params: Readonly<Record<string, string | number>>;
};

export type ParsedSettings =
  | { ok: true; settings: LoyaltySettings; warnings: SettingsProblem[] }
  | { ok: false; problems: SettingsProblem[] };

/** Reads settings as they were typed, or tells every mistake with its place, its value and the allowed range. */
export function parseSettings(input: unknown): ParsedSettings {
  const parsed = LoyaltySettingsSchema.safeParse(input);
  if (parsed.success) return { ok: true, settings: parsed.data, warnings: warningsOf(parsed.data) };
  return { ok: false, problems: parsed.error.issues.map((issue) => problemOf(issue, input)) };
}

function problemOf(issue: ZodIssue, input: unknown): SettingsProblem {
  const value = valueAt(input, issue.path);
  const shown = typeof value === "string" || typeof value === "number" ? { value } : {};
  const path = issue.path.join(".");
  // Codes of ours are words with dashes; anything else is a shape that no form of ours sends.
  const code = /^[a-z][a-z-]*$/.test(issue.message) ? issue.message : "unreadable";
  return { path, code, params: { ...shown, ...rangeAt(path) } };
}

function valueAt(input: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null ? (at as Record<string | number, unknown>)[key] : undefined,
    input,
  );
}

/** Fields whose limits go by another name. */
const LIMIT_OF: Readonly<Record<string, keyof typeof LIMITS>> = {
  costPoints: "points",
  stepPoints: "points",
  minPoints: "points",
  maxPoints: "points",
  valuePerStepMinor: "valueMinor",
  minimumMinor: "valueMinor",
  onceInDays: "limitDays",
  manualLimitPoints: "manualPoints",
  pointsPerDay: "velocityPoints",
  earningsPerDay: "velocityCount",
  hundredPointsMinor: "pointValueMinor",
};

function rangeAt(path: string): { min: number; max: number } | Record<string, never> {
  const field =
    path
      .split(".")
      .filter((part) => !/^\d+$/.test(part))
      .at(-1) ?? "";
  const limit = LIMITS[LIMIT_OF[field] ?? (field as keyof typeof LIMITS)];
  return limit ? { min: limit.min, max: limit.max } : {};
}

const HUNDRED_PERCENT = 10_000;
/** From this share of an order's value on a rule is called dear. */
const DEAR_BP = 3_000;

/** What a merchant should know before saving; it keeps nobody from it. */
export function warningsOf(settings: LoyaltySettings): SettingsProblem[] {
  if (!settings.order.isOn) return [];
  const bestBp = largestFactorBp(settings);
  const payback = paybackBp(settings, bestBp);
  if (payback === null || payback.shareBp < DEAR_BP) return [];
  const code = payback.shareBp >= HUNDRED_PERCENT ? "pays-more-than-order" : "pays-much";
  const path = bestBp > HUNDRED_PERCENT ? "multipliers" : "order.points";
  return [{ path, code, params: { percent: Math.round(payback.shareBp / 100), reward: payback.reward } }];
}

/** The largest factor that may come together: the best tier, the best goods and the best period. */
export function largestFactorBp({ multipliers: { tiers, goods, periods } }: LoyaltySettings): number {
  const best = (factors: readonly { factorBp: number }[]) =>
    Math.max(HUNDRED_PERCENT, ...factors.map(({ factorBp }) => factorBp));
  return [tiers, goods, periods].reduce(
    (product, one) => Math.min(MOST_BP, (product * best(one)) / HUNDRED_PERCENT),
    HUNDRED_PERCENT,
  );
}

/** Factors together count at most so much: a hundred times. */
export const MOST_BP = 1_000_000;

/** What an order pays back in rewards at most, as a share of its value; null when nothing of a known worth is to be had. */
function paybackBp(settings: LoyaltySettings, factorBp: number): { shareBp: number; reward: string } | null {
  const worths = settings.rewards
    .filter(({ isOn }) => isOn)
    .flatMap((reward) => {
      const worth = worthOfHundred(reward);
      return worth === null ? [] : [{ worth, reward: reward.title }];
    });
  worths.push({ worth: settings.hundredPointsMinor, reward: "" });
  const best = worths.reduce((a, b) => (b.worth > a.worth ? b : a));
  const { points, perMinor } = settings.order;
  const shareBp = Math.round((points * factorBp * best.worth) / (100 * perMinor));
  return best.worth > 0 ? { shareBp, reward: best.reward } : null;
}

/** Minor units that 100 points are worth in a reward; null where that depends on the order. */
function worthOfHundred({ incremental, valueMinor, costPoints }: Reward): number | null {
  if (incremental) return (incremental.valuePerStepMinor * 100) / incremental.stepPoints;
  return valueMinor === null ? null : (valueMinor * 100) / costPoints;
}

/** Whether the programme gives and takes points now. @param today In the shop's zone. */
export function isActive({ isEnabled, endsOn }: LoyaltySettings, today: string): boolean {
  return isEnabled && (endsOn === null || today <= endsOn);
}
