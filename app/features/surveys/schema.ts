import { z } from "zod";

import { LOCALES, type Locale } from "~/shops/schema";

/* The question after a purchase, shared with screens. */

export const SURVEYS_SETTINGS_KEY = "surveys";
/** The question that is asked after a purchase: answers, points and automations know it by this. */
export const QUESTION_KEY = "after-purchase";

export const QUESTION_KINDS = ["rating", "yes-no", "choices"] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** Pages of the store that ask. */
export const PLACES = ["thank-you", "order-status"] as const;
export type Place = (typeof PLACES)[number];

export const LIMITS = {
  textLength: 160,
  choiceLength: 60,
  choices: { min: 2, max: 8 },
  commentLength: 500,
  /** Wordings that are remembered, so that their answers keep their words. */
  formerCount: 20,
} as const;

const wordsOf = (most: number, code: string) => {
  const text = z.string().trim().max(most, code).default("");
  return z.object({ en: text, pl: text, ru: text } satisfies Record<Locale, unknown>);
};

const ChoiceSchema = z.object({
  /** Answers are stored with it. */
  id: z.string().regex(/^[a-z0-9]{1,12}$/),
  words: wordsOf(LIMITS.choiceLength, "choice-long"),
});
export type Choice = z.infer<typeof ChoiceSchema>;

const QuestionSchema = z.object({
  kind: z.enum(QUESTION_KINDS),
  /** Empty in a language: another of the question's languages; empty in all: the usual wording of the kind. */
  words: wordsOf(LIMITS.textLength, "text-long"),
  /** Of `choices`, in the order in which they are offered. */
  choices: z.array(ChoiceSchema).max(LIMITS.choices.max, "choices-many").default([]),
});
export type Question = z.infer<typeof QuestionSchema>;
export type Words = Question["words"];

export const NO_WORDS: Words = { en: "", pl: "", ru: "" };
const USUAL: Question = { kind: "rating", words: NO_WORDS, choices: [] };

/** What the merchant chooses. Off until they have looked at the question. */
export const SurveyFormSchema = z
  .object({
    isEnabled: z.boolean().default(false),
    question: QuestionSchema.default(USUAL),
    asksComment: z.boolean().default(true),
    places: z
      .array(z.enum(PLACES))
      .min(1, "no-place")
      .default([...PLACES]),
  })
  .superRefine(({ question: { kind, choices } }, context) => {
    if (kind !== "choices") return;
    const problem = (message: string, path: (string | number)[]) =>
      context.addIssue({ code: z.ZodIssueCode.custom, message, path: ["question", "choices", ...path] });
    if (choices.length < LIMITS.choices.min) problem("choices-few", []);
    for (const [index, { id, words }] of choices.entries()) {
      if (LOCALES.every((locale) => words[locale] === "")) problem("choice-empty", [index]);
      const isTaken = (other: Choice) =>
        other.id === id || LOCALES.some((locale) => words[locale] !== "" && same(other, words, locale));
      if (choices.slice(0, index).some(isTaken)) problem("choice-taken", [index]);
    }
  });
export type SurveyForm = z.infer<typeof SurveyFormSchema>;

const same = (other: Choice, words: Words, locale: Locale) =>
  other.words[locale].toLowerCase() === words[locale].toLowerCase();

const VersionSchema = z.object({ version: z.number().int().min(1), question: QuestionSchema });

/** Settings key `surveys`. */
export const SurveySettingsSchema = z.object({
  isEnabled: z.boolean().default(false),
  question: QuestionSchema.default(USUAL),
  asksComment: z.boolean().default(true),
  places: z.array(z.enum(PLACES)).default([...PLACES]),
  /** Of the question: another one whenever it means something else. */
  version: z.number().int().min(1).default(1),
  /** This version was switched on once: answers to it may be on their way. */
  wasAsked: z.boolean().default(false),
  /** What was asked before, the latest first. */
  former: z.array(VersionSchema).default([]),
});
export type SurveySettings = z.infer<typeof SurveySettingsSchema>;

/** What an extension is told: whether to ask, and how. */
export type AskedView =
  | { state: "nothing" }
  | {
      state: "asking";
      version: number;
      text: string;
      answers: { key: string; label: string }[];
      asksComment: boolean;
    }
  /** `isTest`: of a test order, it does not count. */
  | { state: "answered"; text: string; answer: string; isTest: boolean };

/** What an extension sends. */
export const AnswerBodySchema = z
  .object({
    version: z.number().int().min(1),
    answer: z.string().min(1).max(20),
    comment: z.string().trim().max(LIMITS.commentLength).optional(),
  })
  .strict();
export type AnswerBody = z.infer<typeof AnswerBodySchema>;

export const PERIODS = ["30", "90", "365", "all"] as const;
export const ResultsFilterSchema = z.object({
  period: z.enum(PERIODS).catch("90"),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
export type ResultsFilter = z.infer<typeof ResultsFilterSchema>;

/** The address of the results as narrowed. */
export function resultsUrl({ period, page }: ResultsFilter): string {
  const params = new URLSearchParams();
  if (period !== "90") params.set("period", period);
  if (page > 1) params.set("page", String(page));
  const query = params.toString();
  return query ? `/app/surveys?${query}` : "/app/surveys";
}
