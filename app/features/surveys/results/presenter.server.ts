import { presentMailAnswers } from "~/engine/messaging/answers/presenter.server";
import { startOfDay } from "~/kit/day-start";
import { addDays, dayIn } from "~/kit/zone";
import { listCustomerNames } from "~/pipeline/projections/customers/queries.server";
import type { Db } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import type { Locale } from "~/shops/schema";

import { type AnswerRow, countAnswers, listAnswers, listOrders, type Since } from "../repository.server";
import { questionOf } from "../rules";
import { NO_WORDS, type Question, type ResultsFilter, type SurveySettings } from "../schema";
import { readSurvey, speak } from "../settings.server";
import { type AnswerCount, tally, type Tally } from "./rules";

const PAGE_SIZE = 25;

export type QuestionResult = Omit<Tally, "answers"> & {
  /** Names the card. */
  key: string;
  text: string;
  answers: (AnswerCount & { label: string })[];
};

export type AnswerItem = {
  orderId: string;
  orderName: string | null;
  /** Null: a guest, or somebody who was erased. */
  customer: { id: string; name: string } | null;
  label: string;
  comment: string | null;
  /** Of a test order: no number counts it. */
  isTest: boolean;
  /** ISO instant. */
  answeredAt: string;
};

export type ResultsPageData = {
  isEnabled: boolean;
  filter: ResultsFilter;
  current: QuestionResult;
  /** Of what was asked before, with answers in the period; the latest first. */
  former: QuestionResult[];
  /** Of questions in mails, with answers in the period. */
  mails: QuestionResult[];
  items: AnswerItem[];
  pageCount: number;
  /** Nobody has ever answered anything. */
  isEmpty: boolean;
  asOf: string;
};

type Reader = { shopId: string; locale: Locale; zone: string; filter: ResultsFilter; now: Date };

/** Read model of the page of surveys. */
export async function presentResults(db: Db, reader: Reader): Promise<ResultsPageData> {
  const { shopId, locale, filter, now } = reader;
  const settings = await readSurvey(db, { shopId });
  const t = await getTranslator(locale, "surveys");
  const since: Since = { shopId, from: sinceOf(reader) };
  const counts = await countAnswers(db, since);
  const counted = counts.filter(({ count }) => count > 0);
  const byVersion = Map.groupBy(counted, ({ questionVersion }) => questionVersion);
  const resultOf = async (version: number, question: Question) =>
    spoken(`version-${version}`, question, {
      counts: new Map((byVersion.get(version) ?? []).map(({ answerKey, count }) => [answerKey, count])),
      locale,
    });
  const former: QuestionResult[] = [];
  for (const version of [...byVersion.keys()].sort((a, b) => b - a)) {
    if (version === settings.version) continue;
    const question = questionOf(settings, version);
    const result = await resultOf(version, question ?? FORGOTTEN);
    former.push(question ? result : { ...result, text: t("results.forgotten") });
  }
  const totalCount = counts.reduce((sum, { count, testCount }) => sum + count + testCount, 0);
  const pageCount = Math.max(1, Math.ceil(totalCount / PAGE_SIZE));
  const page = Math.min(filter.page, pageCount);
  const rows = await listAnswers(db, { ...since, skip: (page - 1) * PAGE_SIZE, take: PAGE_SIZE });
  const mails = await presentMails(db, { since, locale });
  return {
    ...{ isEnabled: settings.isEnabled, filter: { ...filter, page } },
    current: await resultOf(settings.version, settings.question),
    ...{ former, mails, pageCount },
    items: await presentItems(db, { shopId, rows, settings, locale }),
    isEmpty: totalCount === 0 && mails.length === 0 && !(await hasEver(db, { shopId })),
    asOf: now.toISOString(),
  };
}

/** So old that nobody remembers what was asked: its answers are named by their keys. */
const FORGOTTEN: Question = { kind: "choices", words: NO_WORDS, choices: [] };

/** The last days of the shop, today among them, as on every other page. */
function sinceOf({ filter: { period }, zone, now }: Reader): Date | null {
  return period === "all" ? null : startOfDay(zone, addDays(dayIn(zone, now), 1 - Number(period)));
}

async function hasEver(db: Db, { shopId }: { shopId: string }): Promise<boolean> {
  const ever = { shopId, from: null };
  if ((await listAnswers(db, { ...ever, skip: 0, take: 1 })).length > 0) return true;
  return (await presentMailAnswers(db, { ...ever, locale: "en" })).length > 0;
}

async function spoken(
  key: string,
  question: Question,
  { counts, locale }: { counts: ReadonlyMap<string, number>; locale: Locale },
): Promise<QuestionResult> {
  const { text, answers } = await speak(question, locale);
  const labels = new Map(answers.map((answer) => [answer.key, answer.label]));
  const told = tally(question, counts);
  return {
    ...{ ...told, key, text },
    answers: told.answers.map((answer) => ({ ...answer, label: labels.get(answer.key) ?? answer.key })),
  };
}

/** Questions of mails that were answered: those with numbers for answers have an average, as ratings have. */
async function presentMails(
  db: Db,
  { since, locale }: { since: Since; locale: Locale },
): Promise<QuestionResult[]> {
  const questions = await presentMailAnswers(db, { ...since, locale });
  return questions.map(({ questionKey, text, answers }) => {
    const isRating = answers.every(({ answerKey }) => /^[1-5]$/.test(answerKey));
    const kind = isRating ? "rating" : "choices";
    const counts = new Map(answers.map(({ answerKey, count }) => [answerKey, count]));
    const told = tally({ kind, words: NO_WORDS, choices: [] }, counts);
    const labels = new Map(answers.map(({ answerKey, label }) => [answerKey, label]));
    return {
      ...{ ...told, key: `mail-${questionKey}`, text },
      answers: told.answers.map((answer) => ({ ...answer, label: labels.get(answer.key) ?? answer.key })),
    };
  });
}

type Listed = {
  shopId: string;
  rows: readonly Omit<AnswerRow, "place">[];
  settings: SurveySettings;
  locale: Locale;
};

async function presentItems(db: Db, { shopId, rows, settings, locale }: Listed): Promise<AnswerItem[]> {
  const orders = await listOrders(db, { shopId, ids: rows.map(({ orderId }) => orderId) });
  // A guest's order may have become a customer's since.
  const ownerOf = (row: Omit<AnswerRow, "place">) =>
    row.customerId ?? orders.get(row.orderId)?.customerId ?? null;
  const names = await listCustomerNames(db, { shopId, ids: rows.flatMap((row) => ownerOf(row) ?? []) });
  const items: AnswerItem[] = [];
  for (const row of rows) {
    const question = questionOf(settings, row.questionVersion);
    const answers = question ? (await speak(question, locale)).answers : [];
    const owner = ownerOf(row);
    const name = owner === null ? undefined : names.get(owner);
    items.push({
      orderId: row.orderId,
      orderName: orders.get(row.orderId)?.name ?? null,
      customer: owner !== null && name !== undefined ? { id: owner, name } : null,
      label: answers.find(({ key }) => key === row.answerKey)?.label ?? row.answerKey,
      comment: row.comment,
      isTest: orders.get(row.orderId)?.isTest === true,
      answeredAt: row.answeredAt.toISOString(),
    });
  }
  return items;
}
