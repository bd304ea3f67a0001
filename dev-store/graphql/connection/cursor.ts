import { apiError } from "../api-error";

/** By what a connection is sorted; ties are broken by the id. */
export type SortValue = number | string | Date | null;

export type Position = { value: SortValue; id: number };

/** Base64 of `{"last_id":…,"last_value":…}`, as real cursors are. */
export function encodeCursor({ value, id }: Position): string {
  const lastValue =
    value instanceof Date ? value.toISOString().replace("T", " ").replace("Z", "000") : String(value ?? "");
  return Buffer.from(JSON.stringify({ last_id: id, last_value: lastValue })).toString("base64");
}

/** Reads a cursor back with the type of `like`, a value of the same sort key; throws BAD_REQUEST on anything else. */
export function decodeCursor(cursor: string, like: SortValue): Position {
  try {
    const { last_id: id, last_value: value } = JSON.parse(Buffer.from(cursor, "base64").toString("utf8")) as {
      last_id: unknown;
      last_value: unknown;
    };
    if (typeof id === "number" && typeof value === "string") return { id, value: readValue(value, like) };
  } catch {
    // Falls through to the refusal: what was sent is no JSON.
  }
  throw apiError("BAD_REQUEST", "Invalid cursor for current pagination sort.");
}

function readValue(value: string, like: SortValue): SortValue {
  if (like instanceof Date) {
    const instant = new Date(`${value.replace(" ", "T").replace(/000$/, "")}Z`);
    if (value !== "" && !Number.isNaN(instant.getTime())) return instant;
    if (value === "") return null;
    throw new RangeError(`"${value}" is no instant`);
  }
  if (typeof like === "number") {
    if (value === "" || Number.isNaN(Number(value))) throw new RangeError(`"${value}" is no number`);
    return Number(value);
  }
  return value;
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
