import type { CustomerAnswer } from "../../shared/answers";

/** What is worth doing for a customer next; the most pressing of what is known. */
export type NextStep =
  /** A reward is open: they should use it. */
  | { kind: "use-reward"; on: string | null }
  | { kind: "points-expire"; points: number; on: string }
  /** They have not ordered for much longer than they usually do. */
  | { kind: "overdue"; days: number; usualDays: number }
  | { kind: "can-redeem"; title: string }
  | { kind: "near-reward"; title: string; missing: number }
  | { kind: "first-order" }
  | { kind: "nothing" };

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Points that run out this soon are worth a word. */
const SOON_DAYS = 30;
/** Twice the usual gap, as win-back counts it. */
const OVERDUE_TIMES = 2;

/** Decides on the next step. Bounds are inclusive. */
export function nextStepOf(answer: CustomerAnswer, now: Date): NextStep {
  return (
    stepByTime(answer, now) ??
    stepByPoints(answer) ?? { kind: answer.orderCount === 0 ? "first-order" : "nothing" }
  );
}

/** What cannot wait. */
function stepByTime({ member, lastOrderAt, typicalGapDays }: CustomerAnswer, now: Date): NextStep | null {
  const { hold, nextExpiry } = member;
  if (hold?.state === "issued" && hold.code !== null) return { kind: "use-reward", on: hold.expiresOn };
  if (nextExpiry && daysUntil(nextExpiry.on, now) <= SOON_DAYS)
    return { kind: "points-expire", points: nextExpiry.points, on: nextExpiry.on };
  if (lastOrderAt === null || typicalGapDays === null) return null;
  const days = Math.floor((now.getTime() - Date.parse(lastOrderAt)) / DAY_MS);
  const isOverdue = typicalGapDays > 0 && days >= OVERDUE_TIMES * typicalGapDays;
  return isOverdue ? { kind: "overdue", days, usualDays: Math.round(typicalGapDays) } : null;
}

function stepByPoints({ member: { rewards, availablePoints } }: CustomerAnswer): NextStep | null {
  const affordable = rewards.find((reward) => reward.affordable);
  if (affordable) return { kind: "can-redeem", title: affordable.title };
  const [nearest] = [...rewards].sort((a, b) => a.costPoints - b.costPoints);
  if (!nearest || availablePoints === 0) return null;
  return { kind: "near-reward", title: nearest.title, missing: nearest.costPoints - availablePoints };
}

function daysUntil(day: string, now: Date): number {
  return (Date.parse(`${day}T23:59:59Z`) - now.getTime()) / DAY_MS;
}
