import type { RewardView } from "./answers";

/** What every host of extensions offers for texts. */
export type Words = {
  translate: (key: string, replacements?: Record<string, string | number>) => string;
  formatNumber: (number: number) => string;
  formatCurrency: (number: number, options?: Intl.NumberFormatOptions) => string;
  formatDate: (date: Date, options?: Intl.DateTimeFormatOptions) => string;
};

/** "1,200 points" */
export function pointsIn(words: Words, points: number): string {
  return words.translate("points", { count: points, number: words.formatNumber(points) });
}

/** An amount in minor units; currencies have as many decimals as Intl knows. */
export function moneyIn(words: Words, minor: number, currencyCode: string): string {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat("en", {
    style: "currency",
    currency: currencyCode,
  }).resolvedOptions();
  return words.formatCurrency(minor / 10 ** maximumFractionDigits, { currency: currencyCode });
}

/** A day YYYY-MM-DD, or the day of an instant. */
export function dayIn(words: Words, day: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day);
  const date = new Date(isDay ? `${day}T12:00:00Z` : day);
  return words.formatDate(date, { dateStyle: "medium", ...(isDay ? { timeZone: "UTC" } : {}) });
}

/** What an incremental reward is worth for so many points; null for the others. */
export function worthOf({ incremental }: RewardView, points: number): number | null {
  if (!incremental) return null;
  return Math.floor(points / incremental.stepPoints) * incremental.valuePerStepMinor;
}

/** The most that can be put into an incremental reward: whole steps of what there is, within its limits; 0 when too little. */
export function mostPoints({ incremental }: RewardView, availablePoints: number): number {
  if (!incremental) return 0;
  const { stepPoints, minPoints, maxPoints } = incremental;
  const within = Math.min(availablePoints, maxPoints ?? availablePoints);
  const most = Math.floor(within / stepPoints) * stepPoints;
  return most >= minPoints ? most : 0;
}
