import { type Db, toDbInstant } from "~/platform/db.server";

export type NewAnswer = {
  shopId: string;
  messageId: string;
  questionKey: string;
  answerKey: string;
  customerId: string | null;
  /** What the mail was about, in the terms of its purpose. */
  subjectId: string | null;
  answeredAt: Date;
};

/** Stores an answer. @returns false when the mail was answered before, by (shopId, messageId). */
export async function insertAnswer(db: Db, row: NewAnswer): Promise<boolean> {
  const { shopId, messageId, questionKey, answerKey, customerId, subjectId, answeredAt } = row;
  const inserted = await db.$executeRaw`
    INSERT INTO "MessageAnswer" ("shopId", "messageId", "questionKey", "answerKey", "customerId", "subjectId", "answeredAt")
    VALUES (${shopId}, ${messageId}, ${questionKey}, ${answerKey}, ${customerId}, ${subjectId}, ${toDbInstant(answeredAt)})
    ON CONFLICT ("shopId", "messageId") DO NOTHING`;
  return inserted === 1;
}

/** The answer to a mail; null when nobody gave one. */
export async function findAnswer(
  db: Db,
  { shopId, messageId }: { shopId: string; messageId: string },
): Promise<string | null> {
  const row = await db.messageAnswer.findFirst({ where: { shopId, messageId }, select: { answerKey: true } });
  return row?.answerKey ?? null;
}

/** From inclusive, to exclusive. */
export type AnswerWindow = { shopId: string; questionKey: string; from: Date; to: Date };

/** When which answers to a question were given, oldest first. */
export function listAnswersOf(
  db: Db,
  { shopId, questionKey, from, to }: AnswerWindow,
): Promise<{ answerKey: string; answeredAt: Date }[]> {
  return db.messageAnswer.findMany({
    where: { shopId, questionKey, answeredAt: { gte: from, lt: to } },
    orderBy: { answeredAt: "asc" },
    select: { answerKey: true, answeredAt: true },
  });
}

export type AnsweredRow = {
  messageId: string;
  customerId: string | null;
  subjectId: string | null;
  answeredAt: Date;
};

/** Who gave an answer, newest first. */
export function listAnsweredBy(
  db: Db,
  { shopId, questionKey, from, to, answerKey, limit }: AnswerWindow & { answerKey: string; limit: number },
): Promise<AnsweredRow[]> {
  return db.messageAnswer.findMany({
    where: { shopId, questionKey, answerKey, answeredAt: { gte: from, lt: to } },
    orderBy: [{ answeredAt: "desc" }, { messageId: "asc" }],
    take: limit,
    select: { messageId: true, customerId: true, subjectId: true, answeredAt: true },
  });
}

/** How often each answer to each question was given; `from` inclusive, null = ever. */
export async function countAllAnswers(
  db: Db,
  { shopId, from }: { shopId: string; from: Date | null },
): Promise<{ questionKey: string; answerKey: string; count: number }[]> {
  const groups = await db.messageAnswer.groupBy({
    by: ["questionKey", "answerKey"],
    where: { shopId, ...(from ? { answeredAt: { gte: from } } : {}) },
    _count: true,
  });
  return groups.map(({ _count: count, ...group }) => ({ ...group, count }));
}
