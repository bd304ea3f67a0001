import type { HistoryLine } from "../../../shared/answers";
import { dayIn, type Words } from "../../../shared/words";

/** What moved their points, the newest first. */
export function History({ lines, words }: { lines: readonly HistoryLine[]; words: Words }) {
  return (
    <s-section heading={words.translate("history.heading")}>
      {lines.length === 0 ? (
        <s-text color="subdued">{words.translate("history.empty")}</s-text>
      ) : (
        <s-stack gap="small-200">
          {lines.map(({ at, kind, points }, index) => (
            <s-stack key={index} direction="inline" gap="base" justifyContent="space-between">
              <s-stack gap="small-500">
                <s-text>{words.translate(`history.kinds.${kind}`)}</s-text>
                <s-text color="subdued">{dayIn(words, at)}</s-text>
              </s-stack>
              <s-text type="strong">{signed(words, points)}</s-text>
            </s-stack>
          ))}
        </s-stack>
      )}
    </s-section>
  );
}

function signed(words: Words, points: number): string {
  return `${points > 0 ? "+" : "−"}${words.formatNumber(Math.abs(points))}`;
}
