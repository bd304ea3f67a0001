import type { Db } from "~/platform/db.server";
import { toDbInstant } from "~/platform/db.server";
import { seal } from "~/platform/sealed.server";

import { type Place, QUESTION_KEY } from "./schema";

export type AnswerRow = {
  orderId: string;
  questionVersion: number;
  customerId: string | null;
  answerKey: string;
  comment: string | null;
  place: Place;
  answeredAt: Date;
};

/** Keeps an answer, its comment sealed. @returns false when the order was answered before, by (shopId, orderId, question). */
export async function insertAnswer(db: Db, { shopId, ...row }: AnswerRow & { shopId: string }) {
  const { orderId, questionVersion, customerId, answerKey, place, answeredAt } = row;
  const comment = row.comment === null ? null : seal(row.comment);
  const inserted = await db.$executeRaw`
    INSERT INTO "SurveyAnswer" ("shopId", "orderId", "questionKey", "questionVersion", "customerId", "answerKey", "comment", "place", "answeredAt")
    VALUES (${shopId}, ${orderId}, ${QUESTION_KEY}, ${questionVersion}, ${customerId}, ${answerKey}, ${comment}, ${place}, ${toDbInstant(answeredAt)})
    ON CONFLICT ("shopId", "orderId", "questionKey") DO NOTHING`;
  return inserted === 1;
}

type OrderKey = { shopId: string; orderId: string };

/** What was answered about an order; null when nothing was. */
export function findAnswer(
  db: Db,
  { shopId, orderId }: OrderKey,
): Promise<{ answerKey: string; questionVersion: number } | null> {
  return db.surveyAnswer.findUnique({
    where: { shopId_orderId_questionKey: { shopId, orderId, questionKey: QUESTION_KEY } },
    select: { answerKey: true, questionVersion: true },
  });
}

/** Whose an order is, and when it was placed; null when it is not known yet. */
export function findAskedOrder(
  db: Db,
  { shopId, orderId }: OrderKey,
): Promise<{ customerId: string | null; placedAt: Date } | null> {
  return db.order.findFirst({
    where: { shopId, id: orderId, deletedAt: null },
    select: { customerId: true, placedAt: true },
  });
}

/** Whether a version of the question has answers. */
export async function hasAnswers(db: Db, { shopId, version }: { shopId: string; version: number }) {
  const where = { shopId, questionKey: QUESTION_KEY, questionVersion: version };
  return (await db.surveyAnswer.findFirst({ where, select: { orderId: true } })) !== null;
}

/** Since inclusive; null = ever. */
export type Since = { shopId: string; from: Date | null };
const within = (from: Date | null) => (from ? { answeredAt: { gte: from } } : {});

/** How often each answer was given, by version. */
export async function countAnswers(
  db: Db,
  { shopId, from }: Since,
): Promise<{ questionVersion: number; answerKey: string; count: number }[]> {
  const groups = await db.surveyAnswer.groupBy({
    by: ["questionVersion", "answerKey"],
    where: { shopId, questionKey: QUESTION_KEY, ...within(from) },
    _count: true,
  });
  return groups.map(({ _count: count, ...group }) => ({ ...group, count }));
}

/** Answers, the newest first. */
export function listAnswers(
  db: Db,
  { shopId, from, skip, take }: Since & { skip: number; take: number },
): Promise<Omit<AnswerRow, "place">[]> {
  return db.surveyAnswer.findMany({
    where: { shopId, questionKey: QUESTION_KEY, ...within(from) },
    orderBy: [{ answeredAt: "desc" }, { orderId: "asc" }],
    ...{ skip, take },
    select: {
      ...{ orderId: true, questionVersion: true, customerId: true },
      ...{ answerKey: true, comment: true, answeredAt: true },
    },
  });
}

/** Orders by their ids: what they are called, and whose they are. */
export async function listOrders(db: Db, { shopId, ids }: { shopId: string; ids: readonly string[] }) {
  const rows = await db.order.findMany({
    where: { shopId, id: { in: [...ids] } },
    select: { id: true, name: true, customerId: true },
  });
  return new Map(rows.map((row) => [row.id, row]));
}
