import { z } from "zod";

import { LOCALES } from "~/shops/schema";

import { TOPICS } from "../schema";

/** Topics a person can switch off; what they must get, such as a receipt, is not among them. */
export const CHOSEN_TOPICS = TOPICS.filter((topic) => topic !== "transactional");

/** Days of the pause a person can ask for. */
export const PAUSE_DAYS = 30;

const ChosenTopicSchema = z.enum(TOPICS).refine((topic) => topic !== "transactional");

/** What the page of preferences may be asked to do. */
export const PreferenceChangeSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("save"),
    topicsOn: z.array(ChosenTopicSchema),
    isTrackingOff: z.boolean(),
    /** The language of mails; null = as the store knows it. */
    locale: z.enum(LOCALES).nullable(),
    /** MM-DD; null takes it back, undefined: it was not asked. */
    birthdayOn: z
      .string()
      .regex(/^\d{2}-\d{2}$/)
      .nullable()
      .optional(),
  }),
  z.object({ kind: z.literal("topic-off"), topic: ChosenTopicSchema }),
  z.object({ kind: z.literal("pause") }),
  z.object({ kind: z.literal("resume") }),
  z.object({ kind: z.literal("unsubscribe") }),
]);

export type PreferenceChange = z.infer<typeof PreferenceChangeSchema>;
