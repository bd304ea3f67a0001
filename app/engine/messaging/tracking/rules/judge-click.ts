import { SECOND_MS } from "~/kit/duration";

/** What a request itself gives away: it only asked for the head, or ahead of a person, or says that it is a program. */
export const CLICK_SIGNALS = ["head", "prefetch", "agent"] as const;
export type ClickSignal = (typeof CLICK_SIGNALS)[number];

/** The hidden link of every mail: no person sees it. */
export const HONEYPOT_POSITION = 0;

/** Nobody reads a mail in the seconds it takes to arrive. */
export const TOO_SOON_MS = 5 * SECOND_MS;
/** Nobody follows two links within a second. */
export const BURST_MS = SECOND_MS;
/** A program that follows the hidden link follows the others before and after it. */
export const HONEYPOT_MS = 10 * SECOND_MS;
/** When everything that can speak against a click has happened. */
export const JUDGED_AFTER_MS = HONEYPOT_MS + 5 * SECOND_MS;

export type Click = { position: number; signal: ClickSignal | null; clickedAt: Date };

export type ClickReason = ClickSignal | "too-soon" | "burst" | "honeypot";

export type ClickJudgement = { kind: "person" } | { kind: "bot"; reason: ClickReason };

/**
 * Whether a person followed a link, or a program that looks at every link of a mail.
 *
 * @param others The other clicks on links of the same mail, at least those within 10 seconds before and after it.
 * @param sentAt When the mail left; null when that is not known. A click exactly 5 seconds later may be a person's.
 */
export function judgeClick(click: Click, others: readonly Click[], sentAt: Date | null): ClickJudgement {
  const bot = (reason: ClickReason): ClickJudgement => ({ kind: "bot", reason });
  const distanceMs = ({ clickedAt }: Click) => Math.abs(clickedAt.getTime() - click.clickedAt.getTime());
  if (click.signal) return bot(click.signal);
  if (click.position === HONEYPOT_POSITION) return bot("honeypot");
  if (sentAt && click.clickedAt.getTime() - sentAt.getTime() < TOO_SOON_MS) return bot("too-soon");
  const isHoneypotNear = others.some(
    (other) => other.position === HONEYPOT_POSITION && distanceMs(other) <= HONEYPOT_MS,
  );
  if (isHoneypotNear) return bot("honeypot");
  const isBurst = others.some((other) => other.position !== click.position && distanceMs(other) <= BURST_MS);
  return isBurst ? bot("burst") : { kind: "person" };
}
