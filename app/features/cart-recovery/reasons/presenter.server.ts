import { countAnswers, listAnswered } from "~/engine/messaging/answers/presenter.server";
import { startOfDay } from "~/kit/day-start";
import { addMonths, monthIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { rateBp } from "../rules";

import { leavingReason } from "./question";
import { listRecoveryIdsOfRuns } from "./repository.server";

/** Months the report goes back, the current one among them. */
const MONTHS = 6;
/** Most people behind one reason. */
const MOST_PEOPLE = 1_000;

export type ReasonsReport = {
  totalCount: number;
  /** `2026-03`, oldest first. */
  months: string[];
  rows: {
    reason: string;
    count: number;
    /** Of all answers; null while there are none. */
    shareBp: number | null;
    /** As `months`. */
    byMonth: number[];
  }[];
};

type Asked = { shopId: string; now: Date };

/** Why people said they left, in the last six months. */
export async function presentReasons(db: Db, asked: Asked): Promise<ReasonsReport> {
  const { zone, months, window } = await windowOf(db, asked);
  const { totalCount, answers } = await countAnswers(db, { ...window, zone });
  return {
    totalCount,
    months,
    rows: answers.map(({ answerKey, count, byMonth }) => ({
      reason: answerKey,
      count,
      shareBp: rateBp(count, totalCount),
      byMonth: months.map((month) => byMonth.find((one) => one.month === month)?.count ?? 0),
    })),
  };
}

/** The left checkouts of those who gave a reason in the report's time. */
export async function listRecoveryIdsByReason(
  db: Db,
  { reason, ...asked }: Asked & { reason: string },
): Promise<string[]> {
  const { window } = await windowOf(db, asked);
  const answered = await listAnswered(db, { ...window, answerKey: reason, limit: MOST_PEOPLE });
  const runIds = answered.flatMap(({ subjectId }) => subjectId ?? []);
  return listRecoveryIdsOfRuns(db, { shopId: asked.shopId, runIds });
}

async function windowOf(db: Db, { shopId, now }: Asked) {
  const { ianaTimezone: zone } = await getShop(db, { shopId });
  const current = monthIn(zone, now);
  const months = Array.from({ length: MONTHS }, (_, index) => addMonths(current, index + 1 - MONTHS));
  const from = startOfDay(zone, `${months[0] ?? current}-01`);
  const window = { shopId, questionKey: leavingReason.key, from, to: new Date(now.getTime() + 1) };
  return { zone, months, window };
}
