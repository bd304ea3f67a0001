import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { deriveId } from "~/platform/ids.server";
import { admitVisit } from "~/platform/rate-limit.server";
import { readBytes } from "~/platform/request-body.server";

import { findAskedOrder, insertAnswer } from "../repository.server";
import { answersOf, decideAsker, questionOf } from "../rules";
import { type AnswerBody, AnswerBodySchema, type Place, PLACES, QUESTION_KEY } from "../schema";
import { readSurvey } from "../settings.server";

const MOST_BYTES = 4_000;

type Asked = {
  shopId: string;
  orderNumber: string;
  /** Who answers; null: nobody who is signed in. */
  customerId: string | null;
  place: string;
  now: Date;
};

type AnswerResult =
  /** `answered-before`: once per order; the first answer stands. */
  | { status: 200; outcome: "answered" | "answered-before"; isTest: boolean }
  /** `on-its-way`: the app has not heard of the order yet, try again; `closed`: it is not asked here (any more). */
  | { status: 400 | 404 | 409 | 429; error: string };

/** Keeps what an extension was answered to the question after a purchase. Idempotent: one answer per order. */
export async function answerByExtension(
  db: RootDb,
  { request, visitor, ...asked }: Asked & { request: Request; visitor: string | null },
): Promise<AnswerResult> {
  const read = await readAnswer(request);
  if (read.kind === "wrong") return { status: 400, error: read.error };
  const place = PLACES.find((known) => known === asked.place);
  if (!place || !/^\d{1,20}$/.test(asked.orderNumber)) return { status: 404, error: "not-found" };
  const { outcome } = await admitVisit(db, { "survey-visitor": visitor });
  if (outcome === "limited") return { status: 429, error: "too-often" };
  const { shopId } = asked;
  return inTransaction(db, (tx) => keepAnswer(tx, { ...asked, place }, read.body), { shopId });
}

async function keepAnswer(tx: Tx, asked: Asked & { place: Place }, body: AnswerBody): Promise<AnswerResult> {
  const { shopId, orderNumber, customerId: asker, place, now } = asked;
  const settings = await readSurvey(tx, { shopId });
  if (!settings.isEnabled || !settings.places.includes(place)) return { status: 409, error: "closed" };
  const question = questionOf(settings, body.version);
  if (!question) return { status: 409, error: "closed" };
  const offered = answersOf(question);
  if (!offered.includes(body.answer))
    return { status: 400, error: `answer: "${body.answer}" is none of ${offered.join(", ")}` };
  const orderId = deriveId(shopId, orderNumber);
  const order = await findAskedOrder(tx, { shopId, orderId });
  const standing = decideAsker({ order, customerId: asker, now });
  if (standing === "others") return { status: 404, error: "not-found" };
  if (!order) return { status: 409, error: "on-its-way" };
  if (standing === "cancelled") return { status: 409, error: "closed" };
  const { customerId, isTest } = order;
  const answer = { customerId, answerKey: body.answer, place };
  const comment = (settings.asksComment && body.comment) || null;
  const row = { shopId, orderId, questionVersion: body.version, comment, answeredAt: now, ...answer };
  if (!(await insertAnswer(tx, row))) return { status: 200, outcome: "answered-before", isTest };
  // Nobody hears of it: points, automations and the timeline are about what really happened.
  if (isTest) return { status: 200, outcome: "answered", isTest };
  await publishEvents(
    tx,
    [
      {
        type: "survey.answered",
        sourceKey: `survey.answered:${orderId}:${QUESTION_KEY}`,
        payload: { orderId, questionKey: QUESTION_KEY, ...answer },
        customerId,
        subjectId: orderId,
        occurredAt: now,
      },
    ],
    { shopId, now },
  );
  return { status: 200, outcome: "answered", isTest };
}

type Read = { kind: "body"; body: AnswerBody } | { kind: "wrong"; error: string };

async function readAnswer(request: Request): Promise<Read> {
  const bytes = await readBytes(request, MOST_BYTES);
  if (!bytes) return { kind: "wrong", error: `body: larger than ${MOST_BYTES} bytes` };
  const parsed = AnswerBodySchema.safeParse(parseJson(bytes.toString("utf8")));
  if (parsed.success) return { kind: "body", body: parsed.data };
  const [issue] = parsed.error.issues;
  return { kind: "wrong", error: `${issue?.path.join(".") || "body"}: ${issue?.message ?? "unusable"}` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
