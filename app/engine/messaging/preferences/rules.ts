import { DAY_MS } from "~/kit/duration";

import { type Topic, TOPICS } from "../schema";
import type { Birthday } from "./rules/birthday";
import { CHOSEN_TOPICS, PAUSE_DAYS, type PreferenceChange } from "./schema";

/** What a person wants of our mails. */
export type Preference = {
  topicsOff: ReadonlySet<Topic>;
  /** Null = not paused. */
  pausedUntil: Date | null;
  isTrackingOff: boolean;
  /** Null = not chosen. */
  locale: string | null;
  /** Null = not told. */
  birthday: Birthday | null;
};

/** Of whoever chose nothing. */
export const NOTHING_CHOSEN: Preference = {
  topicsOff: new Set(),
  pausedUntil: null,
  isTrackingOff: false,
  locale: null,
  birthday: null,
};

/**
 * One person's preferences out of all rows that are theirs: by address, and by customer when the address changed.
 *
 * A refusal in any of them holds; of languages and birthdays the one told last.
 *
 * @param rows The one changed last comes first.
 */
export function joinPreferences(rows: readonly Preference[]): Preference {
  const pauses = rows.flatMap(({ pausedUntil }) => pausedUntil ?? []);
  return {
    topicsOff: new Set(rows.flatMap(({ topicsOff }) => [...topicsOff])),
    pausedUntil: pauses.length === 0 ? null : new Date(Math.max(...pauses.map(Number))),
    isTrackingOff: rows.some((row) => row.isTrackingOff),
    locale: rows.find((row) => row.locale !== null)?.locale ?? null,
    birthday: rows.find((row) => row.birthday !== null)?.birthday ?? null,
  };
}

/** Whether a pause is not over: in its last millisecond it is. */
export function isPausedAt({ pausedUntil }: Pick<Preference, "pausedUntil">, now: Date): boolean {
  return pausedUntil !== null && now < pausedUntil;
}

/** The preferences after a change. Unsubscribing from all is no preference: it leaves them as they are. */
export function applyChange(before: Preference, change: PreferenceChange, now: Date): Preference {
  switch (change.kind) {
    case "save": {
      const { topicsOn, isTrackingOff, locale } = change;
      const topicsOff = new Set(CHOSEN_TOPICS.filter((topic) => !topicsOn.includes(topic)));
      const birthday = birthdayAfter(before, change, now);
      return { ...before, topicsOff, isTrackingOff, locale, birthday };
    }
    case "topic-off":
      return { ...before, topicsOff: new Set([...before.topicsOff, change.topic]) };
    case "pause":
      // Asked twice, the pause is not longer than 30 days from the first time it was not on.
      if (isPausedAt(before, now)) return before;
      return { ...before, pausedUntil: new Date(now.getTime() + PAUSE_DAYS * DAY_MS) };
    case "resume":
      return { ...before, pausedUntil: null };
    case "unsubscribe":
      return before;
  }
}

/** The same day told again keeps the time of its consent. */
function birthdayAfter(
  { birthday }: Preference,
  { birthdayOn }: Extract<PreferenceChange, { kind: "save" }>,
  now: Date,
): Birthday | null {
  if (birthdayOn === undefined || birthdayOn === (birthday?.on ?? null)) return birthday;
  return birthdayOn === null ? null : { on: birthdayOn, toldAt: now, source: "preference-page" };
}

/** What a person changed, in the order of the page, as reasons of the decision log. */
export type PreferenceDifference =
  | { reason: "topic-switched-off" | "topic-switched-on"; topic: Topic }
  | { reason: "paused-for-days" | "pause-ended" | "tracking-off" | "tracking-on" | "language-chosen" }
  /** The day itself is not in the log. */
  | { reason: "birthday-told" | "birthday-taken-back" };

/** The differences between two states of preferences; none when nothing changed. */
export function listDifferences(before: Preference, after: Preference): PreferenceDifference[] {
  const topics = TOPICS.filter((topic) => before.topicsOff.has(topic) !== after.topicsOff.has(topic));
  const differences: PreferenceDifference[] = topics.map((topic) => ({
    reason: after.topicsOff.has(topic) ? "topic-switched-off" : "topic-switched-on",
    topic,
  }));
  if (before.pausedUntil?.getTime() !== after.pausedUntil?.getTime())
    differences.push({ reason: after.pausedUntil ? "paused-for-days" : "pause-ended" });
  if (before.isTrackingOff !== after.isTrackingOff)
    differences.push({ reason: after.isTrackingOff ? "tracking-off" : "tracking-on" });
  if (before.locale !== after.locale) differences.push({ reason: "language-chosen" });
  if (before.birthday?.on !== after.birthday?.on)
    differences.push({ reason: after.birthday ? "birthday-told" : "birthday-taken-back" });
  return differences;
}

/** Topics out of the stored list; what is no topic, or no list, counts as none. */
export function parseTopics(json: string): Set<Topic> {
  const stored: unknown = JSON.parse(json);
  return new Set(Array.isArray(stored) ? TOPICS.filter((topic) => stored.includes(topic)) : []);
}
