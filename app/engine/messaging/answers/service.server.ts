import { appendDecision } from "~/engine/decisions/append.server";
import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";

import { findMessage } from "../repository.server";
import { type AnswerRef, readAnswerToken } from "./links.server";
import { findQuestion } from "./question";
import { insertAnswer } from "./repository.server";

export type AnswerResult =
  | { outcome: "answered" }
  /** Once per mail; the first answer stands. */
  | { outcome: "answered-before" }
  /** Not one of our links, or of a mail or a question that is no more. */
  | { outcome: "unknown" };

/** Whether a token is one of ours: whatever else is said with it may be believed. */
export function isAnswerToken(token: string): boolean {
  return readAnswerToken(token) !== null;
}

/** Keeps the answer of a mail's reader, logs it and tells it on as `message.answered`. Idempotent: one answer per mail. */
export function answerQuestion(
  db: RootDb,
  { token, now }: { token: string; now: Date },
): Promise<AnswerResult> {
  const ref = readAnswerToken(token);
  if (!ref || !findQuestion(ref.questionKey)?.answers.includes(ref.answerKey))
    return Promise.resolve({ outcome: "unknown" });
  return inTransaction(db, (tx) => keepAnswer(tx, ref, now), { shopId: ref.shopId });
}

async function keepAnswer(tx: Tx, ref: AnswerRef, now: Date): Promise<AnswerResult> {
  const { shopId, messageId, questionKey, answerKey } = ref;
  const message = await findMessage(tx, { shopId, id: messageId });
  const question = findQuestion(questionKey);
  // Without its address the mail is an erased person's.
  if (!message || message.toAddress === "" || !question) return { outcome: "unknown" };
  const { customerId, purpose, subjectId } = message;
  const answer = { shopId, messageId, questionKey, answerKey, customerId, subjectId, answeredAt: now };
  if (!(await insertAnswer(tx, answer))) return { outcome: "answered-before" };
  await appendDecision(tx, {
    shopId,
    feature: "messaging",
    outcome: "finished",
    reason: "answered",
    params: { namespace: question.textNamespace, question: questionKey, answer: answerKey },
    customerId,
    subjectKind: "message",
    subjectId: messageId,
    dedupeKey: `messaging:answered:${messageId}`,
    now,
  });
  await publishEvents(
    tx,
    [
      {
        type: "message.answered",
        sourceKey: `message.answered:${messageId}`,
        payload: { messageId, customerId, purpose, subjectId, questionKey, answerKey },
        customerId,
        subjectId: messageId,
        occurredAt: now,
      },
    ],
    { shopId, now },
  );
  return { outcome: "answered" };
}
