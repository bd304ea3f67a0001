import { z } from "zod";

import { ConditionSchema } from "~/engine/facts/condition";
import { OfferSchema } from "~/engine/incentives/schema";
import { type Topic, TOPICS } from "~/engine/messaging/schema";
import { WrittenMessageSchema } from "~/engine/messaging/templates/schema";
import { LOCALES } from "~/shops/schema";

/*
 * What a campaign is made of, shared with its screens. A draft may be unfinished, so texts may be empty here; whether it
 * can be sent is for `rules/problems.ts` to say.
 */

export const CAMPAIGN_STATES = ["draft", "scheduled", "sending", "paused", "sent", "cancelled"] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

export const RECIPIENT_STATES = [
  "waiting",
  "asked",
  "written",
  "sent",
  "refused",
  "lost",
  "held-out",
] as const;
export type RecipientState = (typeof RECIPIENT_STATES)[number];

/** Topics a campaign may have: those that need consent and can be switched off. The first one is of new campaigns. */
export const CAMPAIGN_TOPICS = ["offers", "loyalty", "surveys"] as const satisfies readonly Topic[];

export const CAMPAIGN_LIMITS = {
  nameLength: 120,
  titleLength: 120,
  codeLength: 40,
  urlLength: 500,
  capacity: { min: 1, max: 100_000 },
  usefulDays: { min: 1, max: 30 },
  aheadDays: 365,
} as const;

const { capacity, usefulDays, titleLength, codeLength, urlLength } = CAMPAIGN_LIMITS;
const DaySchema = z.string().max(10).default("");
const TimeSchema = z.string().max(5).default("");

export const PremiereSchema = z.object({
  title: z.string().trim().max(titleLength).default(""),
  /** YYYY-MM-DD and HH:MM on the clocks of the shop. */
  day: DaySchema,
  time: TimeSchema,
  /** The product or collection. Empty: the shop's home page. */
  url: z.string().trim().max(urlLength).default(""),
  /** What lets people in: nothing, one code for all, or a code of everybody's own. */
  access: z.enum(["none", "shared", "personal"]).default("none"),
  sharedCode: z.string().trim().max(codeLength).default(""),
  /** `after-yes`: told on the page of the answer, to those who come. */
  codeWhen: z.enum(["in-mail", "after-yes"]).default("in-mail"),
  asksForAnswer: z.boolean().default(true),
  /** How many may say yes; null = as many as like. */
  capacity: z.number().int().min(capacity.min).max(capacity.max).nullable().default(null),
});
export type Premiere = z.infer<typeof PremiereSchema>;

/** By mail, or by text message. */
export const CAMPAIGN_CHANNELS = ["email", "sms"] as const;
export type CampaignChannel = (typeof CAMPAIGN_CHANNELS)[number];

export const OwnMessageSchema = z
  .record(z.enum(LOCALES), WrittenMessageSchema)
  .refine((own) => Object.keys(own).length > 0, "no-language");
export type OwnMessage = z.infer<typeof OwnMessageSchema>;

export const CampaignContentSchema = z.object({
  channel: z.enum(CAMPAIGN_CHANNELS).default("email"),
  topic: z.enum(TOPICS).default(CAMPAIGN_TOPICS[0]),
  /** Of everybody of whom it holds when the campaign begins. */
  audience: ConditionSchema.default({ kind: "all", of: [] }),
  templateKey: z.string().max(80).default(""),
  /** Written in the campaign itself, language by language; null: the template says it. */
  own: OwnMessageSchema.nullable().default(null),
  /** A personal code for everybody who is written to; null = none. */
  offer: OfferSchema.nullable().default(null),
  /** Some are left out, so that it can be seen what it brought. Those left out of everything are in any case. */
  hasHoldout: z.boolean().default(true),
  /** Days after its beginning in which a message may still leave: budgets and quiet hours may move it. */
  usefulDays: z.number().int().min(usefulDays.min).max(usefulDays.max).default(3),
  /** Null: as soon as it is sent off. */
  sendOn: z.object({ day: DaySchema, time: TimeSchema }).nullable().default(null),
  premiere: PremiereSchema.nullable().default(null),
});
export type CampaignContent = z.infer<typeof CampaignContentSchema>;

/** What is wrong with a campaign, and where. `condition` says where within the audience. */
export type CampaignProblem = {
  field: CampaignField;
  code: string;
  params?: Record<string, string | number>;
};
export type CampaignField =
  | "name"
  | "topic"
  | "audience"
  | "templateKey"
  | "own"
  | "offer"
  | "sendOn"
  | "sender"
  | "premiere.title"
  | "premiere.day"
  | "premiere.url"
  | "premiere.sharedCode"
  | "premiere.codeWhen";

/** A new campaign: plain, or the invitation to a premiere. */
export const CAMPAIGN_KINDS = ["plain", "premiere"] as const;
export type CampaignKind = (typeof CAMPAIGN_KINDS)[number];

/** A campaign as it begins. */
export function newContent(kind: CampaignKind): CampaignContent {
  const plain = CampaignContentSchema.parse({});
  if (kind === "plain") return plain;
  const premiere = PremiereSchema.parse({ time: "18:00" });
  return { ...plain, topic: "loyalty", templateKey: "premiere-invitation", premiere };
}

const IdSchema = z.string().min(1).max(80);

/** What a merchant does with a campaign in the list and on its page. */
export type CampaignChange = "unschedule" | "pause" | "resume" | "cancel" | "discard";

export const ListActionSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("create"), of: z.enum(CAMPAIGN_KINDS) }),
  z.object({ kind: z.literal("copy"), campaignId: IdSchema }),
  z.object({ kind: z.literal("unschedule"), campaignId: IdSchema }),
  z.object({ kind: z.literal("pause"), campaignId: IdSchema }),
  z.object({ kind: z.literal("resume"), campaignId: IdSchema }),
  z.object({ kind: z.literal("cancel"), campaignId: IdSchema }),
  z.object({ kind: z.literal("discard"), campaignId: IdSchema }),
]);
export type ListAction = z.infer<typeof ListActionSchema>;
export type ListAnswer =
  | { outcome: "created"; campaignId: string }
  | { outcome: "changed"; kind: CampaignChange }
  | { outcome: "not-possible" | "invalid" };

const WrittenSchema = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: z.ZodIssueCode.custom, message: "unreadable" });
    return z.NEVER;
  }
});

/** What a merchant does with a draft; `check` only asks what is wrong with it. */
export const WritingActionSchema = z.object({
  kind: z.enum(["check", "save"]),
  name: z.string().max(CAMPAIGN_LIMITS.nameLength * 2),
  written: WrittenSchema,
});
export type WritingAnswer =
  | { outcome: "checked" | "saved"; problems: CampaignProblem[] }
  | { outcome: "not-found" | "not-possible" | "unreadable" };

export type ScheduleAnswer =
  | { outcome: "scheduled" }
  | { outcome: "refused"; problems: CampaignProblem[] }
  | { outcome: "not-found" | "not-possible" };

export const PEOPLE_GROUPS = ["all", "sent", "open", "refused", "held-out", "yes", "no"] as const;
export type PeopleGroup = (typeof PEOPLE_GROUPS)[number];
export const PeopleQuerySchema = z.object({
  group: z.enum(PEOPLE_GROUPS).catch("all"),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
export type PeopleQuery = z.infer<typeof PeopleQuerySchema>;

export const AnswerSchema = z.enum(["yes", "no"]);
export type Answer = z.infer<typeof AnswerSchema>;
