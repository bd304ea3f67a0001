import type { Words } from "../../../shared/words";
import type { Refusal } from "./use-member";

/** Reasons with a sentence of their own (locales, `refusals`). */
const TOLD = [
  "not-enough",
  "hold-open",
  "reward-unknown",
  "reward-over",
  "programme-off",
  "too-often",
  "offline",
  "signed-out",
] as const;

export function reasonText(words: Words, reason: string): string {
  const known = TOLD.find((one) => one === reason);
  return words.translate(`refusals.${known ?? "other"}`);
}

/** Why the last wish was not granted. */
export function RefusalNotice({ refusal, words }: { refusal: Refusal | null; words: Words }) {
  if (!refusal) return null;
  return <s-banner tone="warning" heading={reasonText(words, refusal.reason)} />;
}

/** The app did not answer: what to do about it. */
export function FailureNotice({
  error,
  words,
  onRetry,
}: {
  error: string;
  words: Words;
  onRetry: () => void;
}) {
  return (
    <s-banner tone="critical" heading={words.translate("failed.heading")}>
      <s-stack gap="base">
        <s-text>{reasonText(words, error)}</s-text>
        <s-button variant="secondary" onClick={onRetry}>
          {words.translate("failed.retry")}
        </s-button>
      </s-stack>
    </s-banner>
  );
}
