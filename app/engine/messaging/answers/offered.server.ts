import { getTranslator } from "~/platform/i18n.server";
import { matchLocale } from "~/shops/locale";
import { LOCALES, type Locale } from "~/shops/schema";

import { findQuestion, listQuestions } from "./question";
import { questionName } from "./rules";

/** Makes the link of an answer. */
export type AnswerLink = (questionKey: string, answerKey: string) => string;

/** What templates show of questions: by name, the answers that can be given and where. Unknown questions are left out. */
export async function offerAnswers(
  keys: readonly string[],
  { language, link }: { language: string; link: AnswerLink },
): Promise<Record<string, { answers: { label: string; url: string }[] }>> {
  const offered: Record<string, { answers: { label: string; url: string }[] }> = {};
  for (const key of keys) {
    const question = findQuestion(key);
    if (!question) continue;
    const t = await getTranslator(matchLocale(language) ?? "en", question.textNamespace);
    const answers = question.answers.map((answer) => ({
      label: t(`questions.${key}.answers.${answer}`),
      url: link(key, answer),
    }));
    offered[questionName(key)] = { answers };
  }
  return offered;
}

/** A question as mails may ask it: its words in each language of ours. */
export type QuestionItem = { key: string; asks: Record<Locale, string> };

/** All questions that a mail may ask. */
export async function presentQuestions(): Promise<QuestionItem[]> {
  const items: QuestionItem[] = [];
  for (const { key, textNamespace } of listQuestions()) {
    const asks: QuestionItem["asks"] = { en: "", pl: "", ru: "" };
    for (const locale of LOCALES)
      asks[locale] = (await getTranslator(locale, textNamespace))(`questions.${key}.ask`);
    items.push({ key, asks });
  }
  return items;
}
