/** Monday was the first of January 2024. */
const MONDAY_MS = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** The days of the week as they are called, Monday first. */
export function weekdayNames(locale: string, width: "short" | "long"): string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: width, timeZone: "UTC" });
  return [0, 1, 2, 3, 4, 5, 6].map((day) => format.format(MONDAY_MS + day * DAY_MS));
}
