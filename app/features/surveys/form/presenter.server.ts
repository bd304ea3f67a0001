import type { Db } from "~/platform/db.server";
import { type Locale, LOCALES } from "~/shops/schema";

import { hasAnswers } from "../repository.server";
import { NO_WORDS, QUESTION_KINDS, type QuestionKind, type SurveyForm, SurveyFormSchema } from "../schema";
import { readSurvey, speak, type SpokenQuestion } from "../settings.server";

/** The usual words of each kind; nothing is offered where the merchant writes the choices. */
export type UsualWords = Record<Locale, Record<QuestionKind, SpokenQuestion>>;

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
    const ofLocale = {} as UsualWords[Locale];
    for (const kind of QUESTION_KINDS)
      ofLocale[kind] = await speak({ kind, words: NO_WORDS, choices: [] }, locale);
    usual[locale] = ofLocale;
  }
  return usual;
}
