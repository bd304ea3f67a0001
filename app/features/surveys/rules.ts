import { DAY_MS } from "~/kit/duration";
import { LOCALES, type Locale } from "~/shops/schema";

import {
  type Choice,
  LIMITS,
  type Question,
  type SurveyForm,
  type SurveySettings,
  type Words,
} from "./schema";

const RATINGS = ["1", "2", "3", "4", "5"] as const;
const YES_NO = ["yes", "no"] as const;

/** What can be answered, in the order in which it is offered. */
export function answersOf({ kind, choices }: Question): string[] {
  switch (kind) {
    case "rating":
      return [...RATINGS];
    case "yes-no":
      return [...YES_NO];
    case "choices":
      return choices.map(({ id }) => id);
  }
}

/** Words in a language: those of another one where it has none; null where nothing was written. */
export function wordsIn(words: Words, locale: Locale): string | null {
  const [first] = [words[locale], ...LOCALES.map((other) => words[other])].filter((text) => text !== "");
  return first ?? null;
}

/** What a version asked; null when nobody remembers. */
export function questionOf(settings: SurveySettings, version: number): Question | null {
  if (version === settings.version) return settings.question;
  return settings.former.find((one) => one.version === version)?.question ?? null;
}

/** Whether two questions mean the same: kind, words and choices, in all languages. */
function isSame(one: Question, other: Question): boolean {
  const meantBy = ({ kind, words, choices }: Question) =>
    JSON.stringify([kind, listed(words), kind === "choices" ? choices.map(listedChoice) : []]);
  return meantBy(one) === meantBy(other);
}

const listed = (words: Words) => LOCALES.map((locale) => words[locale]);
const listedChoice = ({ id, words }: Choice) => [id, listed(words)];

/**
 * The settings that follow from a form. Another question is another version once the present one has answers: they are
 * never counted together.
 */
export function settingsAfter(before: SurveySettings, form: SurveyForm, hasAnswers: boolean): SurveySettings {
  const { version, question, former } = before;
  if (isSame(question, form.question) || !hasAnswers) return { ...form, version, former };
  const kept = [{ version, question }, ...former].slice(0, LIMITS.formerCount);
  return { ...form, version: version + 1, former: kept };
}

/** How long after an order somebody who is not signed in may speak for it: the thank-you page is open then. */
const SIGNED_OUT_MS = DAY_MS;

type Asker = {
  /** Null: not heard of yet. */
  order: { customerId: string | null; placedAt: Date; cancelledAt: Date | null } | null;
  /** Who asks; null: nobody who is signed in. */
  customerId: string | null;
  now: Date;
};

/** Whether an order is theirs who ask; `unknown` before the app has heard of it, `cancelled` when nothing is asked of it. */
export function decideAsker({
  order,
  customerId,
  now,
}: Asker): "theirs" | "others" | "cancelled" | "unknown" {
  if (!order) return "unknown";
  const isTheirs =
    customerId === null
      ? now.getTime() - order.placedAt.getTime() <= SIGNED_OUT_MS
      : order.customerId === customerId;
  if (!isTheirs) return "others";
  return order.cancelledAt === null ? "theirs" : "cancelled";
}
