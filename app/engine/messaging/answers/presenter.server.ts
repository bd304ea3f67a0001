import { monthIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import { getShop } from "~/shops/repository.server";
import type { Locale } from "~/shops/schema";

import { acceptedLanguages, chooseMailLocale } from "../language";
import { publicPageResponse } from "../public-page.server";
import { findMessage } from "../repository.server";
import { getSender } from "../sender.server";
import { type AnswerRef, answerUrl, readAnswerToken } from "./links.server";
import { findQuestion, listQuestions, type Question } from "./question";
import {
  type AnswerWindow,
  countAllAnswers,
  findAnswer,
  listAnsweredBy,
  listAnswersOf,
} from "./repository.server";

/**
 * The page of an answer, in the language of the mail; asks until it was given, says thank you from then on.
 *
 * Only shows: link scanners open every address of a mail.
 */
export async function presentAnswerPage(
  db: Db,
  { token, request }: { token: string; request: Request },
): Promise<Response> {
  const asked = await findAsked(db, token);
  const locale = chooseMailLocale([asked?.locale, ...acceptedLanguages(request)]);
  const t = await getTranslator(locale, "messaging");
  if (!asked)
    return publicPageResponse({ locale, title: t("page.unknown.title"), text: t("page.unknown.text") }, 404);
  const { ref, question, given, shopName } = asked;
  const texts = await getTranslator(locale, question.textNamespace);
  const label = (answer: string) => texts(`questions.${question.key}.answers.${answer}`);
  if (given !== null)
    return publicPageResponse({
      locale,
      title: t("page.answered.title"),
      text: t("page.answered.text", { shop: shopName, answer: label(given) }),
    });
  const others = question.answers.filter((answer) => answer !== ref.answerKey);
  return publicPageResponse({
    locale,
    title: texts(`questions.${question.key}.ask`),
    text: t("page.answer.text", { answer: label(ref.answerKey), shop: shopName }),
    button: t("page.answer.button"),
    instead: {
      title: t("page.answer.others"),
      ways: others.map((answerKey) => ({
        action: new URL(answerUrl({ ...ref, answerKey })).pathname,
        fields: {},
        label: label(answerKey),
      })),
      link: null,
    },
  });
}

type Asked = { ref: AnswerRef; question: Question; given: string | null; locale: string; shopName: string };

async function findAsked(db: Db, token: string): Promise<Asked | null> {
  const ref = readAnswerToken(token);
  const question = ref && findQuestion(ref.questionKey);
  if (!ref || !question?.answers.includes(ref.answerKey)) return null;
  const { shopId, messageId } = ref;
  const message = await findMessage(db, { shopId, id: messageId });
  if (!message || message.toAddress === "") return null;
  const { name: shopName } = await getSender(db, { shop: await getShop(db, { shopId }) });
  const given = await findAnswer(db, { shopId, messageId });
  return { ref, question, given, locale: message.locale, shopName };
}

/** How often each answer was given, and how often in each month (`2026-03`, in the zone; months without any are left out). */
export type AnswerCounts = {
  totalCount: number;
  answers: { answerKey: string; count: number; byMonth: { month: string; count: number }[] }[];
};

/** The answers to a question in a window; every answer that is offered is there, in the order of the question. */
export async function countAnswers(
  db: Db,
  { zone, ...window }: AnswerWindow & { zone: string },
): Promise<AnswerCounts> {
  const rows = await listAnswersOf(db, window);
  const byAnswer = Map.groupBy(rows, ({ answerKey }) => answerKey);
  const offered = findQuestion(window.questionKey)?.answers ?? [];
  const answers = [...new Set([...offered, ...byAnswer.keys()])];
  return {
    totalCount: rows.length,
    answers: answers.map((answerKey) => {
      const given = byAnswer.get(answerKey) ?? [];
      const months = Map.groupBy(given, ({ answeredAt }) => monthIn(zone, answeredAt));
      const byMonth = [...months].map(([month, { length: count }]) => ({ month, count }));
      return { answerKey, count: given.length, byMonth };
    }),
  };
}

export type Answered = {
  messageId: string;
  customerId: string | null;
  subjectId: string | null;
  answeredAt: Date;
};

/** Who gave an answer in a window, newest first: exactly those that `countAnswers` counts, up to a limit. */
export function listAnswered(
  db: Db,
  asked: AnswerWindow & { answerKey: string; limit: number },
): Promise<Answered[]> {
  return listAnsweredBy(db, asked);
}

/** A question of mails in a language, with how often each answer that is offered was given. */
export type MailAnswers = {
  questionKey: string;
  text: string;
  answers: { answerKey: string; label: string; count: number }[];
};

/** The questions that were answered since an instant (inclusive; null = ever), in the order of their features. */
export async function presentMailAnswers(
  db: Db,
  { locale, ...since }: { shopId: string; from: Date | null; locale: Locale },
): Promise<MailAnswers[]> {
  const counts = Map.groupBy(await countAllAnswers(db, since), ({ questionKey }) => questionKey);
  const told: MailAnswers[] = [];
  for (const { key, textNamespace, answers } of listQuestions()) {
    const given = counts.get(key);
    if (!given) continue;
    const texts = await getTranslator(locale, textNamespace);
    const countOf = (answer: string) => given.find(({ answerKey }) => answerKey === answer)?.count ?? 0;
    told.push({
      questionKey: key,
      text: texts(`questions.${key}.ask`),
      answers: answers.map((answerKey) => ({
        answerKey,
        label: texts(`questions.${key}.answers.${answerKey}`),
        count: countOf(answerKey),
      })),
    });
  }
  return told;
}
