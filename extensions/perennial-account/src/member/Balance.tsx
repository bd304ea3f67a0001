import type { MemberAnswer } from "../../../shared/answers";
import { dayIn, pointsIn, type Words } from "../../../shared/words";

/** What there is, what is on its way, and what runs out. */
export function Balance({ answer, words }: { answer: MemberAnswer; words: Words }) {
  const { member, tierName } = answer;
  const { availablePoints, pendingPoints, nextExpiry, debtPoints } = member;
  return (
    <s-stack gap="small-200">
      <s-stack direction="inline" gap="base" alignItems="center">
        <s-heading>{pointsIn(words, availablePoints)}</s-heading>
        {tierName !== null && <s-badge>{tierName}</s-badge>}
      </s-stack>
      {pendingPoints > 0 && (
        <s-text color="subdued">
          {words.translate("pending", { points: pointsIn(words, pendingPoints) })}
        </s-text>
      )}
      {nextExpiry !== null && (
        <s-text color="subdued">
          {words.translate("expiring", {
            points: pointsIn(words, nextExpiry.points),
            day: dayIn(words, nextExpiry.on),
          })}
        </s-text>
      )}
      {debtPoints > 0 && (
        <s-text color="subdued">{words.translate("debt", { points: pointsIn(words, debtPoints) })}</s-text>
      )}
    </s-stack>
  );
}
