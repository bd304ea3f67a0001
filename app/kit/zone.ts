/** Day (YYYY-MM-DD) on which an instant falls in an IANA zone. */
export function dayIn(zone: string, instant: Date): string {
  const time = instant.getTime();
  if (!(time >= QUARTERS_SINCE)) return formatterFor(zone).format(instant);
  const days = daysByQuarter(zone);
  const quarter = Math.floor(time / QUARTER_MS);
  let day = days.get(quarter);
  if (day === undefined) {
    day = formatterFor(zone).format(instant);
    if (days.size >= MOST_QUARTERS) days.clear();
    days.set(quarter, day);
  }
  return day;
}

/** Since 1973 every zone is whole quarters of an hour from UTC, so days begin and end with one. */
const QUARTERS_SINCE = Date.UTC(1973, 0, 1);
const QUARTER_MS = 900_000;
const MOST_QUARTERS = 10_000;

const knownDays = new Map<string, Map<number, string>>();

function daysByQuarter(zone: string): Map<number, string> {
  let days = knownDays.get(zone);
  if (!days) {
    days = new Map();
    knownDays.set(zone, days);
  }
  return days;
}

/** Month (YYYY-MM) in which an instant falls in an IANA zone. */
export function monthIn(zone: string, instant: Date): string {
  return dayIn(zone, instant).slice(0, 7);
}

/** Months from `from` to `to` (YYYY-MM), 0 in the same month. */
export function monthsBetween(from: string, to: string): number {
  const index = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  return index(to) - index(from);
}

/** The month `count` after `month`; negative goes back. */
export function addMonths(month: string, count: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`;
}

/** The day `count` days after `day` (YYYY-MM-DD); negative goes back. */
export function addDays(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Formatters are dear to make and are asked for once per order. */
function formatterFor(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}
