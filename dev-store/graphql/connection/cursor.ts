import { apiError } from "../api-error";

/** By what a connection is sorted; ties are broken by the id. */
export type SortValue = number | string | Date | null;

export type Position = { value: SortValue; id: number };

/** Base64 of `{"last_id":…,"last_value":…}`, as real cursors are. */
export function encodeCursor({ value, id }: Position): string {
  const text =
    value instanceof Date ? value.toISOString().replace("T", " ").replace("Z", "000") : String(value);
  return Buffer.from(JSON.stringify({ last_id: id, last_value: value === null ? null : text })).toString(
    "base64",
  );
}

/** Reads a cursor back with the type of `like`, a value of the same sort key; throws BAD_REQUEST on anything else. */
export function decodeCursor(cursor: string, like: SortValue): Position {
  const found = readJson(Buffer.from(cursor, "base64").toString("utf8"));
  const { last_id: id, last_value: text } = (found ?? {}) as Record<string, unknown>;
  const value = text === null ? null : typeof text === "string" ? readValue(text, like) : undefined;
  if (typeof id !== "number" || value === undefined) {
    throw apiError("BAD_REQUEST", "Invalid cursor for current pagination sort.");
  }
  return { id, value };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Undefined when the text is no value of that kind: the cursor belongs to another sort key. */
function readValue(text: string, like: SortValue): SortValue | undefined {
  if (like instanceof Date) {
    const instant = new Date(`${text.replace(" ", "T").replace(/000$/, "")}Z`);
    return Number.isNaN(instant.getTime()) ? undefined : instant;
  }
  if (typeof like !== "number") return text;
  return text === "" || Number.isNaN(Number(text)) ? undefined : Number(text);
}

/** Ascending; null comes last. */
export function comparePositions(a: Position, b: Position): number {
  return compareValues(a.value, b.value) || a.id - b.id;
}

function compareValues(a: SortValue, b: SortValue): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : Number(String(a) > String(b));
}
