import type { SearchTerm } from "./parse";

/** What one search field reads from a row. Several values: one that matches is enough. */
export type Filter<Row> =
  | { kind: "text"; read: (row: Row) => (string | null)[] }
  | { kind: "word"; read: (row: Row) => (string | null)[] }
  /** Matches when none of the values is the one asked for. */
  | { kind: "absent"; read: (row: Row) => string[] }
  | { kind: "number"; read: (row: Row) => (number | null)[] }
  | { kind: "time"; read: (row: Row) => (Date | null)[] }
  | { kind: "boolean"; read: (row: Row) => boolean };

export type Filters<Row> = {
  /** Read by free text. */
  text: (row: Row) => (string | null)[];
  fields: Readonly<Record<string, Filter<Row>>>;
  /** Fields the real shop knows and the stand-in cannot answer. */
  unanswerable: readonly string[];
};

/** A test of rows for one term; null when the value makes no sense for the field. */
export function termTest<Row>(
  filter: Filter<Row>,
  term: SearchTerm,
  now: Date,
): ((row: Row) => boolean) | null {
  switch (filter.kind) {
    case "text": {
      const matches = textTest(term);
      return (row) => filter.read(row).some((value) => value !== null && matches(value));
    }
    case "word": {
      const matches = wordTest(term);
      return (row) => filter.read(row).some((value) => value !== null && matches(value));
    }
    case "absent": {
      const matches = wordTest(term);
      return (row) => !filter.read(row).some(matches);
    }
    case "boolean":
      return (row) => String(filter.read(row)) === term.value.toLowerCase();
    case "number":
      return rangeTest(term, readNumber, (row: Row) => filter.read(row));
    case "time":
      return rangeTest(
        term,
        (value) => readSecond(value, now),
        (row: Row) => filter.read(row).map((value) => value && Math.floor(value.getTime() / 1000)),
      );
  }
}

/** Whole words in this order, whatever the case; a prefix may end inside a word. */
export function textTest({ value, prefix }: Pick<SearchTerm, "value" | "prefix">): (text: string) => boolean {
  const wanted = value.toLowerCase();
  if (wanted === "") return (text) => text !== "";
  return (text) => {
    const lower = text.toLowerCase();
    for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
      const end = at + wanted.length;
      if (startsWord(lower, at) && (prefix || startsWord(lower, end))) return true;
    }
    return false;
  };
}

function startsWord(text: string, at: number): boolean {
  return at === 0 || at >= text.length || !isWordChar(text.charAt(at - 1)) || !isWordChar(text.charAt(at));
}

function isWordChar(char: string): boolean {
  return /[\p{L}\p{N}]/u.test(char);
}

/** The whole value or one of a comma-separated list, whatever the case. */
function wordTest({ value, prefix }: SearchTerm): (word: string) => boolean {
  const wanted = value.toLowerCase();
  if (prefix) return (word) => word.toLowerCase().startsWith(wanted);
  const list = new Set([wanted, ...wanted.split(",").map((part) => part.trim())]);
  return (word) => list.has(word.toLowerCase());
}

function rangeTest<Row>(
  term: SearchTerm,
  parse: (value: string) => Span | null,
  read: (row: Row) => (number | null)[],
): ((row: Row) => boolean) | null {
  if (term.prefix && term.value === "") return (row) => read(row).some((value) => value !== null);
  const [from = "", to] = term.value.split("..");
  const low = parse(from);
  const high = to === undefined ? low : parse(to);
  if (!low || !high) return null;
  const matches = COMPARE[term.comparator];
  return (row) => read(row).some((value) => value !== null && matches(value, low.start, high.end));
}

/** A value may name a span: `2026-11-20` is a whole day, `2024` a year. Both ends inclusive. */
type Span = { start: number; end: number };

const COMPARE: Record<SearchTerm["comparator"], (value: number, start: number, end: number) => boolean> = {
  ":": (value, start, end) => value >= start && value <= end,
  ">": (value, _start, end) => value > end,
  ">=": (value, start) => value >= start,
  "<": (value, start) => value < start,
  "<=": (value, _start, end) => value <= end,
};

function readNumber(value: string): Span | null {
  const number = Number(value.replace(/^gid:\/\/shopify\/\w+\//, ""));
  return value.trim() === "" || Number.isNaN(number) ? null : { start: number, end: number };
}

function readSecond(value: string, now: Date): Span | null {
  if (value === "now") return instantSpan(now.getTime());
  if (/^\d{4}$/.test(value)) return spanOf(`${value}-01-01`, `${Number(value) + 1}-01-01`);
  const day = /^\d{4}-\d{2}-\d{2}$/.exec(value)?.[0];
  if (day) {
    const start = Date.parse(`${day}T00:00:00Z`);
    return Number.isNaN(start) ? null : { start: start / 1000, end: start / 1000 + 86_399 };
  }
  const partial = /^(\d{4}-\d{2}-\d{2})[T ](\d{2})(:\d{2})?(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/.exec(
    value,
  );
  if (!partial) return null;
  const [, date, hour, minute = ":00", second = ":00", zone = "Z"] = partial;
  const at = Date.parse(`${date}T${hour}${minute}${second}${zone}`);
  return Number.isNaN(at) ? null : instantSpan(at);
}

function instantSpan(ms: number): Span {
  const second = Math.floor(ms / 1000);
  return { start: second, end: second };
}

function spanOf(start: string, end: string): Span {
  return { start: Date.parse(start) / 1000, end: Date.parse(end) / 1000 - 1 };
}
