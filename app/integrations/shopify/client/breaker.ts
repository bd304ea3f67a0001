import { SECOND_MS } from "~/kit/duration";

const PAUSE_MS = 5 * SECOND_MS;

export type Breaker = {
  /** Milliseconds to wait before the shop may be called; 0 = go, and `note` how it went. */
  admit: () => number;
  note: (isAnswered: boolean) => void;
};

/**
 * Keeps background work from queueing up behind a shop that does not answer: every worker would hang there, and mails
 * and other shops would wait. After a call without an answer there is a pause, then one call finds out whether the
 * shop answers again, while the others are sent away.
 *
 * @param wallMs Milliseconds of the machine's clock.
 */
export function createBreaker(wallMs: () => number): Breaker {
  /** Null while the shop answers. */
  let pausedUntilMs: number | null = null;
  let isProbing = false;
  return {
    admit: () => {
      if (pausedUntilMs === null) return 0;
      if (isProbing) return PAUSE_MS;
      const waitMs = Math.max(0, pausedUntilMs - wallMs());
      isProbing = waitMs === 0;
      return waitMs;
    },
    note: (isAnswered) => {
      isProbing = false;
      pausedUntilMs = isAnswered ? null : wallMs() + PAUSE_MS;
    },
  };
}
