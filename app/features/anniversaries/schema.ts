import { z } from "zod";

import { OFFER_LIMITS } from "~/engine/incentives/schema";

export const LEAP_DAYS = ["february-28", "march-1"] as const;
export const TAG_PREFIX_LENGTH = 30;

/** When the anniversary of a registration is due. */
export const AnniversarySettingsSchema = z.object({
  /** In the shop's zone. */
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .default("10:00"),
  /** Who registered on a 29 February has their day on this one where there is none. */
  leapDay: z.enum(LEAP_DAYS).default("february-28"),
  /**
   * Tags that begin like this and end with a day (`since:2019-05-04`) say since when a person has really been here:
   * older than the store's own date, say. Empty: none do.
   */
  dateTagPrefix: z
    .string()
    .trim()
    .max(TAG_PREFIX_LENGTH)
    .regex(/^[^,]*$/)
    .default(""),
});
export type AnniversarySettings = z.infer<typeof AnniversarySettingsSchema>;

export const LADDER_LIMITS = { years: { min: 1, max: 100 }, steps: 20 } as const;

const RungSchema = z.object({
  /** From this year on, until the next rung. */
  fromYear: z.number().int().min(LADDER_LIMITS.years.min).max(LADDER_LIMITS.years.max),
  percentBp: z.number().int().min(OFFER_LIMITS.percentBp.min).max(OFFER_LIMITS.percentBp.max),
});

/** What the gift of each year is. */
export const GiftSettingsSchema = z.object({
  ladder: z
    .array(RungSchema)
    .min(1)
    .max(LADDER_LIMITS.steps)
    .refine((ladder) => new Set(ladder.map(({ fromYear }) => fromYear)).size === ladder.length, "year-twice")
    .default([
      { fromYear: 1, percentBp: 500 },
      { fromYear: 2, percentBp: 1_000 },
      { fromYear: 3, percentBp: 1_500 },
      { fromYear: 5, percentBp: 2_000 },
    ]),
  validDays: z.number().int().min(OFFER_LIMITS.validDays.min).max(OFFER_LIMITS.validDays.max).default(30),
  remindDaysBefore: z
    .number()
    .int()
    .min(OFFER_LIMITS.remindDays.min)
    .max(OFFER_LIMITS.remindDays.max)
    .nullable()
    .default(5),
});
export type GiftSettings = z.infer<typeof GiftSettingsSchema>;
