import { z } from "zod";

import { DaySchema } from "~/kit/period";

export const LAPSE_LIMITS = {
  days: { min: 7, max: 730 },
  times: { min: 1, max: 10 },
  smallStoreDays: { min: 7, max: 365 },
} as const;
export const LAPSE_RULES = ["own-rhythm", "fixed-days"] as const;

/** When a customer counts as lapsed. */
export const LapseSettingsSchema = z.object({
  /** By what is usual for the person and the store, or after the same days for everybody. */
  rule: z.enum(LAPSE_RULES).default("own-rhythm"),
  /** Of `fixed-days`; days of 24 hours. */
  days: z.number().int().min(LAPSE_LIMITS.days.min).max(LAPSE_LIMITS.days.max).default(30),
  /** Of `own-rhythm`: so many times the person's usual days between orders, in halves. */
  times: z.number().min(LAPSE_LIMITS.times.min).max(LAPSE_LIMITS.times.max).multipleOf(0.5).default(2),
  /** Of `own-rhythm`, for people without a rhythm in a store that is too small to have one. */
  smallStoreDays: z
    .number()
    .int()
    .min(LAPSE_LIMITS.smallStoreDays.min)
    .max(LAPSE_LIMITS.smallStoreDays.max)
    .default(60),
});
export type LapseSettings = z.infer<typeof LapseSettingsSchema>;

/** A share with what it is made of; null = of nobody. */
export type RateFigure = { value: number | null; numerator: number; denominator: number };

/** F16 of a window, as screens show it. */
export type WinbackRate = {
  /** Days after which a customer of this store is lost. */
  lapseDays: number;
  /** Everybody who was lost when the window began. */
  all: RateFigure;
  /** Of them, those who could be written to, and those who were left out on purpose. */
  treated: RateFigure;
  holdout: RateFigure;
  /** Treated − holdout: what came back because of us. Null while one of them has nobody. */
  lift: number | null;
  /** ISO instant. */
  asOf: string;
};

/** Whom a figure is made of. */
export type WinbackGroup = { who: "lost" | "recovered"; among: "all" | "treated" | "holdout" };

const OpenDaySchema = DaySchema.nullable().catch(null).default(null);
const DrillSchema = z.object({
  who: z.enum(["lost", "recovered"]).catch("lost"),
  among: z.enum(["all", "treated", "holdout"]).catch("all"),
  from: OpenDaySchema,
  to: OpenDaySchema,
  after: z.string().max(100).nullable().catch(null).default(null),
});

/** What the URL of a list of lost people asks for; what makes no sense is left out. Days are the shop's, inclusive. */
export function parseWinbackDrill(params: URLSearchParams): {
  group: WinbackGroup;
  range: { from: string | null; to: string | null };
  afterCustomerId: string | null;
} {
  const { who, among, from, to, after } = DrillSchema.parse(Object.fromEntries(params));
  return { group: { who, among }, range: { from, to }, afterCustomerId: after };
}

/** Somebody who was lost when a window began. Instants are ISO. */
export type LostPerson = {
  id: string;
  /** Null: neither name nor mail is known. */
  name: string | null;
  lastOrderAt: string;
  /** Their first valid order in the window; null = none. */
  cameBackAt: string | null;
};

/** The people behind a figure of the winback rate. */
export type WinbackPeopleData = {
  group: WinbackGroup;
  range: { from: string | null; to: string | null };
  lapseDays: number;
  /** The figure: as many are listed over all pages. */
  totalCount: number;
  people: LostPerson[];
  /** Names the next page; null = this is the last. */
  nextAfter: string | null;
  asOf: string;
};
