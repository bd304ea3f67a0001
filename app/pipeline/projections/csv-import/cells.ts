import { parseMinor } from "~/kit/money";

import type { Columns } from "./columns";

/** Why a row is left out; each has a sentence in the texts of the page. */
export const PROBLEM_REASONS = [
  "columns",
  "no-first-row",
  "no-name",
  "date",
  "date-by-spreadsheet",
  "amount",
  "amount-by-spreadsheet",
  "id",
  "id-by-spreadsheet",
  "count",
  "status",
  "currency",
  "partly-paid-unknown",
  "partly-refunded-unknown",
  "same-name",
  "nobody",
  "no-identity",
] as const;
type ProblemReason = (typeof PROBLEM_REASONS)[number];

const VALUE_LENGTH = 60;

/** Why a row cannot be taken over: what stands in which column, and what should. */
export class CellProblem extends Error {
  /** Title of the column. */
  readonly column: string;
  /** What stands there, shortened. */
  readonly value: string;
  /** Line of the file, where it is not the one the record begins in. */
  line: number | null = null;

  constructor(
    readonly reason: ProblemReason,
    cell: Cell,
    readonly params: Readonly<Record<string, string | number>> = {},
  ) {
    super(reason);
    this.name = "CellProblem";
    this.column = cell.title;
    this.value = cell.text.length > VALUE_LENGTH ? `${cell.text.slice(0, VALUE_LENGTH - 1)}…` : cell.text;
  }
}

/** A cell with the title of its column; `text` is trimmed, empty where the file has no such column. */
export type Cell = { text: string; title: string };

/** Reads the cells of a row by the names of their columns. */
export function cellOf<Column extends string>(
  columns: Columns<Column>,
  cells: readonly string[],
): (column: Column) => Cell {
  return (column) => {
    const place = columns[column];
    return { text: (place ? (cells[place.at] ?? "") : "").trim(), title: place?.title ?? column };
  };
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}) ?(?:([+-]\d{2}):?(\d{2})|UTC|Z)$/;

/**
 * An instant as Shopify's exports write it: `2024-05-01 10:00:00 +0200`.
 *
 * @throws CellProblem for anything else: without its offset a moment is a guess.
 */
export function readInstant(cell: Cell): Date {
  const { text } = cell;
  const [, day = "", time = "", hours, minutes] = INSTANT.exec(text) ?? [];
  const instant = new Date(`${day}T${time}${hours === undefined ? "Z" : `${hours}:${minutes ?? "00"}`}`);
  const isOnCalendar = day !== "" && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  if (day !== "" && !Number.isNaN(instant.getTime()) && isOnCalendar) return instant;
  // 5/1/2024 10:00 · 01.05.2024 · 45413.42 · 2024-05-01 10:00
  const isOfSpreadsheet = /^\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|^\d{5}([.,]\d+)?$/.test(text);
  throw new CellProblem(isOfSpreadsheet ? "date-by-spreadsheet" : "date", cell);
}

/**
 * Minor units of an amount with a decimal point; 0 for an empty cell.
 *
 * @throws CellProblem
 */
export function readMinor(cell: Cell, currencyCode: string): number {
  const { text } = cell;
  if (text === "") return 0;
  if (/^-?\d{1,13}(\.\d{1,10})?$/.test(text)) return parseMinor(text, currencyCode);
  const isOfSpreadsheet = /^-?[\d\s.,']+$|^-?\d+([.,]\d+)?e[+-]?\d+$/i.test(text);
  throw new CellProblem(isOfSpreadsheet ? "amount-by-spreadsheet" : "amount", cell);
}

/**
 * A numeric id, or null for an empty cell. Shopify puts an apostrophe before it, so that spreadsheets keep it as text.
 *
 * @throws CellProblem for one that a spreadsheet has rounded, too.
 */
export function findId(cell: Cell): string | null {
  const digits = cell.text.replace(/^'/, "");
  if (digits === "") return null;
  if (/^[1-9]\d{0,19}$/.test(digits)) return digits;
  const isOfSpreadsheet = /^\d+([.,]\d+)?e\+?\d+$/i.test(digits) || /^\d+[.,]0+$/.test(digits);
  throw new CellProblem(isOfSpreadsheet ? "id-by-spreadsheet" : "id", cell);
}

/**
 * A count, or null for an empty cell.
 *
 * @throws CellProblem
 */
export function findCount(cell: Cell): number | null {
  const { text } = cell;
  if (text === "") return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new CellProblem("count", cell);
}

/** Text, or null for an empty cell; without the apostrophe that keeps phone numbers text. */
export function findText({ text }: Cell): string | null {
  return text.replace(/^'(?=[+\d])/, "") || null;
}

/** A phone number as the store keeps it, `+48600100200`; null without its country, as then it is anybody's. */
export function findPhone(cell: Cell): string | null {
  const number = findText(cell)?.replace(/[\s().-]/g, "") ?? "";
  return /^\+\d{7,15}$/.test(number) ? number : null;
}

/** A list separated by commas, without empty entries. */
export function readList({ text }: Cell): string[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean);
}
