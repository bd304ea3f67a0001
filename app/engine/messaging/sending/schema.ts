import { z } from "zod";

import type { MessageChannel } from "../schema";

/** At most so many messages to one person within any 24 hours, and within any 7 days. */
export type Budget = { perDay: number; perWeek: number };

/** A time of the day on the clock, in steps of half an hour; `24:00` ends a day. */
const TIME = /^(([01]\d|2[0-3]):(00|30)|24:00)$/;
const DayTime = z.string().regex(TIME, "not-a-time");

/** ISO: 1 is Monday, 7 Sunday. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

const QuietHoursSchema = z
  .object({
    /** Messages may leave from `opensAt` (inclusive) to `closesAt` (exclusive). */
    opensAt: DayTime.default("09:00"),
    closesAt: DayTime.default("20:00"),
    weekdays: z
      .array(z.number().int().min(1).max(7))
      .min(1, "no-day")
      .transform((days) => [...new Set(days)].sort((a, b) => a - b))
      .default([...WEEKDAYS]),
    /** Nothing leaves on public holidays of the person's country. */
    keepsHolidays: z.boolean().default(false),
  })
  .refine(({ opensAt, closesAt }) => opensAt < closesAt, {
    path: ["closesAt"],
    message: "closes-before-opens",
  });

export type QuietHours = z.infer<typeof QuietHoursSchema>;

const count = (most: number) =>
  z.coerce
    .number({ invalid_type_error: "not-a-count" })
    .int("not-a-count")
    .min(1, "too-few")
    .max(most, "too-many");

/** Settings key `sending`. */
export const SendingSettingsSchema = z
  .object({
    perDay: count(10).default(1),
    perWeek: count(50).default(3),
    hours: z
      .object({
        email: QuietHoursSchema.default({}),
        sms: QuietHoursSchema.default({ keepsHolidays: true }),
        webhook: QuietHoursSchema.default({ opensAt: "00:00", closesAt: "24:00" }),
      } satisfies Record<MessageChannel, z.ZodTypeAny>)
      .default({}),
    /** People may tell their birthday, day and month, on the page of preferences. */
    asksBirthday: z.boolean().default(false),
  })
  .refine(({ perDay, perWeek }) => perDay <= perWeek, { path: ["perWeek"], message: "less-than-a-day" });

export type SendingSettings = z.infer<typeof SendingSettingsSchema>;
export const SENDING_SETTINGS_KEY = "sending";

export type HoursForm = { opensAt: string; closesAt: string; weekdays: number[]; keepsHolidays: boolean };

/** The form as it is typed. */
export type SendingForm = {
  perDay: string;
  perWeek: string;
  hours: Record<MessageChannel, HoursForm>;
  asksBirthday: boolean;
};

/** Settings as the form shows them. */
export function formOfSending({ perDay, perWeek, ...rest }: SendingSettings): SendingForm {
  return { perDay: String(perDay), perWeek: String(perWeek), ...rest };
}

/** Codes of what is wrong, by the field's path: `perDay`, `hours.sms.closesAt`. */
export type SendingErrors = Partial<Record<string, string>>;

/** Reads the form as it was sent: JSON in the field `settings`. Errors are codes of the page's texts. */
export function parseSendingForm(
  form: FormData,
): { ok: true; value: SendingSettings } | { ok: false; errors: SendingErrors } {
  const parsed = SendingSettingsSchema.safeParse(parseJson(form.get("settings")));
  if (parsed.success) return { ok: true, value: parsed.data };
  // Of several complaints about a field the first is told.
  const errors = parsed.error.issues
    .toReversed()
    .map(({ path, message }) => [path.join("."), message] as const);
  return { ok: false, errors: Object.fromEntries(errors) };
}

function parseJson(text: FormDataEntryValue | null): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** All times a day can open or close at: 00:00, 00:30 … 24:00. */
export const DAY_TIMES: readonly string[] = Array.from({ length: 49 }, (_, half) => {
  const hours = String(Math.floor(half / 2)).padStart(2, "0");
  return `${hours}:${half % 2 ? "30" : "00"}`;
});

export type SendingPageData = { settings: SendingSettings; zone: string; webhookSecret: string };
