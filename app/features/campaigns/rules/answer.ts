import type { Answer, CampaignState } from "../schema";

export type AnswerFacts = {
  campaignState: CampaignState;
  /** What they said before; null = nothing yet. */
  before: Answer | null;
  /** How many said yes, they themselves included. */
  yesCount: number;
  capacity: number | null;
  startsAt: Date;
};

export type AnswerDecision =
  | { kind: "take" }
  /** They said so before. */
  | { kind: "same" }
  | { kind: "full" }
  /** It has begun, or was called off. */
  | { kind: "over" };

/**
 * What becomes of an answer to an invitation. Answers count until the premiere begins, and may be changed; who takes a
 * yes back makes room. The last place may be taken: `capacity` people come, not one more.
 */
export function decideAnswer(
  { campaignState, before, yesCount, capacity, startsAt }: AnswerFacts,
  answer: Answer,
  now: Date,
): AnswerDecision {
  if (isOver({ campaignState, startsAt }, now)) return { kind: "over" };
  if (before === answer) return { kind: "same" };
  if (answer === "yes" && capacity !== null && yesCount >= capacity) return { kind: "full" };
  return { kind: "take" };
}

/** Whether answers count no more. */
export function isOver(
  { campaignState, startsAt }: Pick<AnswerFacts, "campaignState" | "startsAt">,
  now: Date,
): boolean {
  return campaignState === "cancelled" || now >= startsAt;
}
