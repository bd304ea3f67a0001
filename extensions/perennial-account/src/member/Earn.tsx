import type { MemberAnswer } from "../../../shared/answers";
import { moneyIn, pointsIn, type Words } from "../../../shared/words";

/** How points are earned. */
export function Earn({ answer, words }: { answer: MemberAnswer; words: Words }) {
  const { earnRules } = answer.member;
  if (earnRules.length === 0) return null;
  return (
    <s-section heading={words.translate("earn.heading")}>
      <s-unordered-list>
        {earnRules.map(({ kind, points, perMinor, title }, index) => (
          <s-list-item key={`${kind}-${index}`}>
            {perMinor === undefined
              ? words.translate("earn.rule", { title, points: pointsIn(words, points) })
              : words.translate("earn.perAmount", {
                  title,
                  points: pointsIn(words, points),
                  amount: moneyIn(words, perMinor, answer.currencyCode),
                })}
          </s-list-item>
        ))}
      </s-unordered-list>
    </s-section>
  );
}
