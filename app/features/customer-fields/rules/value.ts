import { couldBeThousands } from "~/kit/typed-amount";

import { type CustomerField, FIELD_LIMITS } from "../schema";

/*
 * A value as it is written: a text; a number with a point; YYYY-MM-DD; `yes` or `no`; the id of a choice. Forms, flows
 * and the history of changes all have it so.
 */

/** `written` null: nothing is to be there. `wrong`: texts `problems.<code>`. */
export type ReadValue =
  | { outcome: "read"; written: string | null }
  | { outcome: "wrong"; code: string; params: Readonly<Record<string, string | number>> };

type Asked = Pick<CustomerField, "kind" | "name" | "choices">;

/** Whether what was typed fits a field; blank always does. */
export function readValue(field: Asked, typed: string): ReadValue {
  const text = typed.trim();
  if (text === "") return { outcome: "read", written: null };
  switch (field.kind) {
    case "text":
      return readText(field, text);
    case "number":
      return readNumber(field, text);
    case "date":
      return readDay(field, text);
    case "yes-no":
      return text === "yes" || text === "no" ? read(text) : wrong("value-yes-no", field, text);
    case "choice":
      return field.choices.some(({ id }) => id === text) ? read(text) : wrong("value-choice", field, text);
  }
}

function readText(field: Asked, text: string): ReadValue {
  const most = FIELD_LIMITS.textLength;
  return text.length <= most
    ? read(text)
    : { outcome: "wrong", code: "value-long", params: { field: field.name, count: text.length, most } };
}

/** A comma is as good as a point; groups of digits may stand apart. */
function readNumber(field: Asked, text: string): ReadValue {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  if (!/^[-+]?\d+(\.\d+)?$/.test(plain)) return wrong("value-number", field, text);
  // With a point it is as we show it ourselves.
  if (text.includes(",") && couldBeThousands(text)) return wrong("value-number-thousands", field, text);
  const number = Number(plain);
  if (Math.abs(number) > FIELD_LIMITS.number)
    return {
      outcome: "wrong",
      code: "value-number-range",
      params: { field: field.name, value: shown(text), most: FIELD_LIMITS.number },
    };
  return read(String(number === 0 ? 0 : number));
}

function readDay(field: Asked, text: string): ReadValue {
  const { firstDay, lastDay } = FIELD_LIMITS;
  const isFit = isDay(text) && text >= firstDay && text <= lastDay;
  if (isFit) return read(text);
  const params = { field: field.name, value: shown(text), first: firstDay, last: lastDay };
  return { outcome: "wrong", code: "value-date", params };
}

/** 2026-02-29 is none. */
function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

function read(written: string): ReadValue {
  return { outcome: "read", written };
}

function wrong(code: string, field: Asked, text: string): ReadValue {
  return { outcome: "wrong", code, params: { field: field.name, value: shown(text) } };
}

/** Enough to find it by. */
function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
