import { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/platform/db.server";
import { toDbInstant } from "~/platform/db.server";
import { seal } from "~/platform/sealed.server";
import type { Sql } from "~/platform/sql.server";

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

export type AskedOrder = {
  customerId: string | null;
  placedAt: Date;
  cancelledAt: Date | null;
  isTest: boolean;
};

/** Whose an order is, and when it was placed; null when it is not known yet. */
export function findAskedOrder(db: Db, { shopId, orderId }: OrderKey): Promise<AskedOrder | null> {
  return db.order.findFirst({
    where: { shopId, id: orderId, deletedAt: null },
    select: { customerId: true, placedAt: true, cancelledAt: true, isTest: true },
  });
}

/** Whether a version of the question has answers that count. */
export async function hasAnswers(db: Db, { shopId, version }: { shopId: string; version: number }) {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT a."orderId" ${fromAnswers(shopId)} AND a."questionVersion" = ${version} AND o."isTest" IS NOT TRUE LIMIT 1`;
  return rows.length > 0;
}

/** Answers to the question, beside the order of each as far as it is known: those of test orders do not count. */
function fromAnswers(shopId: string): Sql {
  return Prisma.sql`
    FROM "SurveyAnswer" a LEFT JOIN "Order" o ON o."shopId" = ${shopId} AND o."id" = a."orderId"
    WHERE a."shopId" = ${shopId} AND a."questionKey" = ${QUESTION_KEY}`;
}

/** Since inclusive; null = ever. */
export type Since = { shopId: string; from: Date | null };
const within = (from: Date | null) => (from ? { answeredAt: { gte: from } } : {});

export type AnswerCounts = { questionVersion: number; answerKey: string; count: number; testCount: number };

/** How often each answer was given, by version; `testCount` of test orders, which `count` leaves out. */
export async function countAnswers(db: Db, { shopId, from }: Since): Promise<AnswerCounts[]> {
  const since = from ? Prisma.sql` AND a."answeredAt" >= ${from}` : Prisma.empty;
  const rows = await db.$queryRaw<AnswerCounts[]>`
    SELECT a."questionVersion", a."answerKey", COUNT(*) - COUNT(${TEST}) AS "count", COUNT(${TEST}) AS "testCount"
    ${fromAnswers(shopId)}${since}
    GROUP BY a."questionVersion", a."answerKey"`;
  return rows.map((row) => ({ ...row, count: Number(row.count), testCount: Number(row.testCount) }));
}

const TEST = Prisma.sql`CASE WHEN o."isTest" THEN 1 END`;

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

/** Orders by their ids: what they are called, whose they are, and whether they were tests. */
export async function listOrders(db: Db, { shopId, ids }: { shopId: string; ids: readonly string[] }) {
  const rows = await db.order.findMany({
    where: { shopId, id: { in: [...ids] } },
    select: { id: true, name: true, customerId: true, isTest: true },
  });
  return new Map(rows.map((row) => [row.id, row]));
}
