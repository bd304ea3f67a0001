import { z } from "zod";

import { ConditionSchema } from "~/engine/facts/condition";
import { EVENTS_OF_PEOPLE } from "~/engine/flows/events";
import { OfferSchema } from "~/engine/incentives/schema";
import { CONSENT_POLICIES, TOPICS } from "~/engine/messaging/schema";

/*
 * What flows are made of that belongs to no feature in particular: how they begin and what they do. Shared with the
 * builder; each key is kept for good, flows are stored with it.
 */

/** What flows themselves bring about: one that began by it would begin itself again. */
const OWN_DOING: readonly string[] = [
  "message.sent",
  "message.cancelled",
  "message.lost",
  "code.issued",
  "code.failed",
  "customer.field-changed",
];

/** What a flow may begin by. */
export const TRIGGER_EVENTS = EVENTS_OF_PEOPLE.filter((type) => !OWN_DOING.includes(type));
const canBegin: ReadonlySet<string> = new Set(TRIGGER_EVENTS);

const TimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const TRIGGER_SETTINGS = {
  /** Something happened to a person. */
  "events.happened": z.object({
    events: z
      .array(
        z
          .string()
          .max(80)
          .refine(
            (type) => canBegin.has(type),
            (type) => ({ message: `"${type}" cannot begin an automation` }),
          ),
      )
      .min(1)
      .max(10),
  }),
  /** A date that is known of a customer: the day itself, or so many days before (negative) or after it. */
  "dates.customer": z.object({
    /** A fact of type `instant` or `day`. */
    fact: z.string().max(80),
    offsetDays: z.number().int().min(-365).max(3650).default(0),
    /** In the shop's zone. */
    time: TimeSchema.default("09:00"),
    /** `yearly`: on its anniversaries, from the first on, in place of the day itself; 29 February counts as the 28th where there is none, or as 1 March. */
    repeats: z.enum(["once", "yearly"]).default("once"),
    leapDay: z.enum(["february-28", "march-1"]).default("february-28"),
  }),
  "segments.entered": z.object({ condition: ConditionSchema }),
  "segments.left": z.object({ condition: ConditionSchema }),
  /** Everybody a condition holds of, again and again. */
  "schedule.recurring": z.object({
    condition: ConditionSchema,
    every: z.enum(["day", "week", "month"]),
    /** ISO 8601: 1 = Monday; of weeks. */
    weekday: z.number().int().min(1).max(7).default(1),
    /** Of months; the last day where there is no such one. */
    dayOfMonth: z.number().int().min(1).max(31).default(1),
    time: TimeSchema.default("09:00"),
  }),
  "people.by-hand": z.object({}),
} as const;
export type TriggerKey = keyof typeof TRIGGER_SETTINGS;

export const ACTION_SETTINGS = {
  "messages.send": z.object({
    templateKey: z.string().min(1).max(80),
    channel: z.enum(["email", "sms"]).default("email"),
    topic: z.enum(TOPICS).default("offers"),
    /** Of no use so many hours after the step was reached: cancelled rather than sent late. */
    usefulHours: z
      .number()
      .int()
      .min(1)
      .max(24 * 30)
      .default(72),
    /** Whether somebody who never said anything may get marketing. */
    consent: z.enum(CONSENT_POLICIES).default("subscribed-only"),
  }),
  /** The code or credit is known to the templates of later steps. */
  "incentives.issue": z.object({
    offer: OfferSchema,
    /** What becomes of the run when a guard or the store says no: a mail about a code must not go without one. */
    whenRefused: z.enum(["continue", "end"]).default("continue"),
  }),
  "tags.add": z.object({ tag: z.string().trim().min(1).max(40) }),
  "tags.remove": z.object({ tag: z.string().trim().min(1).max(40) }),
  "webhooks.call": z.object({ url: z.string().url().max(500) }),
  "flows.start": z.object({ flowId: z.string().min(1).max(60) }),
} as const;
export type ActionKey = keyof typeof ACTION_SETTINGS;
