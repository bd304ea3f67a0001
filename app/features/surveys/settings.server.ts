import type { Db } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import type { Locale } from "~/shops/schema";
import { readSetting } from "~/shops/settings.server";

import { answersOf, wordsIn } from "./rules";
import { type Question, SURVEYS_SETTINGS_KEY, type SurveySettings, SurveySettingsSchema } from "./schema";

export function readSurvey(db: Db, { shopId }: { shopId: string }): Promise<SurveySettings> {
  return readSetting(db, { shopId, key: SURVEYS_SETTINGS_KEY, schema: SurveySettingsSchema });
}

/** A question in words. */
export type SpokenQuestion = { text: string; answers: { key: string; label: string }[] };

/** A question in a language, in the words of the merchant or in the usual ones of its kind. */
export async function speak(question: Question, locale: Locale): Promise<SpokenQuestion> {
  const t = await getTranslator(locale, "surveys");
  const { kind, words, choices } = question;
  const labels = new Map(choices.map((choice) => [choice.id, wordsIn(choice.words, locale)]));
  return {
    text: wordsIn(words, locale) ?? t(`usual.${kind}`),
    answers: answersOf(question).map((key) => ({
      key,
      label: (kind === "choices" ? labels.get(key) : t(`answers.${kind}.${key}`)) ?? key,
    })),
  };
}
