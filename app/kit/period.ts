import { z } from "zod";

/** A day of the shop, YYYY-MM-DD. */
export const DaySchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((day) => !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day));

/** A month of the shop, YYYY-MM. */
export const MonthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/** Months after a cohort's first. */
export const MonthOffsetSchema = z.coerce.number().int().min(0).max(1200);

/** `page` of a URL: 1 for anything that is no page number. */
export const PageSchema = z.coerce.number().int().min(1).max(100_000).catch(1);
