import { getTranslator } from "~/platform/i18n.server";
import { matchLocale } from "~/shops/locale";

import { findQuestion } from "./question";
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
