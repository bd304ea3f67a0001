import Holidays from "date-holidays";

import type { HolidaysOf } from "./next-allowed";

const countries = new Map<string, HolidaysOf>();

/**
 * Public holidays of a country, on which people are at home; of the whole country, not of its regions.
 *
 * @param countryCode ISO 3166-1 alpha-2. @returns null when the country is not known, or none of its holidays.
 */
export function publicHolidaysOf(countryCode: string): HolidaysOf | null {
  const country = countryCode.toUpperCase();
  const known = countries.get(country);
  if (known) return known;
  const calendar = new Holidays();
  if (!Object.hasOwn(calendar.getCountries(), country)) return null;
  calendar.init(country);
  const years = new Map<number, ReadonlySet<string>>();
  const daysOf: HolidaysOf = (year) => {
    const days = years.get(year) ?? holidaysIn(calendar, year);
    years.set(year, days);
    return days;
  };
  countries.set(country, daysOf);
  return daysOf;
}

/** Every day of them: some last several. */
function holidaysIn(calendar: Holidays, year: number): ReadonlySet<string> {
  const days = calendar
    .getHolidays(year)
    .filter(({ type }) => type === "public")
    .map(({ date }) => date.slice(0, 10));
  return new Set(days);
}
