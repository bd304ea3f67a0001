import { useState } from "preact/hooks";

import type { MemberAnswer, RewardView } from "../../../shared/answers";
import { moneyIn, mostPoints, pointsIn, type Words, worthOf } from "../../../shared/words";
import type { Member } from "./use-member";

type Props = { answer: MemberAnswer; member: Member; words: Words };

/** What points can be exchanged for. One reward at a time: while one is open the others wait. */
export function Rewards({ answer, member, words }: Props) {
  const { rewards } = answer.member;
  if (rewards.length === 0) return null;
  return (
    <s-section heading={words.translate("rewards.heading")}>
      <s-stack gap="base">
        {rewards.map((reward) => (
          <Reward key={reward.id} reward={reward} answer={answer} member={member} words={words} />
        ))}
      </s-stack>
    </s-section>
  );
}

function Reward({ reward, answer, member, words }: Props & { reward: RewardView }) {
  const { availablePoints, hold } = answer.member;
  const most = mostPoints(reward, availablePoints);
  // Null until somebody types: the most there is, which changes when points come or a reward is given back.
  const [typed, setTyped] = useState<number | null>(null);
  const chosen = wholeSteps(reward, typed ?? most, most);
  const missing = reward.costPoints - availablePoints;
  const isWaiting = hold !== null || member.busy !== null;
  return (
    <s-stack direction="inline" gap="base" justifyContent="space-between" alignItems="center">
      <s-stack gap="small-500">
        <s-text type="strong">{reward.title}</s-text>
        <s-text color="subdued">
          {reward.affordable
            ? pointsIn(words, reward.costPoints)
            : words.translate("rewards.missing", { points: pointsIn(words, missing) })}
        </s-text>
        {most > 0 && reward.incremental && (
          <s-stack gap="small-500">
            <s-number-field
              label={words.translate("rewards.howMany")}
              min={reward.incremental.minPoints}
              max={most}
              step={reward.incremental.stepPoints}
              value={String(chosen)}
              onChange={({ target }) => setTyped(Number((target as unknown as { value: string }).value))}
            />
            <s-text color="subdued">
              {words.translate("rewards.worth", {
                amount: moneyIn(words, worthOf(reward, chosen) ?? 0, answer.currencyCode),
              })}
            </s-text>
          </s-stack>
        )}
      </s-stack>
      <s-button
        variant="secondary"
        disabled={!reward.affordable || isWaiting}
        loading={member.busy === reward.id}
        onClick={() => member.redeem(reward.id, reward.incremental ? chosen : undefined)}
      >
        {words.translate("rewards.redeem")}
      </s-button>
    </s-stack>
  );
}

/** The nearest amount below that the reward can be had for. */
function wholeSteps({ incremental }: RewardView, points: number, most: number): number {
  if (!incremental || !Number.isFinite(points)) return most;
  const { stepPoints, minPoints } = incremental;
  return Math.min(most, Math.max(minPoints, Math.floor(points / stepPoints) * stepPoints));
}
