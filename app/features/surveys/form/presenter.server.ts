import type { Db } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import { type Locale, LOCALES } from "~/shops/schema";

import { hasAnswers } from "../repository.server";
import { NO_WORDS, QUESTION_KINDS, type QuestionKind, type SurveyForm, SurveyFormSchema } from "../schema";
import { readSurvey, speak, type SpokenQuestion } from "../settings.server";

/** What is said around every question, and the usual words of each kind; the merchant's own choices have none. */
export type UsualWords = Record<
  Locale,
  { comment: string; send: string; kinds: Record<QuestionKind, SpokenQuestion> }
>;

export type QuestionPageData = {
  form: SurveyForm;
  /** A change of the question begins to count anew. */
  hasAnswers: boolean;
  usual: UsualWords;
  /** The language the shop reads: the first that is written in. */
  locale: Locale;
};

/** The question as it is saved. */
export async function presentQuestionPage(
  db: Db,
  { shopId, locale }: { shopId: string; locale: Locale },
): Promise<QuestionPageData> {
  const settings = await readSurvey(db, { shopId });
  return {
    form: SurveyFormSchema.parse(settings),
    hasAnswers: await hasAnswers(db, { shopId, version: settings.version }),
    usual: await usualWords(),
    locale,
  };
}

async function usualWords(): Promise<UsualWords> {
  const usual = {} as UsualWords;
  for (const locale of LOCALES) {
    const t = await getTranslator(locale, "surveys");
    const kinds = {} as UsualWords[Locale]["kinds"];
    for (const kind of QUESTION_KINDS)
      kinds[kind] = await speak({ kind, words: NO_WORDS, choices: [] }, locale);
    usual[locale] = { comment: t("form.previewComment"), send: t("form.previewSend"), kinds };
  }
  return usual;
}
