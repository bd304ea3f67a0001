/** Day and month, never a year. */
export type Birthday = {
  /** MM-DD; 29 February is one. */
  on: string;
  /** When, and where, the person agreed to be congratulated. */
  toldAt: Date;
  source: "preference-page";
};

const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** What a form says: MM-DD, or `null` where both fields are empty. */
export type Told = { on: string | null } | "not-a-day";

/**
 * What two fields of a form say: MM-DD, `null` when both are empty, or that it is no day of a year.
 *
 * @param day 1–31 and @param month 1–12, as they were sent.
 */
export function readBirthday(day: string, month: string): Told {
  if (day === "" && month === "") return { on: null };
  const [dayNumber, monthNumber] = [Number(day), Number(month)];
  const most = DAYS_OF_MONTH[monthNumber - 1];
  const isDay =
    /^\d{1,2}$/.test(day) &&
    /^\d{1,2}$/.test(month) &&
    most !== undefined &&
    dayNumber >= 1 &&
    dayNumber <= most;
  return isDay ? { on: `${month.padStart(2, "0")}-${day.padStart(2, "0")}` } : "not-a-day";
}
