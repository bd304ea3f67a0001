import { appendDecisions } from "~/engine/decisions/append.server";
import type { Tx } from "~/platform/db.server";

import { findProgramme } from "../settings/active.server";
import { award } from "./award.server";
import { type AnsweredOrder, listAnsweredOrders } from "./repository.server";
import { findRule } from "./rules";

/**
 * Gives the points of answers to the question after a purchase, each once its order counts: until it is paid nothing is
 * given, and an order that is cancelled before brings nothing. Safe to repeat, in whatever order news came.
 */
export async function awardAnswers(
  tx: Tx,
  { shopId, orderIds, now }: { shopId: string; orderIds: readonly string[]; now: Date },
): Promise<void> {
  const programme = await findProgramme(tx, { shopId, now });
  const doings = programme?.isActive ? programme.settings.doings : [];
  if (!doings.some(({ kind, isOn }) => isOn && kind === "survey")) return;
  const answered = await listAnsweredOrders(tx, { shopId, orderIds });
  const waiting: AnsweredOrder[] = [];
  for (const answer of answered) {
    const what = { kind: "survey", key: answer.questionKey } as const;
    if (!answer.isValid) {
      if (findRule(doings, what)) waiting.push(answer);
      continue;
    }
    const { customerId, orderId, answeredAt: happenedAt } = answer;
    await award(tx, { shopId, customerId, what, occasionKey: `order:${orderId}`, happenedAt, now });
  }
  await tellOfWaiting(tx, waiting, { shopId, now });
}

async function tellOfWaiting(
  tx: Tx,
  waiting: readonly AnsweredOrder[],
  { shopId, now }: { shopId: string; now: Date },
): Promise<void> {
  if (waiting.length === 0) return;
  await appendDecisions(
    tx,
    waiting.map(({ customerId, orderId, questionKey }) => ({
      ...{ shopId, feature: "loyalty", outcome: "postponed" as const, reason: "award-unpaid", customerId },
      ...{ subjectKind: "order", subjectId: orderId },
      ...{ dedupeKey: `loyalty:award-unpaid:${orderId}:${questionKey}`, now },
    })),
  );
}
